"""Tests of figures as panels, and of what may be looked at in them."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.diagnose.traps.gaming.look import _beside, _own
from diagnostics.loop.diagnose.traps.panel import Panel, grouped, panel_of
from diagnostics.model.entity import Entities, Entity


def _panel(kpi, values, freq="MS"):
    starts = pd.date_range("2023-01-01", periods=values.shape[1], freq=freq)
    none = np.full_like(values, np.nan)
    names = tuple(f"p{at}" for at in range(len(values)))
    return Panel(kpi, "staff", "", names, starts, values, none + 0.0, none, True, none, none)


def _staff(person):
    team = (Entity(id="all", level="company"),)
    groups = [("early", range(6)), ("late", range(6, 18))]
    people = [
        Entity(id=f"p{at}", level="staff", parent="all", peer_group=group, person=person)
        for group, ids in groups
        for at in ids
    ]
    return Entities((*team, *people))


@pytest.mark.parametrize(("person", "groups"), [(True, ["", "late"]), (False, ["", "early", "late"])])
def test_a_peer_group_of_few_people_is_not_looked_at(kpi, person, groups):
    panel = _panel(kpi(), np.ones((18, 3)))
    assert [each.group for each in grouped(panel, _staff(person), 10)] == groups


def test_a_week_of_days_is_no_year(kpi):
    draws = np.random.default_rng(3)
    days = 100 + draws.standard_normal((1, 60))
    fallen = days * np.where(np.arange(60) >= 53, 0.8, 1.0)
    daily = kpi(cycle="day")
    assert _beside(_panel(daily, days, "D"), _panel(daily, fallen, "D")) is None


@pytest.mark.parametrize(("unit", "tests"), [("count", {"limit"}), ("days", set())])
def test_whole_days_are_no_counts_that_stop_at_a_limit(kpi, unit, tests):
    values = np.maximum(np.round(np.random.default_rng(1).normal(3, 0.5, (4, 24))), 0)
    panel = _panel(kpi(direction="lower").model_copy(update={"unit": unit}), values)
    panel.targets[:] = 3.0

    few = SimpleNamespace(entities=_staff(False))
    assert {each.test for each in _own(panel, few, reported=True)} & {"limit"} == tests


def test_ratios_bear_their_denominators_and_steps(kpi, observations):
    rows = [
        {
            "kpi": "sales",
            "entity": "a",
            "period": f"2024-0{at}",
            "value": done / 20,
            "numerator": done,
            "denominator": 20.0,
        }
        for at, done in ((1, 18), (2, 17))
    ]
    panel = panel_of(observations(rows), kpi().model_copy(update={"unit": "share"}), "store")
    assert panel.sizes.tolist() == [[20.0, 20.0]]
    assert panel.steps == pytest.approx(np.full((1, 2), 0.05))
    assert not panel.written
