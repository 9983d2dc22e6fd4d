from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.model.period import CYCLES, Calendar

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
calendars = st.builds(
    Calendar, week_start=st.sampled_from(["monday", "sunday", "saturday"]), fiscal_start=st.integers(1, 12)
)


@given(calendars, days, st.sampled_from(CYCLES))
def test_a_period_holds_its_day_and_its_text_leads_back_to_it(calendar, day, cycle):
    period = calendar.at(day, cycle)
    assert period.start <= day < period.end
    assert calendar.parse(period.text) == period


@given(calendars, days, st.sampled_from(CYCLES), st.integers(-30, 30))
def test_periods_of_a_cycle_follow_each_other_without_gap(calendar, day, cycle, steps):
    period = calendar.at(day, cycle)
    assert calendar.shift(period, 1).start == period.end
    assert calendar.shift(calendar.shift(period, steps), -steps) == period


@given(calendars, days, st.sampled_from(CYCLES))
def test_the_last_complete_period_ends_by_the_day_and_the_next_does_not(calendar, day, cycle):
    period = calendar.last_complete(cycle, day)
    assert period.end <= day < calendar.shift(period, 1).end


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025Q1", date(2025, 1, 1), date(2025, 4, 1)),
        ("2025-03", date(2025, 3, 1), date(2025, 4, 1)),
        ("2025-W05", date(2025, 1, 27), date(2025, 2, 3)),
        ("2025-03-09", date(2025, 3, 9), date(2025, 3, 10)),
    ],
)
def test_canonical_texts_name_their_days(text, start, end):
    period = Calendar().parse(text)
    assert (period.start, period.end, period.text) == (start, end, text)


def test_a_fiscal_year_bears_the_year_in_which_it_ends():
    period = Calendar(fiscal_start=4).parse("FY2025")
    assert (period.start, period.end) == (date(2024, 4, 1), date(2025, 4, 1))


def test_a_calendar_year_is_refused_where_the_fiscal_year_differs():
    with pytest.raises(InputError, match="write 'FY2025'"):
        Calendar(fiscal_start=4).parse("2025")


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-W54", "2025-02-30", "2025Q5", "25-03", "March 2025", "", "2025-3", "２０２５"]
)
def test_other_texts_are_refused(text):
    with pytest.raises(InputError, match="Period"):
        Calendar().parse(text)


def test_week_53_and_29_february_have_no_year_ago_period():
    calendar = Calendar()
    assert calendar.year_ago(calendar.parse("2020-W53")) is None
    assert calendar.year_ago(calendar.parse("2024-02-29")) is None
    assert calendar.year_ago(calendar.parse("2021-W05")).text == "2020-W05"
    assert calendar.year_ago(calendar.parse("2025Q2")).text == "2024Q2"


def test_between_holds_both_ends():
    calendar = Calendar()
    texts = [each.text for each in calendar.between(calendar.parse("2024-11"), calendar.parse("2025-02"))]
    assert texts == ["2024-11", "2024-12", "2025-01", "2025-02"]


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ValueError, match="IANA"):
        Calendar(timezone="Mars/Olympus")


def test_last_day_is_the_day_before_the_end():
    period = Calendar().parse("2024-02")
    assert period.last_day == date(2024, 2, 29)
    assert period.end - period.last_day == timedelta(1)


def test_a_year_before_1000_bears_its_zeros_in_every_cycle():
    calendar = Calendar()
    for cycle in CYCLES:
        text = calendar.at(date(25, 1, 6), cycle).text
        assert calendar.parse(text).text == text
