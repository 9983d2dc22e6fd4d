"""Periods in the engine are those of the calendar."""

from datetime import date, timedelta

import ibis
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.data.observe.cycles import Window, name_periods, start_of
from diagnostics.errors import InputError
from diagnostics.model.period import CYCLES, Calendar

BACKEND = ibis.duckdb.connect(":memory:")
WEEKS = ("monday", "sunday", "saturday")


def engine_starts(days, cycle, calendar):
    """First days as the engine finds them, in order of the days."""
    table = ibis.memtable(pa.table({"day": pa.array(days, pa.date32())}))
    return BACKEND.to_pyarrow(table.select("day", start=start_of(table["day"], cycle, calendar))).to_pylist()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dates(date(1950, 1, 1), date(2100, 12, 31)), min_size=1, max_size=60),
    st.sampled_from(CYCLES),
    st.sampled_from(WEEKS),
    st.integers(1, 12),
)
def test_the_engine_and_the_calendar_agree_on_the_first_day(days, cycle, week_start, fiscal_start):
    calendar = Calendar(week_start=week_start, fiscal_start=fiscal_start)
    for row in engine_starts(days, cycle, calendar):
        assert row["start"] == calendar.at(row["day"], cycle).start


@pytest.mark.parametrize("cycle", CYCLES)
@pytest.mark.parametrize("week_start", WEEKS)
@pytest.mark.parametrize("fiscal_start", [1, 4, 12])
def test_every_day_around_the_turn_of_years_agrees(cycle, week_start, fiscal_start):
    calendar = Calendar(week_start=week_start, fiscal_start=fiscal_start)
    days = [date(2019, 12, 20) + timedelta(each) for each in range(800)]
    rows = engine_starts(days, cycle, calendar)
    assert len(rows) == 800
    assert all(row["start"] == calendar.at(row["day"], cycle).start for row in rows)


def test_a_window_holds_periods_that_are_over_and_asked_for():
    calendar = Calendar()
    window = Window.of(calendar, "2025-03", ["2025-02", "2025-04", "2025Q1"])
    assert window.holds(calendar.parse("2025-02"))
    assert window.holds(calendar.parse("2025Q1"))
    assert not window.holds(calendar.parse("2025-01"))
    assert not window.holds(calendar.parse("2025-04"))
    assert window.span("month") == (date(2025, 2, 1), date(2025, 4, 1))
    assert window.span("week") is None
    assert Window.of(calendar, None, None).span("week") == (None, None)


def test_periods_are_a_list():
    with pytest.raises(InputError, match="must be a list of periods"):
        Window.of(Calendar(), None, "2025-03")


def test_rows_without_a_day_keep_no_period():
    frame = pd.DataFrame({"start": [date(2025, 1, 1), None, date(2025, 2, 1)]})
    named = name_periods(frame, "month", Calendar(), Window.of(Calendar(), "2025-01", None))
    assert named["period"].isna().tolist() == [False, True, True]
    assert named["start"].isna().tolist() == [False, True, False]
