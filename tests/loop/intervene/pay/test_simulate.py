"""Draws do what they are said to: levels, season, correlation, what carries over; floors, break-even, who loses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.pay.draws import over_draws
from diagnostics.loop.intervene.pay.from_history import history_joint
from diagnostics.loop.intervene.pay.history import pay_history
from diagnostics.loop.intervene.pay.joint import LEVELS
from diagnostics.loop.intervene.pay.payout import payout
from diagnostics.loop.intervene.pay.simulate import simulate_pay
from diagnostics.loop.intervene.pay.stated import stated_joint
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from tests.loop.intervene.pay.conftest import CURVE, history_of, item, season_of

FLAT = PayPlan(fixed=7000)


def scenario(plan, **more):
    outlook = {"levels": {kpi: {"mean": 100.0, "sd": 10.0} for kpi in plan.kpis}}
    return PayScenario.model_validate({"id": "new", "plan": plan, "entities": ["a", "b"], "outlook": outlook} | more)


def drawn_figures(joint, draws, month=0):
    """Figures (KPI, draw, entity) of a month."""
    blocks = over_draws(joint, draws, 1, lambda _, places: places[month])
    places = np.concatenate(blocks, axis=1)
    return np.array([joint.levels[month, kpi].ravel()[places[kpi]] for kpi in range(len(joint.kpis))])


def test_certain_results_pay_what_payout_pays(case_a):
    told = {each.kpi: {"mean": each.target} for each in case_a.items}
    found = simulate_pay(FLAT, scenario(case_a, outlook={"levels": told}), draws=50)
    row = found.frame().iloc[0]
    assert (row["full"], row["mean"], row["low"], row["high"]) == (7500.0, 7500.0, 7500.0, 7500.0)
    assert (row["in_force"], row["change"], row["loses"]) == (7000.0, 500.0, False)


def test_the_mean_of_a_bent_curve_is_that_of_its_closed_form(one_kpi):
    plan = one_kpi.model_copy(update={"curve": PayPlan(fixed=0, curve={"above": [{"at": 2, "pay": 2}]}).curve})
    plan = PayPlan.model_validate(plan.model_dump() | {"items": [item("revenue", 1.0) | {"scoring": {"cap": 1.1}}]})
    found = simulate_pay(FLAT, scenario(plan), draws=200_000)
    # E min(x, 1.1) for x ~ N(1, 0.1).
    upper = 1.0 - 0.1 * (math.exp(-0.5) / math.sqrt(2 * math.pi) - 0.5 * math.erfc(1 / math.sqrt(2)))
    assert found.scenarios[0].mean == pytest.approx([3500 + 4000 * upper] * 2, abs=3)


def test_a_hand_written_loop_over_the_same_draws_finds_the_same_pay(case_a):
    tried = scenario(case_a, departments={"a": "x", "b": "x"}, minimum_wage=5000.0)
    outlook = {
        "levels": {each.kpi: {"mean": each.target, "sd": 0.1 * each.target, "low": 0} for each in case_a.items},
        "together": [{"kpis": ["revenue", "basket"], "correlation": 0.6}],
        "shared": 0.3,
    }
    tried = PayScenario.model_validate(tried.model_dump() | {"outlook": outlook})
    found = simulate_pay(FLAT, tried, draws=300, seed=1)
    joint = stated_joint(tried.outlook, tried.entities, case_a.kpis, 1)
    figures = drawn_figures(joint, 300)
    by_hand = []
    for draw in range(300):
        own = {kpi: figures[number, draw] for number, kpi in enumerate(case_a.kpis)}
        by_hand.append(payout(case_a, own, whose=("a", "b"), minimum_wage=5000.0).total)
    assert found.scenarios[0].mean == pytest.approx(np.mean(by_hand, axis=0), abs=1e-9)


def test_stated_figures_move_together_as_stated(case_a):
    outlook = {
        "levels": {"revenue": {"mean": 100, "sd": 10}, "basket": {"mean": 50, "sd": 5}},
        "together": [{"kpis": ["revenue", "basket"], "correlation": 0.6}],
        "shared": 0.25,
    }
    told = PayScenario.model_validate({"id": "x", "plan": FLAT, "outlook": outlook}).outlook
    figures = drawn_figures(stated_joint(told, ("a", "b"), ("revenue", "basket"), 1), 40_000)
    assert figures[0].mean() == pytest.approx(100, abs=0.2)
    assert figures[0].std() == pytest.approx(10, rel=0.02)
    assert np.corrcoef(figures[0, :, 0], figures[1, :, 0])[0, 1] == pytest.approx(0.6, abs=0.02)
    assert np.corrcoef(figures[0, :, 0], figures[0, :, 1])[0, 1] == pytest.approx(0.25, abs=0.02)
    assert np.corrcoef(figures[0, :, 0], figures[1, :, 1])[0, 1] == pytest.approx(0.15, abs=0.02)


@pytest.fixture(scope="module")
def past():
    """Five years of two KPIs of six stores: season, shared shocks, correlation, autocorrelation."""
    rng, months, stores = np.random.default_rng(5), 60, [f"s{each}" for each in range(6)]
    common = rng.normal(size=(months, 2))
    scores = np.zeros((6, months, 2))
    for store in range(6):
        noise = math.sqrt(0.4) * common + math.sqrt(0.6) * rng.normal(size=(months, 2))
        noise[:, 1] = 0.7 * noise[:, 0] + math.sqrt(1 - 0.49) * noise[:, 1]
        for month in range(months):
            before = scores[store, month - 1] if month else 0.0
            scores[store, month] = 0.5 * before + math.sqrt(0.75) * noise[month]
    season = season_of(months)
    series = {}
    for number, store in enumerate(stores):
        series["revenue", store] = 100 * (1 + number / 10) * season * np.exp(0.05 * scores[number, :, 0])
        series["rate", store] = 0.3 * np.exp(0.04 * scores[number, :, 1])
    return history_of(series)


def test_history_gives_level_season_spread_and_what_moves_together(past):
    plan = PayPlan(fixed=0, variable=1, items=[item("revenue", 0.5), item("rate", 0.5, target=0.3)])
    history = pay_history(past, plan.kpis)
    tried = PayScenario(id="x", plan=plan, months=12)
    joint = history_joint(history, plan.kpis, tried)
    assert joint.months == tuple(f"2026-{each:02d}" for each in range(1, 13))
    peak, trough = joint.expected[3, 0], joint.expected[9, 0]
    assert (peak / trough).tolist() == pytest.approx([1.2 / 0.8] * 6, rel=0.08)
    assert joint.carried.tolist() == pytest.approx([0.5, 0.5], abs=0.2)
    # Far from the last month nothing of it is left: the spread is the whole.
    figures = drawn_figures(joint, 20_000, month=11)
    assert np.log(figures[0, :, 0]).std() == pytest.approx(0.05, rel=0.3)
    assert np.corrcoef(figures[0, :, 0], figures[1, :, 0])[0, 1] == pytest.approx(0.7, abs=0.15)
    assert np.corrcoef(figures[0, :, 0], figures[0, :, 1])[0, 1] == pytest.approx(0.4, abs=0.2)
    assert figures[1].max() <= 1


def test_the_last_month_carries_over_to_the_next(past):
    plan = PayPlan(fixed=0, variable=1, items=[item("revenue", 1.0)])
    history = pay_history(past, plan.kpis)
    joint = history_joint(history, plan.kpis, PayScenario(id="x", plan=plan, months=12))
    near, far = (drawn_figures(joint, 20_000, month=each)[0] for each in (0, 11))
    assert (np.log(near).std(axis=0) < np.log(far).std(axis=0)).all()
    moved = np.log(near).mean(axis=0) - np.log(joint.expected[0, 0])
    assert (np.sign(moved) == np.sign(joint.last[0])).all()


def test_draws_repeat_with_their_seed_and_not_with_another(one_kpi):
    first, same, other = (simulate_pay(FLAT, scenario(one_kpi), 5000, seed) for seed in (3, 3, 4))
    assert first.to_json() == same.to_json()
    assert first.to_json() != other.to_json()


def test_who_is_paid_less_is_named_and_a_guarantee_prevents_it(one_kpi):
    poor = {"levels": {"revenue": {"mean": {"a": 80.0, "b": 105.0}, "sd": 1.0}}}
    plain = scenario(one_kpi, outlook=poor, people={"a": 3}, months=6)
    kept = PayScenario.model_validate(plain.model_dump() | {"id": "kept", "guarantee": {"share": 1.0, "months": 6}})
    found = simulate_pay(FLAT, [plain, kept], 500)
    assert [each.losers for each in found.scenarios] == [("a",), ()]
    assert found.aggregate()["losers"].tolist() == [0, 3, 0]
    assert "a" not in found.aggregate().to_json().split('"')
    assert found.scenario("kept").mean[0] == pytest.approx(7000.0)
    assert found.scenario("kept").floor[0] > 1000
    assert found.scenario("new").lower.tolist() == [1.0, 0.0]


def test_a_guarantee_ends(one_kpi):
    poor = {"levels": {"revenue": {"mean": 50.0}}}
    tried = scenario(one_kpi, outlook=poor, months=4, guarantee={"share": 1.0, "months": 1})
    assert simulate_pay(FLAT, tried, 10).scenarios[0].mean == pytest.approx([(7000 + 3 * 3500) / 4] * 2)


def test_cost_counts_people_months_and_what_comes_on_top(one_kpi):
    sure = {"levels": {"revenue": {"mean": 100.0}}}
    tried = scenario(one_kpi, outlook=sure, people={"a": 2, "b": 0}, months=3, on_cost=0.3)
    found = simulate_pay(FLAT, tried, 10)
    assert found.scenarios[0].cost.mean == pytest.approx(1.3 * 2 * 3 * 7500)
    assert found.scenarios[0].extra.mean == pytest.approx(1.3 * 2 * 3 * 500)


def test_break_even_is_where_margin_covers_the_extra_pay():
    plan = PayPlan(fixed=7500)
    levels = {"levels": {"revenue": {"mean": 10_000.0}}}
    tried = scenario(plan, outlook=levels, margin={"kpi": "revenue", "share": 0.5})
    # Two entities, 500 more each: 1,000 = 0.5 · 20,000 u.
    found = simulate_pay(FLAT, tried, 10).scenarios[0].break_even
    assert found.change == pytest.approx(0.1, abs=1e-4)
    assert found.level == pytest.approx(22_000, rel=1e-4)
    dear = tried.model_copy(update={"plan": PayPlan(fixed=70_000)})
    assert simulate_pay(FLAT, dear, 10).scenarios[0].break_even.change is None
    cheap = tried.model_copy(update={"plan": PayPlan(fixed=6000)})
    assert simulate_pay(FLAT, cheap, 10).scenarios[0].break_even.change == 0


def test_responses_rise_with_what_is_better(case_a):
    outlook = {"levels": {each.kpi: {"mean": 0.95 * each.target} for each in case_a.items}}
    told = simulate_pay(FLAT, scenario(case_a, outlook=outlook), 10).responses().query("scenario == 'new'")
    for each in case_a.items:
        pay = told[told["kpi"] == each.kpi]["pay"].tolist()
        assert pay == sorted(pay, reverse=each.direction == "lower")
    ahead = told.groupby("kpi")["per_percent"].first()
    assert ahead["revenue"] > ahead["basket"] > 0 > ahead["complaint_rate"]


def test_effects_move_the_scenario_and_not_the_plan_in_force(one_kpi):
    sure = {"levels": {"revenue": {"mean": 100.0}}}
    found = simulate_pay(one_kpi, scenario(one_kpi, outlook=sure, effects={"revenue": 0.1}), 10)
    assert found.in_force.mean.tolist() == [7500.0, 7500.0]
    assert found.scenarios[0].mean == pytest.approx([3500 + 4000 * 1.35] * 2)


def test_both_rules_of_how_many_kpis_are_told(one_kpi, case_a):
    four = PayPlan(fixed=0, variable=1, items=[item(f"k{each}", 0.25) for each in range(4)], curve=CURVE)
    found = [simulate_pay(FLAT, scenario(each), 10).findings for each in (one_kpi, four, case_a)]
    assert [[(each.code, each.severity) for each in told] for told in found] == [
        [("PI120", "warning")], [("PI120", "tip")], [],
    ]  # fmt: skip
    assert "6–8" in found[0][0].message.zh
    assert "3–5" in found[0][0].message.zh


def test_a_month_without_a_figure_or_too_short_a_past_is_refused():
    good = np.full(24, 100.0)
    hole = good.copy()
    hole[20] = math.nan
    with pytest.raises(InputError, match="Only 3 months up to 2022-12"):
        pay_history(history_of({("revenue", "a"): hole}), ["revenue"])
    with pytest.raises(InputError, match="must be 12 or more"):
        pay_history(history_of({("revenue", "a"): good[:6]}), ["revenue"])
    with pytest.raises(UnknownNameError, match="Did you mean 'revenue'"):
        pay_history(history_of({("revenue", "a"): good}), ["revenu"])
    table = history_of({("revenue", "a"): good})
    with pytest.raises(InputError, match="must hold numbers"):
        pay_history(table.assign(value="100"), ["revenue"])
    with pytest.raises(InputError, match="until == '2025-13'"):
        pay_history(table, ["revenue"], until="2025-13")
    with pytest.raises(InputError, match="twice"):
        pay_history(pd.concat([table, table]), ["revenue"])


def test_a_past_before_all_kpis_were_measured_is_left_out():
    late = np.concatenate([np.full(10, np.nan), np.full(14, 5.0)])
    table = history_of({("revenue", "a"): np.full(24, 100.0), ("rate", "a"): late})
    assert len(pay_history(table, ["revenue", "rate"]).months) == 14


def other(tried, **changed):
    return tried.model_copy(update={"id": "other", **changed})


def wide(tried):
    return tried.model_copy(update={"entities": tuple(f"e{each}" for each in range(60))})


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda tried: simulate_pay(FLAT, tried, 0), "draws == 0"),
        (lambda tried: simulate_pay(FLAT, wide(tried), 1_000_000), "120,000,000 figures"),
        (lambda tried: simulate_pay(FLAT, tried, True), "draws == True"),
        (lambda tried: simulate_pay(FLAT, tried, 10, -1), "seed == -1"),
        (lambda tried: simulate_pay(FLAT, [tried, tried]), "'new' occurs twice"),
        (lambda tried: simulate_pay(FLAT, []), "0 scenarios"),
        (
            lambda tried: simulate_pay(FLAT, [tried, other(tried, months=2)]),
            "months of scenario 'other' must be that of",
        ),
        (lambda tried: simulate_pay(FLAT, [tried, other(tried, entities=("b",))]), "entities of scenario 'other'"),
        (lambda tried: simulate_pay("x", tried), "must be a PayPlan"),
        (lambda tried: simulate_pay(FLAT, tried.model_copy(update={"outlook": None})), "states no outlook"),
        (lambda tried: simulate_pay(FLAT, tried.model_copy(update={"entities": ()})), "names no entities"),
        (lambda tried: simulate_pay(PayPlan(fixed=1, commissions=[{"kpi": "x", "rate": 1}]), tried), "Unknown KPI 'x'"),
    ],
)
def test_a_simulation_that_can_not_be_says_why(one_kpi, call, why):
    with pytest.raises(InputError, match=why):
        call(scenario(one_kpi))


def test_impossible_correlations_are_refused():
    pairs = [("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)]
    together = [{"kpis": [one, two], "correlation": value} for one, two, value in pairs]
    plan = PayPlan(fixed=0, variable=1, items=[item(each, 1 / 3) for each in "abc"])
    outlook = {"levels": {each: {"mean": 1.0} for each in "abc"}, "together": together}
    with pytest.raises(InputError, match="can't hold all at once"):
        simulate_pay(FLAT, scenario(plan, outlook=outlook), 10)


def test_levels_cover_what_was_observed(past):
    plan = PayPlan(fixed=0, variable=1, items=[item("revenue", 1.0)])
    joint = history_joint(pay_history(past, plan.kpis), plan.kpis, PayScenario(id="x", plan=plan))
    assert joint.levels.shape == (1, 1, 6, LEVELS)
    assert (np.diff(joint.levels, axis=-1) >= 0).all()


def test_what_came_after_the_first_month_is_not_known_to_the_simulation(past):
    plan = PayPlan(fixed=0, variable=1, items=[item("revenue", 1.0)])
    tried = PayScenario(id="x", plan=plan, first="2025-01")
    whole, cut = pay_history(past, plan.kpis), pay_history(past, plan.kpis, until="2024-12")
    assert np.array_equal(history_joint(whole, plan.kpis, tried).levels, history_joint(cut, plan.kpis, tried).levels)
    with pytest.raises(InputError, match="Only 6 months of the history lie before 2021-07"):
        history_joint(whole, plan.kpis, tried.model_copy(update={"first": "2021-07"}))


def test_difficulty_is_settled_before_the_first_month(one_kpi):
    late = {"factors": {"a": 1.1}, "agreed": "2025-05-02"}
    plan = PayPlan.model_validate(one_kpi.model_dump() | {"difficulty": late})
    with pytest.raises(InputError, match="must be settled before 2025-05 begins"):
        simulate_pay(FLAT, scenario(plan, first="2025-05"), 10)
    assert simulate_pay(FLAT, scenario(plan, first="2025-06"), 10).draws == 10


def test_the_season_is_that_of_all_entities_whosever_pay_it_is(past):
    plan = PayPlan(fixed=0, variable=1, items=[item("revenue", 1.0)])
    history = pay_history(past, plan.kpis)
    whole = history_joint(history, plan.kpis, PayScenario(id="x", plan=plan, months=3))
    alone = history_joint(history, plan.kpis, PayScenario(id="x", plan=plan, months=3, entities=("s2",)))
    assert alone.expected[:, :, 0] == pytest.approx(whole.expected[:, :, 2])
    assert alone.last[0, 0] == whole.last[0, 2]
