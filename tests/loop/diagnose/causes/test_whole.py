"""Only cycles that facts fill from end to end are held against each other."""

from datetime import date, timedelta

import pytest

from diagnostics.loop.diagnose.causes.whole import cut_starts
from diagnostics.model.period import Calendar


def _days(first, last, without=()):
    days = [first + timedelta(each) for each in range((last - first).days + 1)]
    return [each for each in days if each.weekday() not in without]


@pytest.mark.parametrize(
    ("days", "cycle", "cut"),
    [
        (_days(date(2025, 1, 6), date(2025, 2, 16)), "week", []),
        (_days(date(2025, 1, 6), date(2025, 2, 12)), "week", [date(2025, 2, 10)]),
        (_days(date(2025, 1, 9), date(2025, 2, 16)), "week", [date(2025, 1, 6)]),
        # Closed on Sundays: a week that ends on a Saturday is a whole one.
        (_days(date(2025, 1, 6), date(2025, 2, 15), without=(6,)), "week", []),
        (_days(date(2025, 1, 6), date(2025, 2, 14), without=(6,)), "week", [date(2025, 2, 10)]),
        ([date(2024, month, 1) for month in range(1, 13)], "month", []),
        (_days(date(2025, 1, 1), date(2025, 6, 12)), "month", [date(2025, 6, 1)]),
        # Two cycles don't tell how far facts usually reach.
        (_days(date(2025, 1, 6), date(2025, 1, 15)), "week", []),
        ([], "week", []),
    ],
)
def test_a_first_or_last_cycle_that_facts_reach_less_far_into_is_cut(days, cycle, cut):
    assert sorted(cut_starts(days, cycle, Calendar())) == cut
