"""Festivals that move, and the period of the year before."""

from datetime import date

import pytest
from pydantic import ValidationError

from diagnostics.model.festival import Festival
from diagnostics.model.period import Calendar
from diagnostics.model.year_before import year_before

CHINA, ELSEWHERE = Calendar(), Calendar(timezone="America/New_York")


@pytest.mark.parametrize(
    ("period", "then", "caution"),
    [
        ("2025-01", "2024-01", "festival"),  # 29 January against 10 February
        ("2025-02", "2024-02", "festival"),
        ("2019-02", "2018-02", ""),  # 5 and 16 February: the days before and after stay in February
        ("2025-03", "2024-03", ""),
        ("2025-06", "2024-06", ""),
        ("2025Q1", "2024Q1", ""),
        ("2025", "2024", ""),
        ("2025-W06", "2024-W07", "aligned"),
        ("2025-W30", "2024-W30", ""),
        ("2025-02-03", "2024-02-15", "aligned"),
        ("2025-07-01", "2024-07-01", ""),
    ],
)
def test_the_spring_festival_parts_months_and_moves_weeks_and_days(period, then, caution):
    found = year_before(CHINA, CHINA.parse(period))
    assert (found.period.text, found.caution) == (then, caution)
    assert found.festival == ("春节" if caution else "")


@pytest.mark.parametrize("period", ["2025-01", "2025-W06", "2025-02-03"])
def test_elsewhere_no_festival_moves_unless_the_engagement_names_one(period):
    plain = ELSEWHERE.parse(period)
    assert year_before(ELSEWHERE, plain).period == ELSEWHERE.year_ago(plain)
    assert year_before(Calendar(festivals=()), plain).caution == ""


def test_an_engagement_extends_the_calendar_by_its_own_festivals():
    easter = Festival(name="Easter", dates=(date(2024, 3, 31), date(2025, 4, 20)), before=3, after=3)
    calendar = Calendar(timezone="Europe/Berlin", festivals=(easter,))
    assert year_before(calendar, calendar.parse("2025-04")).caution == "festival"
    assert year_before(calendar, calendar.parse("2025-05")).caution == ""
    # A year whose day nobody told is not guessed.
    assert year_before(calendar, calendar.parse("2026-04")).caution == ""


def test_quarters_and_fiscal_years_are_parted_too():
    easter = Festival(name="Easter", dates=(date(2024, 3, 31), date(2025, 4, 20)))
    calendar = Calendar(timezone="Europe/Berlin", festivals=(easter,))
    assert year_before(calendar, calendar.parse("2025Q1")).caution == "festival"
    fiscal = Calendar(fiscal_start=2)
    assert year_before(fiscal, fiscal.parse("FY2025")).caution == "festival"  # it holds two spring festivals


def test_a_festival_around_new_year_reaches_into_the_year_before():
    eid = Festival(name="Eid", dates=(date(2030, 1, 5), date(2030, 12, 26), date(2031, 12, 15), date(2033, 1, 2)))
    calendar = Calendar(timezone="Asia/Dubai", festivals=(eid,))
    assert eid.share(calendar.parse("2032-12")) == pytest.approx(0.4)
    assert year_before(calendar, calendar.parse("2033-01-01")).period.text == "2031-12-14"
    assert year_before(calendar, calendar.parse("2032-12")).caution == "festival"


@pytest.mark.parametrize("period", ["2020-W53", "2024-02-29"])
def test_what_the_year_before_does_not_have_is_said(period):
    found = year_before(ELSEWHERE, ELSEWHERE.parse(period))
    assert (found.period, found.caution) == (None, "no_counterpart")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"name": "Easter"}, "has no dates"),
        ({"name": "Easter", "dates": [date(2025, 4, 20), date(2025, 4, 21)]}, "1 days apart"),
        ({"name": "春节", "before": -1}, "greater than or equal to 0"),
        ({"name": ""}, "at least 1 character"),
    ],
)
def test_festivals_without_days_are_refused(content, told):
    with pytest.raises(ValidationError, match=told):
        Festival(**content)
