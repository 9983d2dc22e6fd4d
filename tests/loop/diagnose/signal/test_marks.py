"""Marks of a series: each figure beside what came before it."""

import numpy as np
import pytest

from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.loop.diagnose.signal.marks import mark_records
from diagnostics.model.period import Calendar

CALENDAR = Calendar()
LAST = CALENDAR.parse("2024-12")


@pytest.fixture
def marks(observations):
    """Marks of a monthly series that ends in 2024-12."""

    def make(values):
        rows = [
            {"kpi": "k", "entity": "a", "period": CALENDAR.shift(LAST, at - len(values) + 1).text, "value": float(each)}
            for at, each in enumerate(values)
        ]
        return mark_records(observations(rows).table, LAST, CALENDAR)

    return make


def noise(count, seed=1):
    return np.random.default_rng(seed).normal(0, 1, count)


def test_every_christmas_is_usual_once_it_has_been_seen_and_unjudged_before(marks):
    values = 100 + noise(72)
    values[11::12] += 40
    found = marks(values)
    assert [each["period"] for each in found if each["side"]] == []
    last = found[-1]
    assert last["low"] < 140 < last["high"]


def test_a_trend_is_not_taken_for_a_run_of_good_months(marks):
    assert not any(each["side"] for each in marks(100 + 2 * np.arange(60) + noise(60)))


def test_a_fall_is_marked_when_it_comes_and_is_usual_after(marks):
    values = 100 + noise(60)
    values[40:] -= 30
    sides = [each["side"] for each in marks(values)]
    first = len(sides) - 20
    assert sides[first] == "below"
    assert not any(sides[first + 12 :])
    assert "above" not in sides


def test_the_last_mark_has_the_usual_range_of_the_diagnosis(marks, observations, kpi):
    values = 100 + 10 * np.sin(np.arange(48)) + noise(48)
    rows = [
        {"kpi": "k", "entity": "a", "period": CALENDAR.shift(LAST, at - 47).text, "value": float(each)}
        for at, each in enumerate(values)
    ]
    gaps = compare(observations(rows), [kpi("k")], LAST).of("previous")
    last = marks(values)[-1]
    assert (last["low"], last["high"]) == pytest.approx((gaps["usual_low"].item(), gaps["usual_high"].item()))


def test_short_histories_have_no_marks(marks):
    assert marks(100 + noise(8)) == []
    assert not any(each["side"] for each in marks([*(100 + noise(20)), 500.0]))
