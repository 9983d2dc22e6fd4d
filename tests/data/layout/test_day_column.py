"""One column of days has one order and one cycle."""

import datetime as dt

import pytest

from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.model.period import Calendar

ISO = (dt.date(2024, 3, 1), dt.date(2024, 3, 31))


def decide(texts, plain=None, **rules):
    return decide_days(texts, plain, DayRules(Calendar(), **rules))


def test_an_order_that_a_cell_tells_holds_for_the_others():
    decided = decide(["03/04/2024", "13/04/2024", "05/05/2024"])
    assert (decided.wrong, decided.values["05/05/2024"]) == ({}, dt.date(2024, 5, 5))
    assert decide(["03/04/2024", "13/04/2024"]).values["03/04/2024"] == dt.date(2024, 4, 3)
    assert decide(["03/04/2024", "04/13/2024"]).values["03/04/2024"] == dt.date(2024, 3, 4)


def test_figures_that_nothing_tells_are_refused():
    decided = decide(["03/04/2024", "05/06/2024"])
    assert set(decided.wrong) == {"03/04/2024", "05/06/2024"}
    assert "2024-03-04 or 2024-04-03; declare its order by layout.date_order" in decided.wrong["03/04/2024"]


def test_an_order_is_not_told_where_another_form_stands_in_the_column():
    assert "03/04/2024" in decide(["03/04/2024", "13/04/2024"], ISO).wrong
    assert "03/04/2024" in decide(["03/04/2024", "13/04/2024", "2024年3月4日"]).wrong
    assert "03/04/2024" in decide(["03/04/2024"], ISO).wrong
    assert decide(["13/04/2024"], ISO).wrong == {}


def test_two_orders_contradict_each_other():
    assert (
        "is dmy, while '04/13/2024' of the same column is mdy"
        in decide(["13/04/2024", "04/13/2024"]).wrong["13/04/2024"]
    )


def test_a_declared_order_is_followed():
    decided = decide(["03/04/2024", "2024-3-4"], ISO, order="dmy")
    assert decided.values == {"03/04/2024": dt.date(2024, 4, 3), "2024-3-4": dt.date(2024, 3, 4)}
    assert decide(["04/13/2024"], order="dmy").wrong == {"04/13/2024": "which is no day or period that exists"}


def test_serials_are_read_where_days_tell_their_start():
    decided = decide(["45355"], ISO)
    assert (decided.values, decided.kinds) == ({"45355": dt.date(2024, 3, 4)}, {"45355": ("excel_serial",)})
    assert decide(["43893"], ISO).values == {"43893": dt.date(2024, 3, 4)}
    assert "1900 or 1904" in decide(["45355", "45356"]).wrong["45355"]
    assert "45355" in decide(["45355", "2010-1-1"]).wrong


def test_periods_of_one_cycle_are_read_and_the_cycle_is_told():
    assert decide(["2025年3月", "202504", "2025-05"]).grain == "month"
    assert decide(["2025Q1", "2025年二季度"]).grain == "quarter"
    assert decide(["3月", "一季度"], year=2025).wrong
    assert decide(["2024-3"], ISO).wrong == {"2024-3": "a month, while other cells of the column are days"}
    assert decide(["2024-3", "2024年3月4日"]).wrong


def test_merged_months_bear_the_last_and_no_month_twice():
    decided = decide(["2025年1-2月", "2025年3月"])
    assert (decided.wrong, decided.months) == ({}, {"2025年1-2月": 2})
    assert decided.values["2025年1-2月"] == dt.date(2025, 2, 1)
    assert "covers too" in decide(["2025年1-2月", "2025年2月"]).wrong["2025年2月"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("上半年", "half year"), ("农历二月", "lunar"), ("1-3月", "more than two months"), ("week 53", "without its year"),
        ("一季度", "without its year"), ("3月", "without its year"), ("2024-02-30", "no day or period that exists"),
        ("0000-00-00", "no day or period that exists"), ("1-2月累计", "from the start of the year"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(text, why):
    assert why in decide([text]).wrong[text]


def test_a_mark_of_a_missing_day_is_missing():
    assert decide(["-", "", "待定"], missing=("待定",)).values == {"-": None, "": None, "待定": None}


@pytest.mark.parametrize(
    ("serials", "told"),
    [
        (("45293", "45300"), None),
        (("43832", "43831"), None),
        (("45293", "43832"), "'45293'"),
        (("45293", "45294", "43832"), "'45293'"),
    ],
)
def test_serials_of_a_column_count_from_one_start_and_the_odd_one_is_blamed(serials, told):
    day = dt.date(2024, 1, 2)
    decided = decide_days(serials, (day, day), DayRules(Calendar()))
    if told is None:
        assert all(abs((decided.values[each] - day).days) < 10 for each in serials)
        assert not decided.wrong
    else:
        assert list(decided.wrong) == ["43832"]
        assert told in decided.wrong["43832"]
