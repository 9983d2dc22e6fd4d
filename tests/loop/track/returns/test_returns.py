"""Costs and benefits of measures, held against figures computed by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.track.returns.returns import accounts
from diagnostics.loop.track.returns.worth import Worth
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar
from diagnostics.model.return_stage import Amount, Stage, summed
from diagnostics.model.returns import Returns


def kpi(key, unit="money", measure="sum(x)", direction="higher", **other):
    return Kpi(id=key, name=key, unit=unit, direction=direction, source="s", measure=measure, **other)


KPIS = {
    each.id: each
    for each in (
        kpi("profit", measure=None, formula="revenue - waste", mother=True),
        kpi("revenue", formula="traffic * conversion * basket"),
        kpi("waste", direction="lower"),
        kpi("traffic", "count"),
        kpi("conversion", "share", "sum(x) / sum(y)"),
        kpi("basket", measure="sum(x) / sum(y)"),
        kpi("mood", "score", "mean(x)"),
        kpi("stock", measure="last(x)"),
    )
}
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
FIGURES = {"profit": 19_000.0, "revenue": 20_000.0, "waste": 1000.0, "traffic": 1000.0, "conversion": 0.2, "basket": 100.0, "mood": 3.0, "stock": 500.0}  # fmt: skip
CALENDAR = Calendar()


def worth(kpis=KPIS, **figures):
    """Two shops with the same figures in each of 24 months, some of them changed."""
    rows = [
        {"kpi": key, "entity": entity, "period": month, "start": f"{month}-01", "cycle": "month", "value": value}
        for key, value in {**FIGURES, **figures}.items()
        for entity in ("a", "b")
        for month in MONTHS
        if key in kpis
    ]
    return Worth(kpis, pd.DataFrame(rows))


def measure(key="m", **fields):
    account = {"planned": fields.get("cost", 6000.0), "forecast": None, "spent": 4000.0, "spent_after_end": False, "approvals": []}  # fmt: skip
    return {
        "id": key, "title": {"zh": f"措施{key}", "en": key}, "dimension": "process", "kpi": "conversion", "entities": ["a"],
        "entities_withheld": 0, "state": "started", "started": "2025-01-01", "planned_start": "2025-01-01", "owner": "li",
        "trial": {"from": "2025-01-01", "to": "2025-12-31"}, "decision": "2026-01-31", "expected": {"absolute": 0.02},
        "account": {**account, **fields.pop("account", {})}, **fields,
    }  # fmt: skip


def effect(key="m", verdict="worked", figures=(0.01, 0.004, 0.016), **other):
    named = dict(zip(("effect", "low", "high"), figures, strict=True))
    return {"intervention": key, "verdict": verdict, "start": "2025-01", "periods_after": 6, "together_with": [], **named, **other}  # fmt: skip


def one(record=None, estimate=None, at=None):
    effects = () if estimate == () else (estimate or effect(),)
    (found,) = accounts([record or measure()], effects, at or worth(), CALENDAR)
    return found


def test_a_conversion_rate_is_worth_traffic_times_basket_in_every_month():
    # By hand: 0.01 of 1,000 visits at 100 yuan is 1,000 yuan a month, 6,000 in six; so 2,400 to 9,600. Of the year:
    # 12,000. Expected: 0.02, 2,000 a month, 24,000 in twelve. Spent 4,000: (6,000 - 4,000) / 4,000 = 0.5, -0.4 to 1.4.
    found = one()
    assert (found.metric, found.cycle, found.periods, found.planned_periods) == ("profit", "month", 6, 12)
    assert found.actual.benefit == Amount(6000.0, 2400.0, 9600.0)
    assert found.per_period == Amount(1000.0, 400.0, 1600.0)
    assert found.forecast.benefit == Amount(12_000.0, 4800.0, 19_200.0)
    assert found.target.benefit == Amount(24_000.0, 24_000.0, 24_000.0)
    assert found.actual.roi == Amount(0.5, -0.4, 1.4)
    assert found.target.roi == Amount(3.0, 3.0, 3.0)
    assert found.payback == Amount(4.0, 2.5, 10.0)
    assert (found.forecast.cost, found.why, found.standing) == (6000.0, "", "unconfirmed")


def test_waste_that_falls_is_a_benefit_and_one_that_rises_is_none():
    fewer = one(measure(kpi="waste"), effect(figures=(-100.0, -150.0, -50.0)))
    assert fewer.actual.benefit == Amount(600.0, 300.0, 900.0)
    more = one(measure(kpi="waste"), effect(verdict="worse", figures=(100.0, 50.0, 150.0)))
    assert more.actual.benefit == Amount(-600.0, -900.0, -300.0)
    assert (more.payback, more.actual.roi) == (None, Amount(-1.15, -1.225, -1.075))


def test_every_entity_and_month_counts_and_a_relative_promise_is_one_of_the_year_before():
    found = one(
        measure(kpi="revenue", entities=["a", "b"], expected={"relative": 0.1}), effect(figures=(10.0, 5.0, 15.0))
    )
    assert found.actual.benefit == Amount(120.0, 60.0, 180.0)
    assert found.target.benefit == Amount(48_000.0, 48_000.0, 48_000.0)


@pytest.mark.parametrize(
    ("fields", "estimate", "why"),
    [
        ({}, effect(verdict="no_evidence"), "no_evidence"),
        ({}, effect(verdict="insufficient"), "not_yet"),
        ({}, (), "not_started"),
        ({"kpi": "mood"}, effect(), "not_money"),
        ({"kpi": "stock"}, effect(), "not_money"),
        ({"entities": []}, effect(), "people"),
        ({}, effect(figures=(0.01, None, None)), "no_figures"),
    ],
)
def test_what_is_not_clear_or_no_money_counts_for_nothing(fields, estimate, why):
    found = one(measure(**fields), estimate)
    assert (found.why, found.actual.benefit, found.forecast.benefit, found.actual.roi, found.standing) == (why, None, None, None, "none")  # fmt: skip
    assert found.actual.cost == 4000.0


def test_a_month_without_a_figure_that_is_needed_leaves_the_whole_uncounted():
    at = worth()
    rows = at.observed
    gone = (rows["kpi"] == "basket") & (rows["period"] == "2025-03")
    assert one(at=Worth(KPIS, rows[~gone])).why == "no_figures"


def test_weeks_by_which_a_daily_figure_was_estimated_are_counted_in_days():
    # 60 days at +10 a day are 600, whether the estimate took them by day or by nine weeks.
    days = [str(each.date()) for each in pd.date_range("2024-12-01", periods=91)]
    rows = [{"kpi": "revenue", "entity": "a", "period": each, "start": each, "cycle": "day", "value": 100.0} for each in days]  # fmt: skip
    told = effect(figures=(10.0, 5.0, 15.0), start="2025-01-01", periods_after=9, figures_after=60)
    found = one(measure(kpi="revenue"), told, Worth({"revenue": kpi("revenue")}, pd.DataFrame(rows)))
    assert (found.periods, found.cycle, found.actual.benefit) == (60, "day", Amount(600.0, 300.0, 900.0))


def test_a_place_without_a_figure_of_its_own_in_a_month_has_no_benefit_in_it():
    alone = {"revenue": kpi("revenue")}
    at, both = worth(alone), measure(kpi="revenue", entities=["a", "b"])
    gone = (at.observed["entity"] == "b") & (at.observed["period"] == "2025-03")
    found = [one(both, effect(figures=(10.0, 5.0, 15.0)), each) for each in (at, Worth(alone, at.observed[~gone]))]
    assert [(each.metric, each.why) for each in found] == [("revenue", ""), ("revenue", "no_figures")]
    assert found[0].actual.benefit == Amount(120.0, 60.0, 180.0)


@pytest.mark.parametrize(
    ("account", "roi", "payback"),
    [
        ({"spent": None}, None, Amount(6.0, 3.75, 15.0)),
        ({"spent": 0.0}, None, Amount(0.0, 0.0, 0.0)),
        ({"spent": None, "planned": None}, None, None),
    ],
)
def test_no_cost_is_not_a_cost_of_nothing(account, roi, payback):
    found = one(measure(account=account))
    assert (found.actual.roi, found.payback) == (roi, payback)


def test_a_stopped_measure_foresees_no_more_than_came_and_forecasts_never_fall_below_what_was_spent():
    stopped = one(measure(state="stopped", account={"spent_after_end": True}))
    assert (stopped.forecast.benefit, stopped.forecast.cost, stopped.after_end) == (
        stopped.actual.benefit,
        4000.0,
        True,
    )
    # 4,000 at 1,000 a month, of 400 to 1,600: after ten months at the latest, and it was stopped after six.
    assert (one().payback, stopped.payback) == (Amount(4.0, 2.5, 10.0), None)
    assert one(measure(state="stopped", account={"spent": 2000.0})).payback == Amount(2.0, 1.25, 5.0)
    assert one(measure(account={"forecast": 1000.0})).forecast.cost == 4000.0
    assert one(measure(account={"forecast": 9000.0})).forecast.cost == 9000.0
    assert one(measure(trial=None, decision=None)).forecast.benefit is None


def test_measures_that_share_an_effect_are_counted_once_and_as_little_as_any_of_them():
    records = [measure("a"), measure("b", dimension="culture"), measure("c"), measure("x", external=True)]
    effects = [effect("a", figures=(0.02, 0.01, 0.03), together_with=["b", "x"]), effect("b"), effect("c")]
    pair, alone = accounts(records, effects, worth(), CALENDAR)
    assert (pair.measures, pair.dimension, alone.measures) == (("a", "b"), "mixed", ("c",))
    assert (pair.actual.benefit, pair.actual.cost) == (Amount(6000.0, 2400.0, 9600.0), 8000.0)
    assert pair.target.benefit == Amount(48_000.0, 48_000.0, 48_000.0)
    found = Returns("2025-06", "CNY", (pair, alone))
    assert found.total["actual"] == Stage(12_000.0, Amount(12_000.0, 4800.0, 19_200.0))


def test_a_confirmation_holds_for_the_figures_it_was_given_for():
    plain = one()
    said = {"by": "boss", "name": "陈总", "at": "2025-07-01", "amount": 6000.0, "period": "2025-06", "hash": plain.hash, "own": False}  # fmt: skip
    assert one(measure(account={"approvals": [said]})).standing == "confirmed"
    assert one(measure(account={"approvals": [said]}), effect(figures=(0.011, 0.004, 0.016))).standing == "outdated"
    assert one(measure(account={"approvals": [said], "spent": 1.0})).standing == "confirmed"


@pytest.mark.parametrize(("who", "own"), [("boss", False), ("li", True), ("wu", True)])
def test_nobody_confirms_the_benefit_of_an_account_that_one_of_their_measures_stands_in(who, own):
    said = {"by": who, "name": who, "at": "2025-07-01", "amount": 1.0, "period": "2025-06", "hash": "", "own": who == "li"}  # fmt: skip
    records = [measure("a", account={"approvals": [said]}), measure("b", owner="wu")]
    (found,) = accounts(records, [effect("a", together_with=["b"]), effect("b")], worth(), CALENDAR)
    assert [each["own"] for each in found.approvals] == [own]


SUMS = st.floats(-1e7, 1e7).map(lambda each: round(each, 2))


@given(
    st.lists(
        st.tuples(st.sampled_from(["skills", "process", "culture"]), SUMS, st.none() | SUMS), min_size=1, max_size=9
    )
)
def test_measures_and_dimensions_add_up_to_the_total(said):
    base = one()
    found = Returns(
        "2025-06", "CNY",
        tuple(
            base.__class__(**{
                **{name: getattr(base, name) for name in base.__dataclass_fields__}, "dimension": dimension,
                "actual": Stage(cost, None if benefit is None else Amount.of(benefit, benefit - 1, benefit + 2)),
            })
            for dimension, cost, benefit in said
        ),
    )  # fmt: skip
    total, parts = found.total["actual"], [each["actual"] for each in found.dimensions.values()]
    assert summed(parts) == total
    assert total.cost == pytest.approx(math.fsum(cost for _, cost, _ in said), abs=0.005)
    known = [benefit for *_, benefit in said if benefit is not None]
    assert (total.benefit is None) is (not known)
    assert total.benefit is None or math.isclose(total.benefit.amount, math.fsum(known), abs_tol=0.005)


def test_the_hand_off_and_the_frame_tell_the_same():
    found = Returns("2025-06", "CNY", (one(), one(measure(kpi="mood"))))
    record = found.record()
    assert [each["benefit"]["why"] for each in record["accounts"]] == found.frame()["why"].tolist() == ["", "not_money"]
    assert record["accounts"][0]["actual"]["roi"]["amount"] == 0.5
    assert (found.summary("zh"), found.summary("en")) == ("2 项账目，其中 1 项的收益可以计入。", "2 accounts, 1 with a benefit that counts.")  # fmt: skip
