"""Each rung is reached by what it names, and a season is no movement."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.track.ladder import evidence_of, moved, rung


def table(values, first="2022-01"):
    months = pd.period_range(first, periods=len(values), freq="M")
    return pd.DataFrame({"start": [each.start_time.date().isoformat() for each in months], "value": values})


@pytest.mark.parametrize(
    ("verdict", "result", "process", "record", "expected"),
    [
        ("worked", False, False, {"state": "started", "progress": 0.1}, 4),
        ("worked", True, True, {"state": "started", "progress": 0.0}, 0),  # nobody did it: no evidence for it
        ("worse", False, None, {"state": "started", "progress": 0.0, "external": True}, 4),
        ("worse", True, True, {"state": "completed", "progress": 1.0}, 4),
        ("no_evidence", True, True, {"state": "completed", "progress": 1.0}, 3),
        ("insufficient", False, True, {"state": "completed", "progress": 1.0}, 2),
        ("insufficient", False, False, {"state": "completed", "progress": 1.0}, 1),
        ("insufficient", False, False, {"state": "started", "progress": 0.1}, 1),
        ("insufficient", False, False, {"state": "stopped", "progress": 0.0}, 0),
    ],
)
def test_the_highest_rung_that_holds_is_reached(verdict, result, process, record, expected):
    found = evidence_of(record, verdict, process, result)
    assert rung(found) == expected
    assert found["outside_range"] is result
    assert list(found) == ["carried_out", "process_moved", "outside_range", "attributable"]


@pytest.mark.parametrize(
    ("step", "direction", "better_only", "expected"),
    [
        (30, "higher", True, True),
        (-30, "higher", True, False),
        (-30, "higher", False, True),
        (-30, "lower", True, True),
        (30, "none", True, False),
        (30, "range", False, True),
        (0, "higher", False, False),
    ],
)
def test_a_step_beyond_the_usual_range_is_seen_on_the_side_that_counts(step, direction, better_only, expected):
    rng = np.random.default_rng(5)
    values = 100 + 3 * rng.standard_normal(36)
    values[30:] += step
    assert moved([table(values)], "2024-07-01", direction, 12, better_only=better_only) is expected


def test_a_season_is_no_movement_but_a_step_in_it_is():
    rng = np.random.default_rng(2)
    season = 100 + 30 * np.sin(np.arange(48) * np.pi / 6) + rng.standard_normal(48)
    assert not moved([table(season)], "2025-01-01", "higher", 12, better_only=False)
    assert moved([table(season)], "2025-01-01", "higher", 1, better_only=False)  # what a chart without season would say
    season[36:] += 40
    assert moved([table(season)], "2025-01-01", "higher", 12, better_only=False)


def test_quiet_series_rarely_leave_their_usual_range():
    rng = np.random.default_rng(3)
    alarms = [
        moved([table(rng.standard_normal(42))], "2025-01-01", "higher", 12, better_only=False) for _ in range(400)
    ]
    assert np.mean(alarms) < 0.05


def test_too_little_before_the_start_says_nothing():
    values = [10.0, 11, 10, 11, 10, 11, 10, 90, 90]
    assert moved([table(values)], "2022-08-01", "higher", 12, better_only=False) is None
    assert moved([], "2022-08-01", "higher", 12, better_only=False) is None
    assert moved([table([10.0, *values])], "2022-09-01", "higher", 12, better_only=False)


def test_missing_figures_are_no_figures():
    values = np.array([10.0, 11] * 8)
    values[[3, 12, 15]] = np.nan
    assert not moved([None, table(values)], "2023-01-01", "higher", 12, better_only=False)
