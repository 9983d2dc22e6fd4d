"""Columns with numbers of single persons are told of, without the numbers."""

import json

import pytest

from diagnostics.data.quality.personal import MOST
from diagnostics.data.quality.report import card_lines
from tests.data.quality.test_card import card, clean, days  # noqa: F401 (clean is a fixture)

IDENTITY = "11010519491231002X"


def rows(values):
    """A day each, one store, one amount; what stands in the column beside them."""
    return [
        (day, "s1", 100 + at % 7, value) for at, (day, value) in enumerate(zip(days(len(values)), values, strict=True))
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (IDENTITY, "identity"), (f"会员 {IDENTITY}", "identity"), ("138 0013 8000", "phone"), ("13800138000", "phone"),
        ("6222021234567890128", "bank_card"), ("li.wei@acme.com.cn", "mailbox"), ("１３８００１３８０００", "phone"),
        ("客户电话13800138000，已回访", "phone"), ("010-65521234", "phone"),
    ],
)  # fmt: skip
def test_a_column_with_such_a_number_is_flagged_and_the_number_shown_nowhere(engagement, data, value, kind):
    found = card(engagement, data, rows([value] * 30))
    (item,) = found.of("personal")
    assert (item.column, item.count, item.of, item.where) == ("kind", 30, 30, (kind,))
    told = "\n".join(card_lines(found)) + json.dumps(found.record(), ensure_ascii=False)
    assert value not in told
    assert "numbers or addresses of single persons, at least: 30 of 30" in told


@pytest.mark.parametrize(
    "values",
    [
        # Order numbers of eleven digits, of which some begin as a mobile does; of sixteen, of which one in ten has a card's digit.
        [f"{11_000_000_000 + 731_000_001 * at}" for at in range(40)],
        [f"62{10**13 + 7919 * at}0" for at in range(40)],
        [f"{date}T{at:06d}" for at, date in enumerate(day.replace("-", "") for day in days(30))],
        ["wechat", "shop"] * 15,
    ],
    ids=["orders", "long orders", "stamps", "words"],
)
def test_numbers_of_orders_are_no_persons(engagement, data, values):
    assert card(engagement, data, rows(values)).of("personal") == ()


def test_a_single_identity_number_among_many_values_is_found(engagement, data):
    values = [f"20250101{at:010d}" for at in range(60)]
    (item,) = card(engagement, data, rows([*values, IDENTITY])).of("personal")
    assert (item.count, item.of) == (1, 61)
    assert len(values) < MOST


def test_a_column_of_people_is_none_to_flag(engagement, data):
    source = {"file": "sales.csv", "time": "date", "entity": "store", "person": "kind"}
    assert card(engagement, data, rows([IDENTITY] * 30), sources={"sales": source}).of("personal") == ()
