"""The workbench is held to what was planted: the gap, the driver, the slice, the decoy."""

from functools import cache, cached_property

import numpy as np
import pytest

import diagnostics as dx
from diagnostics.data.demo import write_case
from diagnostics.data.demo.wellness_facts import FOCUS
from diagnostics.dictionary.linting import lint_engagement
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.loop.diagnose.slices.largest import largest
from diagnostics.loop.diagnose.slices.locate import locate

SEEDS = (1, 2, 20250630)
FORMULA = "traffic * conversion_rate * basket"


class Told:
    """A demo case as the workbench sees it."""

    def __init__(self, case, seed, folder):
        self.period = write_case(case, folder, seed=seed)
        self.engagement = dx.open_engagement(folder)
        self.observed = dx.observe(self.engagement, until=self.period)

    def values(self, kpi, level, period=None):
        rows = self.observed.of(kpi, level=level)
        return rows[rows["period"] == (period or self.period)].set_index("entity")["value"]

    @cached_property
    def gaps(self):
        return compare(
            self.observed, self.engagement.kpis, self.period,
            calendar=self.engagement.calendar, entities=self.engagement.entities,
        ).frame()  # fmt: skip

    def gap(self, kpi, entity, comparison):
        rows = self.gaps
        found = rows[(rows["kpi"] == kpi) & (rows["entity"] == entity) & (rows["comparison"] == comparison)]
        assert len(found) == 1
        return found.iloc[0]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Gives a case of a seed, written and observed once."""
    return cache(lambda case, seed: Told(case, seed, tmp_path_factory.mktemp(case) / case))


@pytest.fixture(params=SEEDS)
def case_a(request, told):
    return told("a", request.param)


@pytest.fixture(params=SEEDS)
def case_b(request, told):
    return told("b", request.param)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("case", ["a", "b"])
def test_neither_case_has_lint_errors(told, case, seed):
    engagement = told(case, seed).engagement
    assert [each.code for each in lint_engagement(engagement) if each.severity == "error"] == []


def test_case_a_revenue_is_its_formula_to_the_last_digit(case_a):
    for level in case_a.engagement.entities.levels:
        parts = [case_a.values(name, level) for name in ("traffic", "conversion_rate", "basket")]
        assert np.prod(parts, axis=0) == pytest.approx(case_a.values("revenue", level).to_numpy(), rel=1e-12)


def test_the_focus_shop_lies_behind_target_and_sisters(case_a):
    for kpi in ("revenue", "conversion_rate", "repurchase_rate"):
        for comparison in ("target", "peers"):
            row = case_a.gap(kpi, FOCUS, comparison)
            assert row["absolute"] < 0
            # Among sisters nobody is called worse for what chance does to so few cases.
            within = comparison == "peers" and row["outside_funnel"] is not None and not row["outside_funnel"]
            assert row["favourable"] is None if within else row["favourable"] is False


def test_the_low_repurchase_rate_is_the_largest_gap_of_its_kind(case_a):
    rates = case_a.values("repurchase_rate", "store")
    assert rates.idxmin() == FOCUS
    assert case_a.values("conversion_rate", "store").idxmin() == FOCUS


def test_against_its_sisters_conversion_explains_the_gap(case_a):
    names = ("traffic", "conversion_rate", "basket")
    focus = {name: case_a.values(name, "store")[FOCUS] for name in names}
    sisters = {name: case_a.values(name, "store").drop(FOCUS).mean() for name in names}
    parts = decompose(sisters, focus, formula=FORMULA).frame().set_index("factor")["contribution"]
    assert parts.idxmin() == "conversion_rate"
    assert parts["conversion_rate"] < 2 * parts["traffic"] < 0


def test_the_decoy_lies_in_every_shop_alike(case_a):
    rows = case_a.gaps
    fell = rows[(rows["kpi"] == "traffic") & (rows["level"] == "store") & (rows["comparison"] == "year_ago")]
    assert len(fell) == 12
    own = fell.set_index("entity")["relative"]
    assert (own < 0).sum() >= 10
    assert own.mean() == pytest.approx(-0.13, abs=0.08)
    assert own.drop(FOCUS).min() - 0.05 < own[FOCUS] < own.drop(FOCUS).max() + 0.05
    assert case_a.gap("revenue", FOCUS, "year_ago")["relative"] > own[FOCUS] + 0.05


def test_the_largest_slice_against_the_sisters_is_conversion_of_new_customers(case_a):
    by = ("channel", "service")
    seen = dx.observe(case_a.engagement, by=by, levels=["store"], periods=[case_a.period], kpis=["conversion_rate"])
    rows = seen.of("conversion_rate")
    keys = list(by)
    own = rows[rows["entity"] == FOCUS].set_index(keys)[["numerator", "denominator"]]
    sisters = rows[rows["entity"] != FOCUS].groupby(keys)[["numerator", "denominator"]].sum()
    leaves = own.join(sisters.add_suffix("_sisters")).reset_index()
    found = locate(
        leaves, by, actual=("numerator", "denominator"), expected=("numerator_sisters", "denominator_sisters")
    ).frame()
    first = found.iloc[0]
    assert first["channel"] == "new"
    assert first["service"] is None or first["service"] != first["service"]
    assert first["contribution"] < 0
    assert first["share"] > 0.7


def test_case_b_scores_shine_while_profit_falls(case_b):
    scores = case_b.observed.of("score", level="department")
    assert len(scores) == 8 * 48
    assert scores["value"].min() >= 90
    assert (scores["value"] >= scores["target"]).all()
    profit = case_b.observed.of("profit", level="company")
    yearly = profit.groupby(profit["start"].dt.year)["value"].sum()
    assert yearly[2024] < 0.93 * yearly[2023] < 0.93 * 0.97 * yearly[2022]


def test_case_b_profit_is_its_formula(case_b):
    parts = {name: case_b.values(name, "company") for name in ("sales", "material_cost", "other_cost")}
    assert (parts["sales"] - parts["material_cost"] - parts["other_cost"]).tolist() == case_b.values(
        "profit", "company"
    ).tolist()


def test_case_b_the_largest_slice_of_the_scrap_is_the_new_material_on_two_lines(case_b):
    by = ("line", "material")
    rows = dx.observe(case_b.engagement, by=by, levels=["company"], kpis=["scrap_rate"]).of("scrap_rate")
    year = rows["start"].dt.year
    sums = rows.groupby([year, *by])[["numerator", "denominator"]].sum()
    before, after = sums.loc[2022].add_suffix("_before"), sums.loc[2024].add_suffix("_after")
    leaves = before.join(after, how="outer").reset_index()
    found = largest(leaves, by, ("numerator_after", "denominator_after"), ("numerator_before", "denominator_before"))
    first = found.iloc[0]
    assert first["material"] == "M2"
    assert first["contribution"] > 0
    lines = found[found["line"].notna() & found["material"].isna()].set_index("line")["contribution"]
    assert set(lines.nlargest(2).index) == {"line_2", "line_4"}


def test_case_b_the_two_lines_lie_behind_the_others(case_b):
    for line in ("line_2", "line_4"):
        row = case_b.gap("scrap_rate", line, "peers")
        assert row["absolute"] > 0
