import pytest

from diagnostics.dictionary.rhythm import advised_rhythm, fitting, review_calendar
from diagnostics.errors import InputError
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Rhythm

CALENDAR = Calendar()


def days(rhythm, text, calendar=CALENDAR):
    return [
        (each.day.isoformat(), each.occasion, each.period)
        for each in review_calendar(rhythm, calendar, calendar.parse(text))
    ]


def test_a_quarter_has_three_looks_one_score_and_no_summary():
    found = days(Rhythm(track="month", assess="quarter", summarise="year"), "2025Q2")
    assert found == [
        ("2025-05-01", "track", "2025-04"),
        ("2025-06-01", "track", "2025-05"),
        ("2025-07-01", "track", "2025-06"),
        ("2025-07-01", "assess", "2025Q2"),
    ]


def test_the_last_quarter_ends_the_year():
    assert days(Rhythm(assess="quarter", summarise="year"), "2025Q4")[-1] == ("2026-01-01", "summarise", "2025")


def test_a_fiscal_year_is_summed_up_where_it_ends():
    found = days(Rhythm(summarise="year"), "2025Q1", Calendar(fiscal_start=4))
    assert found == [("2025-04-01", "summarise", "FY2025")]


def test_weeks_that_end_within_the_span_are_looked_at():
    found = days(Rhythm(track="week"), "2025-03")
    assert [each[2] for each in found] == ["2025-W09", "2025-W10", "2025-W11", "2025-W12", "2025-W13"]


def test_without_a_rhythm_there_are_no_days():
    assert days(Rhythm(), "2025") == []


@pytest.mark.parametrize(
    ("family", "rank", "assess"),
    [
        ("business", "junior", "month"),
        ("support", "middle", "quarter"),
        ("technical", None, "quarter"),
        (None, "senior", "year"),
    ],
)
def test_the_advised_rhythm_fits_its_role(family, rank, assess):
    advised = advised_rhythm(family, rank)
    assert advised.assess == assess
    assert assess in fitting(family, rank)


def test_nothing_is_advised_for_a_role_that_nobody_describes():
    assert advised_rhythm(None, None) is None


def test_a_card_without_a_rhythm_has_no_calendar_and_it_says_so():
    calendar = Calendar()
    with pytest.raises(InputError, match="rhythm == None, must be a Rhythm; a scorecard that states none has none"):
        review_calendar(None, calendar, calendar.parse("2025Q1"))
    with pytest.raises(InputError, match="span == '2025Q1', must be a Period"):
        review_calendar(Rhythm(assess="month"), calendar, "2025Q1")
