import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.look.numbers import (
    MISSING,
    UNITS,
    common_scale,
    finite,
    show,
    show_between,
    show_change,
    show_ratio,
)  # fmt: skip
from diagnostics.model import kpi

LANGUAGES = st.sampled_from(["zh", "en"])
ANY_NUMBER = st.one_of(st.none(), st.floats(), st.integers(-(10**15), 10**15))


def test_the_units_are_those_of_a_kpi():
    assert set(UNITS) == set(kpi.UNITS)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0 元", "¥0"),
        (3.5, "3.50 元", "¥3.50"),
        (3500, "3,500 元", "¥3,500"),
        (9999.6, "1 万元", "¥10k"),
        (56_000, "5.6 万元", "¥56k"),
        (1_426_000, "142.6 万元", "¥1.43M"),
        (-1_460_000, "−146 万元", "−¥1.46M"),
        (12_034_567, "1,203 万元", "¥12M"),
        (99_999_999, "1 亿元", "¥100M"),
        (2_500_000_000, "25 亿元", "¥2.5bn"),
    ],
)
def test_money_is_shown_on_the_scale_that_its_reader_counts_in(value, zh, en):
    assert show(value, "money", "zh") == zh
    assert show(value, "money", "en") == en


def test_a_currency_without_a_word_is_shown_by_its_code():
    assert show(1_460_000, "money", "zh", "CHF") == "146 万 CHF"
    assert show(1_460_000, "money", "en", "CHF") == "CHF 1.46M"
    assert show(1_460_000, "money", "zh", "USD") == "146 万美元"


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("share", "3,120.0%", "3,120.0%"),
        ("count", "31.2", "31.2"),
        ("minutes", "31.2 分钟", "31.2 min"),
        ("score", "31.2 分", "31.2 points"),
        ("ratio", "31.20", "31.20"),
        ("number", "31.2", "31.2"),
    ],
)
def test_each_unit_has_its_form(unit, zh, en):
    assert show(31.2, unit, "zh") == zh
    assert show(31.2, unit, "en") == en


def test_shares_differ_in_percentage_points():
    assert show_change(-0.028, "share", "zh") == "−2.8 个百分点"
    assert show_change(0.028, "share", "en") == "+2.8 percentage points"
    assert show_ratio(0.028, "zh") == "+2.8%"


def test_a_difference_of_nothing_bears_no_sign():
    assert show_change(0.0, "money", "zh") == "0 元"
    assert show_change(-0.0004, "share", "zh") == "0.0 个百分点"
    assert show_ratio(-0.0, "en") == "0.0%"


def test_halves_are_rounded_away_from_zero_as_readers_do():
    assert show(0.125, "ratio", "en") == "0.13"
    assert show(0.00125, "share", "zh", decimals=2) == "0.13%"
    assert show(-2.5, "count", "en", decimals=0) == "−3"


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf, pd.NA, pd.NaT])
def test_a_missing_figure_is_a_dash(nothing):
    assert finite(nothing) is None
    for text in (show(nothing, "money", "zh"), show_change(nothing, "share", "en"), show_ratio(nothing)):
        assert text == MISSING
    assert show_between(nothing, 1.0, "count", "en") == MISSING


@given(ANY_NUMBER, st.sampled_from(UNITS), LANGUAGES)
def test_no_figure_ever_shows_a_programmers_word_or_a_hyphen(value, unit, language):
    for text in (show(value, unit, language), show_change(value, unit, language), show_ratio(value, language)):
        assert not any(word in text.lower() for word in ("nan", "inf", "none", "e+", "-"))


@given(st.floats(-1e12, 1e12), LANGUAGES)
def test_a_change_and_its_opposite_differ_in_the_sign_alone(value, language):
    there, back = show_change(value, "money", language), show_change(-value, "money", language)
    assert there.lstrip("+−") == back.lstrip("+−")


@given(st.lists(st.floats(-1e10, 1e10), min_size=1, max_size=6), LANGUAGES)
def test_one_scale_gives_all_figures_as_many_decimals(values, language):
    scale = common_scale(values, "money", language)
    decimals = {len(scale.bare(each).partition(".")[2]) for each in values}
    assert len(decimals) == 1


def test_an_interval_stands_on_one_scale():
    assert show_between(-20_000, 164_000, "money", "zh") == "−2.0 至 +16.4 万元"
    assert show_between(-20_000, 164_000, "money", "en") == "−¥20k to +¥164k"
    assert show_between(0.004, 0.03, "share", "zh") == "+0.4 至 +3.0 个百分点"


def test_an_interval_goes_from_low_to_high():
    with pytest.raises(InputError, match=r"low == 2\.0 is above high == 1\.0"):
        show_between(2, 1, "count", "en")


def test_an_unknown_unit_is_told_with_the_nearest_one():
    with pytest.raises(UnknownNameError, match="Unknown unit 'monney'. Did you mean 'money'"):
        show(1, "monney", "zh")
