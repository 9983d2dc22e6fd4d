"""Personal numbers are shown masked, and what is none is left alone."""

import random

import pytest

from diagnostics.data.personal import distinct_labels, without_personal
from diagnostics.data.personal.identity_numbers import identity_numbers


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "13800138000", "138 0013 8000", "１３８００１３８０００", "138\u200b00138000", "6222021234567890128",
               "li.wei@acme.com.cn", "010-65521234", "+44 20 7946 0958"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "联系 {}", "张三 {}，已核对", "x={}; y"])
def test_a_number_is_told_neither_alone_nor_within_words(number, around):
    told = without_personal(around.format(number))
    assert number not in told
    assert "•••" in told
    assert without_personal(told) == told


@pytest.mark.parametrize(
    "text", ["2025-06-30", "收入 13,800,138,000 元", "订单 20250613800138000", "north", "SKU-620212345678"]
)
def test_what_is_no_personal_number_stays(text):
    assert without_personal(text) == text
    assert distinct_labels([text]) == {}


def test_different_numbers_keep_different_labels_and_their_order():
    draw = random.Random(7)
    values = {f"138{draw.randrange(10):04d}8000" for _ in range(40)} | {"138••••8000"}
    labels = distinct_labels(values)
    assert len({*labels.values(), "138••••8000"}) == len(values)
    assert distinct_labels(sorted(values)) == labels


def test_a_hash_that_holds_the_digits_of_a_card_by_chance_tells_of_nobody():
    digest = "6e516085198107058583ee1ca92506854832ca44009013907a43bfbe2f4989ca"
    assert list(identity_numbers(f'{{"sha256": "{digest}"}}')) == []
    # The same digits elsewhere are told of, letters or none beside them.
    told = "id516085198107058583ee"
    assert [told[start:end] for start, end in identity_numbers(told)] == ["516085198107058583"]
