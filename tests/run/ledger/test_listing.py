"""perfloop ledger list says of a measure what the board says of it."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.run.ledger.listing import is_late, measure_lines


@pytest.fixture
def state(make_engagement, ledger_of):
    ledger = open_ledger(make_engagement(), write=True)
    entry = ledger_of.entry
    ledger.append_all([
        entry("A-1", "2025-03-20", "planned", due="2025-06-30", decision="2025-12-31"),
        entry("A-2", "2025-05-01", "started"),
        entry("A-3", "2025-06-20", "check_in", progress=1.0),
    ])  # fmt: skip
    return lambda day: ledger.replay(date.fromisoformat(day))["pay_link"]


def test_what_is_carried_out_whole_is_not_late_while_its_trial_runs(state):
    assert is_late(state("2025-06-10"), date(2025, 7, 1))
    assert not is_late(state("2025-06-20"), date(2025, 7, 1))


@pytest.mark.parametrize(("every", "held"), [("month", "1/2"), ("quarter", "-"), ("week", "1/8")])
def test_reports_are_counted_by_the_rhythm_of_the_engagement(state, every, held):
    _, line = measure_lines([state("2025-06-20")], date(2025, 7, 1), "zh", every)
    assert f"  {held}  " in line
