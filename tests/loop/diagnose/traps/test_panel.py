"""Tests of figures as panels, and of what may be looked at in them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.diagnose.traps.gaming.look import _beside, _own, look_for_gaming
from diagnostics.loop.diagnose.traps.panel import Panel, adds_up, grouped, panel_of
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


def _levels(shop, region, observations, entities):
    """Twelve shops in two regions whose counts stop at one; a region has the sum of the limits, or its own."""
    counts = np.minimum(np.random.default_rng(77).poisson(1.4, (12, 24)), shop).astype(float)
    rows = [
        {
            "kpi": "errors",
            "entity": name,
            "level": level,
            "period": start.strftime("%Y-%m"),
            "value": value,
            "target": line,
        }
        for level, values, line in (("store", counts, shop), ("region", counts.reshape(2, 6, 24).sum(axis=1), region))
        for name, series in zip([each.id for each in entities.at_level(level)], values, strict=True)
        for start, value in zip(pd.date_range("2023-01-01", periods=24, freq="MS"), series, strict=True)
    ]
    return observations(rows)


@pytest.mark.parametrize(("region", "sums"), [(6.0, ("store",)), (5.0, ())])
def test_a_level_that_only_adds_up_what_lies_below_says_so(kpi, observations, region, sums):
    regions = [Entity(id=f"r{at}", level="region", parent="all") for at in range(2)]
    shops = [Entity(id=f"s{at:02d}", level="store", parent=f"r{at // 6}") for at in range(12)]
    entities = Entities((Entity(id="all", level="company"), *regions, *shops))
    errors = kpi("errors", "lower").model_copy(update={"unit": "count"})
    seen = _levels(1.0, region, observations, entities)
    settings = SimpleNamespace(min_group=10)
    client = SimpleNamespace(kpis={"errors": errors}, entities=entities, settings=settings)
    found = {each.level: each.sums for each in look_for_gaming(client, seen) if each.test == "limit"}
    assert found == {"store": (), "region": sums}
    upper, lower = panel_of(seen, errors, "region"), panel_of(seen, errors, "store")
    assert not adds_up(lower, upper, entities)
    assert not adds_up(replace(upper, written=False), lower, entities)
