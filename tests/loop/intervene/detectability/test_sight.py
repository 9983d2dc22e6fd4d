"""Whether the effect of a planned measure can be seen, before it starts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.intervene.detectability import roll_out, visibility
from diagnostics.loop.intervene.detectability.alone import smallest_alone
from diagnostics.loop.intervene.detectability.noise import smallest_between
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.intervention import Intervention
from diagnostics.model.intervention_state import InterventionState
from diagnostics.model.kpi import Kpi

AS_OF = date(2024, 12, 31)
STORES = [f"s{number:02d}" for number in range(12)]


@pytest.fixture
def client(make_engagement):
    """Twelve stores of one peer group, a lone one, and a person."""
    stores = [Entity(id=each, level="store", parent="firm", peer_group="city") for each in STORES]
    others = [
        Entity(id="firm", level="company"),
        Entity(id="lone", level="store", parent="firm", peer_group="far"),
        Entity(id="wang", level="staff", parent="s00", person=True),
    ]
    return replace(make_engagement(), entities=Entities((*stores, *others)))


def observed(entities=(*STORES, "lone"), months=36, kpi="revenue", spread=0.05, until=AS_OF):
    rng = np.random.default_rng(7)
    starts = pd.date_range(end=pd.Timestamp(until).replace(day=1), periods=months, freq="MS")
    rows = [
        (kpi, "store", each, "month", f"{day:%Y-%m}", day.date().isoformat(), 1e5 * np.exp(rng.normal(0, spread)), "")
        for each in entities
        for day in starts
    ]
    return pd.DataFrame(rows, columns=["kpi", "level", "entity", "cycle", "period", "start", "value", "basis"])


def measure(**fields):
    said = {
        "id": "m", "title": "措施", "dimension": "process", "cause": "原因", "kpi": "revenue", "entities": ["s00"], "owner": "li",
        "due": "2025-03-31", "measure": "看营收", "expected": {"relative": 0.2}, "start": "2025-02-01", **fields,
    }  # fmt: skip
    return Intervention.model_validate({key: each for key, each in said.items() if each is not None})


def state(key, kpi="revenue", entities=("s01",), phase="started", **fields):
    plan = measure(id=key, kpi=kpi, entities=list(entities), **fields)
    started = None if phase == "planned" else date(2024, 6, 1)
    day = date(2024, 5, 1)
    return InterventionState(intervention=plan, phase=phase, started=started, planned=day, last=day, version=1)


def test_a_large_effect_is_seen_and_a_small_one_is_not(client):
    found = visibility(client, measure(), observed(), AS_OF)
    assert (found.sight, found.method, found.comparisons, found.before) == ("visible", "did", 11, 36)
    assert (found.start, found.judged, found.after) == ("2025-02", "2025-07", 6)
    assert found.smallest == pytest.approx(found.smallest_relative * 1e5, rel=0.05)
    assert visibility(client, measure(expected={"relative": 0.02}), observed(), AS_OF).sight == "too_small"
    assert visibility(client, measure(expected={"absolute": 2e4}), observed(), AS_OF).planned_relative == pytest.approx(
        0.2, rel=0.05
    )


def test_without_an_expectation_only_the_smallest_effect_is_told(client):
    found = visibility(client, measure(expected=None), observed(), AS_OF)
    assert (found.sight, found.planned) == ("unstated", None)
    assert found.smallest_relative > 0


def test_a_fall_is_seen_as_well_as_a_rise(client):
    assert visibility(client, measure(expected={"relative": -0.2}), observed(), AS_OF).sight == "visible"
    assert visibility(client, measure(expected={"relative": -1.0}), observed(), AS_OF).sight == "visible"


def test_what_is_to_fall_never_has_to_fall_by_more_than_all_of_it(client):
    costs = Kpi(id="costs", name="成本", unit="money", direction="lower", source="s", measure="sum(x)")
    client = replace(client, kpis={**client.kpis, "costs": costs})
    frame, half = observed(kpi="costs", spread=0.8), measure(kpi="costs", expected={"relative": -0.5})
    rise = visibility(client, measure(kpi="costs"), frame, AS_OF).smallest_relative
    for plan in (half, measure(kpi="costs", expected=None)):
        assert visibility(client, plan, frame, AS_OF).smallest_relative == pytest.approx(rise / (1 + rise))
    assert rise > 1
    assert visibility(client, half, frame, AS_OF).sight == "too_small"
    plan = roll_out(client, half, frame, AS_OF).best
    assert 0 < plan.smallest_relative < 1


def test_a_longer_window_shows_smaller_effects_and_an_early_decision_is_told(client):
    late = visibility(client, measure(decision="2026-01-31"), observed(), AS_OF)
    assert (late.after, late.judged, late.early) == (12, "2026-01", False)
    assert late.smallest_relative < visibility(client, measure(), observed(), AS_OF).smallest_relative
    early = visibility(client, measure(decision="2025-04-30"), observed(), AS_OF)
    assert (early.after, early.early) == (6, True)


def test_a_start_that_has_passed_is_taken_for_tomorrow(client):
    assert visibility(client, measure(start="2024-03-15"), observed(), AS_OF).start == "2025-01"


@pytest.mark.parametrize(
    ("fields", "frame", "bar"),
    [
        ({"entities": ["wang"]}, {}, "people"),
        ({"entities": ["s00", "wang"]}, {}, "people"),
        ({"kpi": "nothing"}, {}, "not_observed"),
        ({"entities": ["gone"]}, {}, "not_observed"),
        ({}, {"kpi": "conversion"}, "not_observed"),
        ({"entities": ["s00", "firm"]}, {}, "mixed_levels"),
        ({}, {"months": 5}, "few_before"),
        ({}, {"entities": STORES[:5], "months": 20}, "few_comparisons"),
        ({"entities": ["lone"]}, {"months": 20}, "short_series"),
        ({}, {"months": 7}, "no_spread"),
    ],
)
def test_what_stands_against_any_verdict_is_named(client, fields, frame, bar):
    found = visibility(client, measure(**fields), observed(**frame), AS_OF)
    assert (found.sight, found.bar, found.smallest) == ("impossible", bar, None)


def test_a_lone_entity_with_a_long_series_is_held_against_itself(client):
    found = visibility(client, measure(entities=["lone"]), observed(months=48), AS_OF)
    assert (found.method, found.comparisons, found.sight) == ("its", 0, "visible")


def test_beside_few_others_the_difference_to_them_is_planned_with(client):
    found = visibility(client, measure(), observed(entities=STORES[:3]), AS_OF)
    assert (found.method, found.comparisons, found.sight) == ("controlled_its", 2, "visible")
    more = visibility(client, measure(), observed(entities=STORES[:5]), AS_OF)
    assert more.smallest_relative < found.smallest_relative


def test_counts_that_stand_alone_are_planned_by_their_rate_even_with_empty_months(client):
    calls = Kpi(id="calls", name="投诉", unit="count", direction="lower", source="s", measure="sum(x)")
    client = replace(client, kpis={**client.kpis, "calls": calls})
    frame = observed(kpi="calls", months=48)
    for mean in (400, 4):
        frame["value"] = np.random.default_rng(4).poisson(mean, len(frame)).astype(float)
        plan = measure(kpi="calls", entities=["lone"], expected={"relative": -0.3})
        found = visibility(client, plan, frame, AS_OF)
        assert (found.method, found.sight) == ("poisson_its", "visible" if mean == 400 else "too_small")
    assert frame["value"].min() == 0
    assert 0.3 < found.smallest_relative < 1


def test_a_gap_at_a_peer_makes_it_no_stranger(client):
    frame = observed()
    gaps = frame[(frame["entity"] != "s00") & (frame["period"] == "2023-05")].index
    found = visibility(client, measure(), frame.drop(gaps[:6]), AS_OF)
    assert (found.method, found.comparisons, found.before) == ("did", 11, 36)
    whole = visibility(client, measure(), frame, AS_OF)
    assert found.smallest_relative == pytest.approx(whole.smallest_relative, rel=0.1)
    closed = frame[~((frame["entity"] == "s01") & (frame["start"] >= "2024-01"))]
    assert visibility(client, measure(), closed, AS_OF).comparisons == 10


def test_an_entity_more_restless_than_its_peers_needs_a_larger_effect(client):
    frame = observed()
    own = frame["entity"] == "s00"
    frame.loc[own, "value"] = 1e5 * (frame.loc[own, "value"] / 1e5) ** 2
    found, plain = (visibility(client, measure(), each, AS_OF).smallest_relative for each in (frame, observed()))
    assert found > 1.5 * plain


def test_entities_with_measures_of_their_own_are_no_comparison(client):
    busy = [state("a", entities=("s01", "s02")), state("b", entities=("s03",), phase="planned")]
    assert visibility(client, measure(), observed(), AS_OF, busy).comparisons == 8
    unrelated = [state("c", kpi="waiting", entities=("s04",))]
    assert visibility(client, measure(), observed(), AS_OF, unrelated).comparisons == 11


def test_measures_at_the_same_place_and_time_are_named(client):
    running = [state("a", entities=("s00",)), state("done", entities=("s00",), decision="2024-11-30")]
    assert visibility(client, measure(), observed(), AS_OF, running).beside == ("a",)


def test_more_comparisons_and_more_treated_show_smaller_effects():
    noise = np.random.default_rng(2).normal(size=(60, 36))
    wide = [smallest_between(noise[-1:], noise[:others], 6) for others in (5, 10, 40)]
    assert wide == sorted(wide, reverse=True)
    assert smallest_between(noise[-4:], noise[:10], 6) < smallest_between(noise[-1:], noise[:10], 6)
    assert smallest_between(noise[-1:], noise[:4], 6) is None


def test_a_series_that_never_moved_makes_no_effect_visible():
    assert smallest_alone(np.full(48, 0.3), 6, "month") is None
    still = np.tile(np.arange(36) / 7, (7, 1))
    assert smallest_between(still[:1], still[1:], 6) is None


def test_what_is_common_to_all_is_no_noise():
    wander = np.random.default_rng(1).normal(size=(8, 30))
    common = 50 * np.sin(np.arange(30))
    plain, moved = (smallest_between(each[:1], each[1:], 6) for each in (wander, wander + common))
    assert moved == pytest.approx(plain)


def test_a_series_with_memory_shows_less_than_one_without():
    rng = np.random.default_rng(3)
    white = rng.normal(size=48)
    walk = np.zeros(48)
    for at in range(1, 48):
        walk[at] = 0.8 * walk[at - 1] + white[at]
    assert smallest_alone(walk / walk.std(), 6, "month") > smallest_alone(white / white.std(), 6, "month")
    assert smallest_alone(white[:6], 6, "month") is None


def test_a_roll_out_takes_everyone_once_and_begins_with_the_measures_own(client):
    found = roll_out(client, measure(), observed(), AS_OF, seed=4)
    assert len(found.plans) > 1
    for plan in found.plans:
        everyone = [each for wave in plan.waves for each in wave.entities]
        assert sorted(everyone) == STORES
        assert "s00" in plan.waves[0].entities
        assert (plan.first, plan.first + plan.comparisons) == (len(plan.waves[0].entities), 12)
        starts = [wave.start for wave in plan.waves]
        assert starts[:2] == [date(2025, 2, 1), date(2025, 8, 1)]
    assert [each.first for each in found.plans] == sorted(each.first for each in found.plans)
    assert found.best.smallest == min(each.smallest for each in found.plans if each.smallest)


def test_a_roll_out_is_drawn_from_its_seed_and_spreads_over_levels(client):
    frame = observed()
    rise = {each: 1 + at for at, each in enumerate(STORES)}
    frame["value"] *= frame["entity"].map(rise).fillna(1)
    first = roll_out(client, measure(), frame, AS_OF, seed=1)
    assert first.record() == roll_out(client, measure(), frame, AS_OF, seed=1).record()
    assert first.record() != roll_out(client, measure(), frame, AS_OF, seed=2).record()
    half = first.plans[-1].waves[0].entities
    large = sum(rise[each] > 6 for each in half)
    assert 2 <= large <= 4


def test_a_roll_out_tells_what_shows_once_later_waves_are_in(client):
    plan = roll_out(client, measure(), observed(months=48), AS_OF).plans[0]
    assert len(plan.later) == len(plan.waves) - 1
    assert plan.later[-1] is None
    assert 0 < plan.later[0] < plan.smallest


def test_too_few_entities_have_no_roll_out_and_no_plan_promises_what_five_comparisons_would(client):
    assert roll_out(client, measure(), observed(entities=STORES[:3]), AS_OF) is None
    small = roll_out(client, measure(), observed(entities=STORES[:5]), AS_OF)
    assert all(each.smallest is None for each in small.plans)
    assert small.recommended is None
    assert "看不出" in small.summary("zh")
