"""What a gap costs the mother metric."""

import pandas as pd
import pytest

from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.model.kpi import Kpi


@pytest.fixture
def tree(kpi):
    revenue = Kpi(
        id="revenue", name="revenue", unit="money", direction="higher", mother=True, formula="orders * basket"
    )
    orders = Kpi(id="orders", name="orders", unit="count", direction="higher", formula="visits * rate")
    return [revenue, orders, kpi("visits"), kpi("rate"), kpi("basket"), kpi("mood")]


def figures(period, visits, rate, basket, entity="a"):
    values = {"visits": visits, "rate": rate, "basket": basket, "mood": 4, "orders": visits * rate}
    values["revenue"] = values["orders"] * basket
    return [{"kpi": key, "entity": entity, "period": period, "value": each} for key, each in values.items()]


def test_the_effect_runs_up_the_tree_with_all_else_as_it_is(tree, observations):
    rows = [*figures("2024-01", 1000, 0.2, 50), *figures("2024-02", 900, 0.25, 50)]
    gaps = compare(observations(rows), tree, "2024-02").of("previous").set_index("kpi")
    assert gaps.loc["revenue", "stake"] == pytest.approx(900 * 0.25 * 50 - 10000)
    assert gaps.loc["visits", "stake"] == pytest.approx(-100 * 0.25 * 50)
    assert gaps.loc["rate", "stake"] == pytest.approx(900 * 0.05 * 50)
    assert gaps.loc["orders", "stake"] == pytest.approx((225 - 200) * 50)
    assert gaps.loc["basket", "stake"] == 0
    assert pd.isna(gaps.loc["mood", "stake"])
    assert gaps["mother"].to_dict() == {**dict.fromkeys(("revenue", "orders", "visits", "rate", "basket"), "revenue"),
                                        "mood": ""}  # fmt: skip


def test_what_costs_the_mother_metric_most_comes_first_whatever_its_relative_size(tree, observations):
    big = [*figures("2024-01", 10000, 0.2, 50, "big"), *figures("2024-02", 9500, 0.2, 50, "big")]
    small = [*figures("2024-01", 100, 0.2, 50, "small"), *figures("2024-02", 50, 0.2, 50, "small")]
    gaps = compare(observations([*small, *big]), tree, "2024-02").of("previous")
    visits = gaps[gaps["kpi"] == "visits"]
    assert visits["entity"].tolist() == ["big", "small"]
    assert visits["relative"].tolist() == pytest.approx([-0.05, -0.5])


def test_a_tree_in_a_circle_ends(kpi, observations):
    one = Kpi(id="one", name="one", unit="number", direction="higher", mother=True, formula="two * 2")
    two = Kpi(id="two", name="two", unit="number", direction="higher", formula="one * 3")
    rows = [{"kpi": key, "entity": "a", "period": "2024-01", "value": 1, "target": 2} for key in ("one", "two")]
    assert len(compare(observations(rows), [one, two], "2024-01").of("target")) == 2


def test_every_way_up_the_tree_counts(kpi, observations):
    def formula(key, text, **more):
        return Kpi(id=key, name=key, unit="money", direction="higher", formula=text, **more)

    tree = [formula("profit", "revenue - cost", mother=True), formula("revenue", "traffic * 10"),
            formula("cost", "traffic * 8"), kpi("traffic")]  # fmt: skip
    rows = [
        {"kpi": key, "entity": "a", "period": period, "value": value * times}
        for period, value in (("2024-01", 100), ("2024-02", 150))
        for key, times in (("traffic", 1), ("revenue", 10), ("cost", 8), ("profit", 2))
    ]
    gaps = compare(observations(rows), tree, "2024-02").of("previous").set_index("kpi")
    assert gaps.loc["traffic", "stake"] == pytest.approx(100)
    assert gaps.loc["cost", "stake"] == pytest.approx(-400)


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_mother_metrics_the_topmost_is_told_whatever_the_dictionarys_order(kpi, observations, order):
    top = Kpi(id="top", name="top", unit="money", direction="higher", formula="low * 3", mother=True)
    low = Kpi(id="low", name="low", unit="money", direction="higher", formula="leaf * 1", mother=True)
    rows = [
        {"kpi": key, "entity": "a", "period": period, "value": value * times}
        for period, value in (("2024-01", 10), ("2024-02", 15))
        for key, times in (("leaf", 1), ("low", 1), ("top", 3))
    ]
    gaps = compare(observations(rows), [top, low, kpi("leaf")][::order], "2024-02").of("previous").set_index("kpi")
    assert gaps["mother"].eq("top").all()
    assert gaps["stake"].tolist() == pytest.approx([15, 15, 15])


def test_what_a_driver_costs_is_part_of_its_mothers_gap_and_stands_below_it(tree, observations):
    offset = [*figures("2024-01", 1000, 0.2, 50, "offset"), *figures("2024-02", 700, 0.2, 70, "offset")]
    plain = [*figures("2024-01", 1000, 0.2, 50, "plain"), *figures("2024-02", 900, 0.2, 50, "plain")]
    gaps = compare(observations([*offset, *plain]), tree, "2024-02").of("previous")
    against = gaps[gaps["favourable"].eq(False) & gaps["kpi"].isin(["revenue", "visits"])]
    assert against[["entity", "kpi"]].to_numpy().tolist() == [
        ["plain", "revenue"], ["plain", "visits"], ["offset", "revenue"], ["offset", "visits"],
    ]  # fmt: skip
    costs = gaps[(gaps["entity"] == "offset") & (gaps["kpi"] == "visits")]["stake"].item()
    assert costs == pytest.approx(-300 * 0.2 * 70)


def test_what_drivers_cost_keeps_its_size_where_the_mother_metric_is_short_of_nothing(tree, observations):
    rows = [*figures("2024-01", 1000, 0.2, 50), *figures("2024-02", 900, 0.2, 60)]
    gaps = compare(observations(rows), tree, "2024-02").of("previous")
    assert gaps["kpi"].iloc[0] in {"orders", "visits"}


def test_a_week_without_counterpart_names_no_reference_period(kpi, observations):
    rows = [
        {"kpi": "visits", "entity": "a", "period": each, "cycle": "week", "value": 1}
        for each in ("2020-W52", "2020-W53")
    ]
    gaps = compare(observations(rows), [kpi("visits")], "2020-W53").frame().set_index("comparison")
    assert gaps.loc["year_ago", "reference_period"] == ""
    assert gaps.loc["year_ago", "not_compared"] == "no_counterpart"
