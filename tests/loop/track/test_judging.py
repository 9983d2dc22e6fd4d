"""Periods from which a verdict is possible are named in the client's own calendar."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.track.design import Design
from diagnostics.loop.track.judged_when import judged_when
from diagnostics.loop.track.judging import _canonical, _estimate
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


def neighbourhood(reached):
    """Twenty shops, the first improved by 4, its six neighbours by so much."""
    random = np.random.default_rng(8)
    rows = []
    for shop in range(20):
        up = 4.0 if shop == 0 else reached if shop <= 6 else 0.0
        for month in range(36):
            value = 50 + random.normal() + (up if month >= 24 else 0.0)
            rows.append((f"s{shop}", f"{2022 + month // 12}-{month % 12 + 1:02d}", value))
    return pd.DataFrame(rows, columns=["entity", "period", "value"])


@pytest.mark.parametrize(("reached", "compared", "said"), [(0.0, 19, False), (6.0, 13, True)])
def test_neighbours_that_moved_with_a_measure_are_left_out_of_its_comparison(reached, compared, said):
    case = SimpleNamespace(
        frame=neighbourhood(reached), treated=("s0",), start=Calendar().parse("2024-01"), changes=(),
        others=SimpleNamespace(related_start=()), kpi=SimpleNamespace(direction="higher", unit="number"),
        near=tuple(f"s{each}" for each in range(1, 7)),
    )  # fmt: skip
    found = _estimate({"state": "completed", "progress": 1.0}, case, 0)
    assert (found.verdict, found.comparisons) == ("worked", compared)
    assert ("near_left_out" in found.reasons) == said
    assert found.low < 4 < found.high


@pytest.mark.parametrize(("start", "counted"), [("2025-01-01", 60), ("2025-01", 9)])
def test_days_after_a_start_are_counted_though_the_estimate_took_weeks(start, counted):
    days = [str(each.date()) for each in pd.date_range("2024-12-01", periods=91)]
    rows = [{"entity": each, "period": day, "start": day, "value": 1.0} for each in ("a", "b") for day in days]
    case = Design(None, ("a",), ("b",), pd.DataFrame(rows), Calendar().parse(start), None, ())
    assert case.figures_after(9) == counted


@pytest.mark.parametrize(
    ("day", "values", "told"),
    [
        (date(2025, 7, 1), (1.0, 2.0), "最早到2025年10月可以判断。"),
        (date(2026, 11, 22), (1.0, None), "判断需要到2025年10月为止的数据，现有数据截至2025年5月。"),
        (date(2026, 11, 22), (None, None), "判断需要到2025年10月为止的数据，目前一期也没有。"),
    ],
)
def test_no_period_that_is_over_is_promised(day, values, told):
    evidence = SimpleNamespace(engagement=SimpleNamespace(calendar=Calendar()), as_of=day)
    figures = pd.DataFrame({"period": ["2025-05", "2025-06"], "value": [values[0], values[1]]})
    assert judged_when("2025-10", figures, evidence).zh == told
