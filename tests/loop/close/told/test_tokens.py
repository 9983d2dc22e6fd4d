"""Figures in sentences, and which values would be written so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.look.numbers import show, show_change
from diagnostics.loop.close.told.tokens import tokens_of, without


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25.8 万元", 258_000), ("−¥11.7k", -11_700), ("$45.5M", 45.5e6), ("HK$1.2bn", 1.2e9), ("10.6%", 0.106),
        ("+4.3 个百分点", 0.043), ("−1.2 percentage points", -0.012), ("29,630", 29_630), ("1.2 亿元", 1.2e8),
    ],
)  # fmt: skip
def test_a_figure_is_read_in_base_units(text, value):
    (token,) = tokens_of(f"营收 {text}，")
    assert token.value == pytest.approx(value)
    assert token.says(value)
    assert not token.says(value + 3 * token.half)


def test_both_ends_of_an_interval_have_its_unit():
    assert [round(each.value, 4) for each in tokens_of("在 +3.0 至 +5.7 个百分点之间")] == [0.03, 0.057]
    assert [round(each.value) for each in tokens_of("−2.0 to +16.4k")] == [-2000, 16400]


@pytest.mark.parametrize("value", [0.77, 1.2, -1.0001, 0.0])
def test_a_bare_count_is_no_share_that_is_rounded_to_it(value):
    (token,) = tokens_of("其中 1 项有效")
    assert not token.says(value)
    assert token.says(1)


def test_digits_of_names_are_no_figures():
    assert [each.text for each in tokens_of(without("8 班组少 2 单", ["8 班组", "8 班"]))] == ["2"]


@given(st.floats(-1e10, 1e10).filter(lambda each: abs(each) > 1), st.sampled_from(["zh", "en"]))
def test_whatever_a_page_writes_is_read_back(value, language):
    for text in (show(value, "money", language), show_change(value, "money", language)):
        (token,) = tokens_of(text)
        assert token.says(value), (text, token)
