"""Numbers as client files write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.layout.number_text import NumberRead, read_number, scaled

WIDE = str.maketrans({**{chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)}, " ": "\u3000"})
POWERS = {"千": 3, "万": 4, "万元": 4, "百万": 6, "百万元": 6, "千元": 3, "亿": 8, "亿元": 8}


@pytest.mark.parametrize(
    ("text", "value", "kinds"),
    [
        ("1234", 1234, ()),
        ("-0", 0, ()),
        ("+5.50", 5.5, ()),
        ("1e3", 1000.0, ()),
        ("1,234", 1234, ("thousands",)),
        ("1,234,567.89", 1234567.89, ("thousands",)),
        ("(320)", -320, ("bracket_negative",)),
        ("(1,234)", -1234, ("thousands", "bracket_negative")),
        ("\u2212320", -320, ("full_width",)),
        ("\uff0d\uff11\uff12\uff0e\uff15", -12.5, ("full_width",)),
        ("12.5%", 0.125, ("percent",)),
        ("\uff11\uff12\uff0e\uff15\uff05", 0.125, ("full_width", "percent")),
        ("3\u2030", 0.003, ("permille",)),
        ("3.2万", 32000, ("scale",)),
        ("1.005亿元", 100500000, ("scale",)),
        ("0.00001万", 0.1, ("scale",)),
        ("3元", 3, ("currency",)),
        ("\u00a51,200", 1200, ("thousands", "currency")),
        ("\uffe5 5", 5, ("full_width", "currency")),
        ("RMB 3.5", 3.5, ("currency",)),
        ("5 CNY", 5, ("currency",)),
        ("-\u00a55", -5, ("currency",)),
        ("(\u00a55)", -5, ("bracket_negative", "currency")),
        ("", None, ()),
        ("   ", None, ("missing_mark",)),
        ("#DIV/0!", None, ("error_cell",)),
    ],
)
def test_a_number_is_read_as_it_was_meant(text, value, kinds):
    read = read_number(text)
    assert (read.value, read.kinds) == (value, kinds)
    assert type(read.value) is type(value)


MARKS = ("NaN", "nan", "N/A", "n/a", "#N/A", "null", "None", "-", "\u2014", "--", "无", "缺", "暂无", "\uff0d")


@pytest.mark.parametrize("text", MARKS)
def test_a_mark_of_a_missing_value_is_missing_and_told(text):
    assert read_number(text) == NumberRead(None, ("missing_mark",))


def test_a_declared_mark_is_missing_and_no_other():
    assert read_number("待定", ("待定",)) == NumberRead(None, ("missing_mark",))
    assert read_number("待定") is None


@pytest.mark.parametrize(
    "text",
    [
        "12,34", "1,23", "1,2345,678", "0,123", ",123", "1,234,56", "1.234,56", "1 234", "1'234", "10k", "5kg", "5 t", "MARCH1",
        "1e309", "-1e309", "1e-400", "inf", "-inf", "Infinity", "\u221e", "0x10", "1_000", "(-5)", "-(5)", "(5", "5)", "--5",
        "5-", "+-5", "1e5万", "12.5%%", "12万%", "3.2.1", "true", "五百", "\u0661\u0662", "\u00bd", "\u00b2", "1..2", ".", "e5",
        "$5", "\u20ac5", "5 USD", "US$5", "\u00a55%", "=1+1", "0/0", "1/0", "9" * 101, "1\n2", "12.5% vs 0.125",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_guessed(text):
    assert read_number(text) is None


def test_the_engagement_s_own_currency_is_read_and_no_other():
    assert read_number("$1,200", currency="USD").value == 1200
    assert read_number("1,200 USD", currency="USD").value == 1200
    assert read_number("3万元", currency="USD") is None
    assert read_number("\u00a55", currency="USD") is None
    assert read_number("3万", currency="USD").value == 30000


def test_a_declared_scale_holds_for_bare_numbers_only():
    assert read_number("3.2", scale="万元") == NumberRead(32000, ("scale",))
    assert read_number("3.2亿", scale="万元").value == 320_000_000
    assert read_number("12.5", scale="%") == NumberRead(0.125, ("percent",))
    assert read_number("3", scale="元") == NumberRead(3, ())


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_what_is_printed_in_any_form_is_read_back(number):
    value, size = float(number), abs(number)
    forms = {f"{number}": value, f"{number:,}": value, f"({size:,})": -float(size), f"\u00a5{size}": float(size)}
    forms |= {f"{number}%": float(number / 100), f"{number}\u2030": float(number / 1000)}
    forms |= {f"{number}{word}": float(number * Decimal(10) ** power) for word, power in POWERS.items()}
    for text, meant in forms.items():
        for written in (text, text.translate(WIDE), f" {text} "):
            assert read_number(written).value == meant, written


@given(st.integers(-(10**60), 10**60))
def test_whole_numbers_keep_every_digit(number):
    assert read_number(str(number)).value == number
    assert read_number(f"{number:,}").value == number
    assert read_number(f"{number}万").value == number * 10_000


@given(st.text(max_size=12) | st.text(alphabet="0123456789.,-+()%eE万亿元千 \u00a5$", max_size=12))
def test_any_text_gives_a_finite_number_a_missing_one_or_none(text):
    read = read_number(text)
    if read is not None and read.value is not None:
        assert abs(read.value) < float("inf")


@given(st.floats(-1e12, 1e12))
def test_scaling_is_exact_in_decimals(value):
    assert scaled(value, "万元") == Decimal(repr(value)) * 10_000 or isinstance(scaled(value, "万元"), float)
    assert scaled(12.5, "%") == 0.125
