"""What a plan pays: Case A to the cent, monotone, capped, scaled, never from figures that are not there."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.pay.curve import paid_share
from diagnostics.loop.intervene.pay.curve_table import curve_table
from diagnostics.loop.intervene.pay.payout import Whose, payout
from diagnostics.model.pay_curve import PayCurve
from diagnostics.model.pay_plan import PayPlan
from tests.loop.intervene.pay.conftest import CASE_A, CURVE, item

AT_TARGET = {kpi: target for kpi, (_, _, target) in CASE_A.items()}


def test_case_a_pays_exactly_7500_at_the_balance_point(case_a):
    paid = payout(case_a, AT_TARGET)
    assert float(paid.total) == 7500.0
    assert (float(paid.fixed), float(paid.variable)) == (3500.0, 4000.0)
    assert paid.frame()["total"].tolist() == [7500.0]


def test_below_the_start_of_pay_the_fixed_pay_is_left(case_a):
    worst = {kpi: 0.5 * target if way == "higher" else 2 * target for kpi, (_, way, target) in CASE_A.items()}
    assert float(payout(case_a, worst).total) == 3500.0


def test_tiers_pay_what_they_say(one_kpi):
    results = {70: 0.4, 90: 0.8, 100: 1.0, 110: 1.35, 120: 1.35}
    for figure, share in results.items():
        assert float(payout(one_kpi, {"revenue": figure}).total) == pytest.approx(3500 + 4000 * share, abs=1e-9)
    assert float(payout(one_kpi, {"revenue": 69.99}).total) == 3500.0
    assert float(payout(one_kpi, {"revenue": 80}).total) == pytest.approx(3500 + 4000 * 0.6)


def test_steps_hold_until_the_next_tier():
    curve = PayCurve(**CURVE, between="steps")
    assert paid_share(curve, [0.69, 0.7, 0.89, 0.9, 0.999, 1.0, 1.09, 1.1, 3]).tolist() == [
        0, 0.4, 0.4, 0.8, 0.8, 1.0, 1.0, 1.35, 1.35,
    ]  # fmt: skip


def test_a_cap_holds_whatever_the_tiers_say():
    curve = PayCurve(above=[{"at": 2.0, "pay": 3.0}], cap=1.5)
    assert paid_share(curve, [1.0, 1.2, 1.9]).tolist() == [1.0, 1.4, 1.5]


figures = st.lists(st.floats(0.0, 2.0), min_size=7, max_size=7)
between = st.sampled_from(["linear", "steps"])
curve_on = st.sampled_from(["total", "items"])
links = st.sampled_from(
    [
        {},
        {"personal": 0.6, "department": 0.3, "company": 0.1},
        {"method": "product", "personal": 1.0, "department": 1.0, "company": 1.0},
    ]
)


@given(figures, st.integers(0, 6), st.floats(0.0, 1.0), between, curve_on, links)
def test_no_kpi_that_gets_better_lowers_anybodys_pay(shares, which, more, shape, where, joined):
    items = [item(kpi, *told) for kpi, told in CASE_A.items()]
    plan = PayPlan(
        fixed=3500, variable=4000, items=items, curve={**CURVE, "between": shape}, curve_on=where, links=joined
    )
    own = {kpi: share * target for share, (kpi, (_, _, target)) in zip(shares, CASE_A.items(), strict=True)}
    both = {kpi: np.array([value, AT_TARGET[kpi]]) for kpi, value in own.items()}
    kpi = list(CASE_A)[which]
    sign = 1 if CASE_A[kpi][1] == "higher" else -1
    better = both | {kpi: both[kpi] + np.array([sign * more * CASE_A[kpi][2], 0.0])}
    before, after = (payout(plan, each, whose=("a", "b")).total for each in (both, better))
    assert (after >= before - 1e-9).all()


@given(figures, st.floats(0.01, 100.0))
def test_pay_scales_with_the_currency_and_not_with_the_kpis_unit(shares, scale):
    items = [item(kpi, *told) for kpi, told in CASE_A.items()]
    values = {kpi: share * told[2] for share, (kpi, told) in zip(shares, CASE_A.items(), strict=True)}
    plain = payout(PayPlan(fixed=3500, variable=4000, items=items, curve=CURVE), values).total
    dearer = payout(PayPlan(fixed=3500 * scale, variable=4000 * scale, items=items, curve=CURVE), values).total
    assert float(dearer) == pytest.approx(float(plain) * scale, rel=1e-9)
    finer = [item(kpi, weight, way, target * 8) for kpi, (weight, way, target) in CASE_A.items()]
    same = payout(PayPlan(fixed=3500, variable=4000, items=finer, curve=CURVE), {k: 8 * v for k, v in values.items()})
    assert float(same.total) == float(plain)


@given(figures, st.floats(0.0, 9000.0), st.floats(0.0, 9000.0))
def test_nobody_falls_below_minimum_wage_or_guarantee(shares, wage, guarantee):
    items = [item(kpi, *told) for kpi, told in CASE_A.items()]
    plan = PayPlan(fixed=1000, variable=4000, items=items, curve={**CURVE, "cap": 1.2})
    values = {kpi: share * told[2] for share, (kpi, told) in zip(shares, CASE_A.items(), strict=True)}
    paid = payout(plan, values, minimum_wage=wage, at_least=guarantee)
    assert float(paid.total) >= max(wage, guarantee) - 1e-9
    assert 1000 <= float(paid.total) <= max(1000 + 4000 * 1.2, wage, guarantee) + 1e-9


def test_equal_results_of_person_department_and_company_reproduce_the_base(one_kpi):
    for joined in (
        {"personal": 0.5, "department": 0.3, "company": 0.2},
        {"method": "product", "personal": 1, "department": 1, "company": 1},
    ):
        plan = one_kpi.model_copy(update={"links": PayPlan(fixed=0, links=joined).links})
        assert payout(plan, {"revenue": np.array([100.0, 100.0])}, whose=("a", "b")).total.tolist() == [7500, 7500]


def test_departments_results_come_from_their_members_or_as_settled(one_kpi):
    links = PayPlan(fixed=0, links={"personal": 0.5, "department": 0.5}).links
    plan = one_kpi.model_copy(update={"links": links})
    who, values = ("a", "b", "c"), {"revenue": np.array([100.0, 80.0, 120.0])}
    found = payout(plan, values, whose=Whose(who, {"a": "x", "b": "x", "c": "y"}))
    assert found.result.tolist() == pytest.approx([0.95, 0.85, 1.2])
    settled = payout(plan, values, whose=Whose(who, department=1.0))
    assert settled.result.tolist() == pytest.approx([1.0, 0.9, 1.1])


def test_mean_neutral_difficulty_costs_nothing_at_equal_results(one_kpi):
    hard = {"factors": {"a": 1.2, "b": 0.9}, "agreed": "2025-01-01"}
    plan = PayPlan.model_validate(one_kpi.model_dump() | {"difficulty": hard})
    result = payout(plan, {"revenue": 100.0}, whose=("a", "b", "c")).result
    assert result.mean() == pytest.approx(1.0)
    assert result[0] / result[2] == pytest.approx(1.2)


def test_fixed_pay_and_commissions_of_a_plan_in_force():
    plan = PayPlan(fixed=4000, fixed_of={"a": 5600}, commissions=[{"kpi": "revenue", "rate": 0.008, "above": 1000}])
    paid = payout(plan, {"revenue": np.array([251_000.0, 500.0])}, whose=("a", "b"))
    assert paid.total.tolist() == [7600.0, 4000.0]


def test_full_results_are_paid_in_full_though_thirds_sum_to_a_hair_less():
    items = [item(kpi, 1 / 3) for kpi in ("a", "b", "c")]
    plan = PayPlan(fixed=0, variable=3000, items=items, curve=CURVE | {"between": "steps"})
    assert float(payout(plan, {"a": 100, "b": 100, "c": 100}).total) == 3000.0


@pytest.mark.parametrize("figure", [math.nan, math.inf])
def test_no_pay_follows_from_a_figure_that_is_not_there(one_kpi, figure):
    with pytest.raises(InputError, match="revenue of 'b' is missing or infinite"):
        payout(one_kpi, {"revenue": [1.0, figure]}, whose=("a", "b"))


def test_an_unknown_kpi_is_refused_with_the_nearest(one_kpi):
    with pytest.raises(UnknownNameError, match="Unknown KPI 'revenue'.*Did you mean 'revenues'"):
        payout(one_kpi, {"revenues": 1.0})


def test_figures_and_entities_of_different_number_are_refused(one_kpi):
    with pytest.raises(InputError, match="3 figures for 2 entities"):
        payout(one_kpi, {"revenue": [1.0, 2.0, 3.0]}, whose=("a", "b"))


def test_an_item_without_any_target_is_refused():
    plan = PayPlan(fixed=0, variable=1, items=[{"kpi": "revenue", "weight": 1}])
    with pytest.raises(InputError, match="'revenue' of the pay plan has no target"):
        payout(plan, {"revenue": 1.0})


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"fixed": -1}, "fixed == -1 .* greater than or equal to 0"),
        ({"fixed": math.nan}, "fixed == nan"),
        ({"fixed": 1, "variable": -5}, "variable == -5"),
        ({"fixed": 1, "variable": 5}, "without items"),
        ({"fixed": 1, "variable": 5, "items": [item("a", 0.5)]}, "sum to 0.5, must sum to 1"),
        ({"fixed": 1, "items": [item("a", 0.5), item("a", 0.5)]}, "'a' occurs twice"),
        ({"fixed": 1, "curve": {"base": {"at": 0.9, "pay": 1.2}}}, "the curve falls"),
        ({"fixed": 1, "curve": {"above": [{"at": 1.2, "pay": 0.9}]}}, "the curve falls"),
        ({"fixed": 1, "curve": {"above": [{"at": 0.9, "pay": 1.9}]}}, "tiers must rise"),
        ({"fixed": 1, "curve": {"cap": 0.9}}, "cap == 0.9, must be at least 1"),
        ({"fixed": 1, "links": {"personal": 0.5}}, "sum to 0.5, must sum to 1"),
        ({"fixed": 1, "links": {"personal": 0, "company": 1}}, "personal == 0"),
        ({"fixed": 1, "difficulty": {"factors": {"a": 1.3}, "agreed": "2025-01-01"}}, "1.3, must be in"),
    ],
)
def test_a_plan_that_can_not_be_says_why(wrong, why):
    with pytest.raises(InputError, match=why):
        PayPlan(**wrong)


@pytest.mark.parametrize("figure", ["100", True, [100, "x"]])
def test_a_text_or_a_truth_value_is_no_figure(one_kpi, figure):
    with pytest.raises(InputError, match="must be a number"):
        payout(one_kpi, {"revenue": figure})


@pytest.mark.parametrize("wage", [-1.0, math.nan, "2000"])
def test_a_minimum_wage_is_a_sum_of_money(one_kpi, wage):
    with pytest.raises(InputError, match="minimum_wage == "):
        payout(one_kpi, {"revenue": 100.0}, minimum_wage=wage)


def test_the_table_to_agree_on_has_every_tier(case_a):
    table = curve_table(case_a)
    assert dict(zip(table["result"], table["tier"], strict=True)) == {
        0.6: "", 0.7: "start", 0.8: "", 0.9: "base", 1.0: "balance", 1.1: "above", 1.2: "",
    }  # fmt: skip
    assert table["pay"].tolist() == [3500, 5100, 5900, 6700, 7500, 8900, 8900]


@pytest.mark.parametrize(
    "settled", [{"company": math.nan}, {"company": -0.5}, {"company": "1"}, {"department": [1, -1]}]
)
@pytest.mark.parametrize("where", ["total", "items"])
def test_results_of_department_and_company_are_results(one_kpi, settled, where):
    links = {"personal": 0.5, **dict.fromkeys(settled, 0.5)}
    plan = PayPlan.model_validate(one_kpi.model_dump() | {"links": links, "curve_on": where})
    with pytest.raises(InputError, match="must be (results of at least 0|a number)"):
        payout(plan, {"revenue": np.array([100.0, 90.0])}, whose=Whose(("a", "b"), **settled))


@pytest.mark.parametrize("about", [{"at_least": [1.0, 2.0, 3.0]}, {"whose": Whose(("a", "b"), department=[1.0, 1, 1])}])
def test_what_stands_beside_figures_is_of_their_number(one_kpi, about):
    plan = PayPlan.model_validate(one_kpi.model_dump() | {"links": {"personal": 0.5, "department": 0.5}})
    with pytest.raises(InputError, match="shapes that don't stand beside each other"):
        payout(plan, {"revenue": [100.0, 90.0]}, **{"whose": ("a", "b")} | about)


@pytest.mark.parametrize(
    "own", [{"fixed_of": {"a": 5600}}, {"difficulty": {"factors": {"a": 0.8}, "agreed": "2025-01-01"}}]
)
def test_what_holds_for_some_needs_to_know_whose_figures_these_are(one_kpi, own):
    plan = PayPlan.model_validate(one_kpi.model_dump() | own)
    with pytest.raises(InputError, match=f"has '{next(iter(own))}' by entity; say in 'whose'"):
        payout(plan, {"revenue": 100.0})
    assert payout(plan, {"revenue": 100.0}, whose=("a",)).total.shape == (1,)
    with pytest.raises(InputError, match="must be a sequence of entities"):
        payout(plan, {"revenue": 100.0}, whose="a")


def test_a_plan_of_fixed_pay_alone_has_a_row_for_everyone():
    assert payout(PayPlan(fixed=4000), {}, whose=("a", "b")).frame()["total"].tolist() == [4000.0, 4000.0]


def test_figures_below_zero_pay_nothing_or_are_refused():
    higher = PayPlan(
        fixed=3500, variable=4000, items=[item("revenue", 1.0)], commissions=[{"kpi": "revenue", "rate": 1}]
    )
    assert float(payout(higher, {"revenue": -5}).total) == 3500.0
    lower = PayPlan(fixed=3500, variable=4000, items=[item("complaints", 1.0, "lower")])
    with pytest.raises(InputError, match="complaints == -5, must be at least 0"):
        payout(lower, {"complaints": [3, -5]})


@pytest.mark.parametrize("target", [0, -5, {"a": 100, "b": -5}])
def test_a_target_of_nothing_is_refused_where_the_plan_is_read(target):
    with pytest.raises(InputError, match=r"target of 'revenue'.* must be above 0 for rule 'ratio'"):
        PayPlan(fixed=3500, variable=4000, items=[item("revenue", 1.0, target=target)])
