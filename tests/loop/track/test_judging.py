"""Periods from which a verdict is possible are named in the client's own calendar."""

from datetime import date
from types import SimpleNamespace

import pytest

from diagnostics.loop.track.judging import _canonical
from diagnostics.model.period import Calendar


@pytest.mark.parametrize(
    ("calendar", "start", "found", "told"),
    [
        (Calendar(), "2025-05", "2025-10", "2025-10"),
        (Calendar(), "2025-05", "", ""),
        (Calendar(fiscal_start=4), "FY2025", "2030", "FY2030"),
        (Calendar(week_start="sunday"), "2025-W05", "2025-W30", "2025-W30"),
    ],
)
def test_the_period_is_told_in_the_clients_calendar(calendar, start, found, told):
    case = SimpleNamespace(start=calendar.parse(start), until=None)
    assert _canonical(found, case, calendar) == told


@pytest.mark.parametrize(("later", "told"), [(date(2025, 11, 1), "2025-10"), (date(2025, 10, 15), "")])
def test_no_period_is_promised_that_the_next_measure_cuts_off(later, told):
    case = SimpleNamespace(start=Calendar().parse("2025-05"), until=later)
    assert _canonical("2025-10", case, Calendar()) == told
