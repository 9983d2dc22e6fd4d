"""What a scenario is simulated from is settled in one place: those paid say which months, peers help to tell a season."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.pay import pay_history, scenario_history, simulate_pay
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from tests.loop.intervene.pay.conftest import history_of, season_of

FLAT = PayPlan(fixed=7000)


@pytest.fixture(scope="module")
def firm():
    """A firm of four stores; one is of another kind."""
    stores = [
        Entity(id=each, name=each, level="store", parent="firm", peer_group="far" if each == "d" else "near")
        for each in "abcd"
    ]
    return SimpleNamespace(entities=Entities(items=(Entity(id="firm", name="firm", level="firm"), *stores)))


@pytest.fixture(scope="module")
def seen():
    """Three years of revenue; store c opened in the third, and the firm's own figures lie beside the stores'."""
    rng, season = np.random.default_rng(2), 100 * season_of(36)
    series = {("revenue", each): season * np.exp(0.05 * rng.normal(size=36)) for each in "abd"}
    series["revenue", "c"] = np.concatenate([np.full(30, np.nan), season[30:]])
    series["revenue", "firm"] = 4 * season
    return history_of(series)


def trial(one_kpi, **more):
    return PayScenario(id="new", plan=one_kpi, **more)


def test_peers_help_and_what_is_no_peer_or_not_whole_stays_out(firm, seen, one_kpi):
    found = scenario_history(firm, seen, FLAT, trial(one_kpi, entities=("a",)))
    assert found.entities == ("a", "b")
    assert len(found.months) == 36
    assert simulate_pay(FLAT, trial(one_kpi), 10, history=found).in_force.mean.tolist() == [7000.0]


def test_who_is_paid_says_which_months_count(firm, seen, one_kpi):
    late = scenario_history(firm, seen[seen["period"] < "2023-03"], FLAT, trial(one_kpi, entities=("a",)))
    assert late.months[-1] == "2023-02"
    closed = seen[(seen["entity"] != "a") | (seen["period"] < "2023-01")]
    found = scenario_history(firm, closed, FLAT, trial(one_kpi, entities=("a",)))
    assert (found.entities, found.months[-1]) == (("a", "b"), "2022-12")


def test_a_peer_of_another_sign_turns_no_season_into_amounts(firm, seen, one_kpi):
    broken = seen.assign(value=seen["value"].where((seen["entity"] != "b") | (seen["period"] != "2022-05"), -1.0))
    assert scenario_history(firm, broken, FLAT, trial(one_kpi, entities=("a",))).entities == ("a",)


def test_where_nobody_is_named_it_is_the_lowest_entities(firm, seen, one_kpi):
    whole = seen[seen["entity"] != "c"]
    assert scenario_history(firm, whole, FLAT, trial(one_kpi)).entities == ("a", "b", "d")


def test_an_outlook_needs_no_history_and_other_scenarios_change_none(firm, seen, one_kpi):
    stated = trial(one_kpi, entities=("a",), outlook={"levels": {"revenue": {"mean": 100}}})
    assert scenario_history(firm, seen, FLAT, stated) is None
    force = PayScenario(id="in_force", plan=FLAT, margin={"kpi": "not_measured", "share": 0.5})
    assert scenario_history(firm, seen, force, trial(one_kpi, entities=("a",))).kpis == ("revenue",)


def test_targets_of_those_paid_are_enough(firm, seen, one_kpi):
    plan = one_kpi.model_copy(update={"items": (one_kpi.items[0].model_copy(update={"target": None}),)})
    alone = seen.assign(target=seen["target"].where(seen["entity"] == "a"))
    tried = trial(plan, entities=("a",))
    assert simulate_pay(FLAT, tried, 10, history=scenario_history(firm, alone, FLAT, tried)).draws == 10


def test_targets_and_figures_stand_beside_their_own_entity(seen):
    told = seen.assign(target=seen["entity"].map({"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}).fillna(9.0))
    found = pay_history(told, "revenue", ["d", "a"], beside={"b"})
    assert found.entities == ("d", "a", "b")
    assert found.targets["revenue", "2021-04"].tolist() == [4.0, 1.0, 2.0]
    own = seen.set_index(["entity", "period"])["value"]
    assert found.figures[0, :, 3].tolist() == [own[each, "2021-04"] for each in "dab"]


def test_a_peer_measured_twice_is_refused(seen):
    with pytest.raises(InputError, match="twice"):
        pay_history(pd.concat([seen, seen[seen["entity"] == "b"]]), "revenue", ["a"], beside={"b"})
