"""What is averaged, what is a balance, which way is better and by which cycle: proposed, and asked."""

import pandas as pd
import pytest

from diagnostics.run.proposal.columns import Columns
from diagnostics.run.proposal.cycle import propose_cycle
from diagnostics.run.proposal.kpis import propose_kpis
from diagnostics.run.proposal.meaning import direction_of, manner_of


@pytest.mark.parametrize(
    "name",
    ["单价(元/件)", "人均产值(万元/人)", "客单价", "Unit Price", "unit_cost", "毛利率", "增长(pp)", "完成率%", "价格指数", "气温(℃)", "满意度",
     "Sales per visit", "日均客流", "CPI", "Temperature", "UnitPrice", "销售额/人", "周转天数", "share of sales", "汇率", "每平米销售额"],
)  # fmt: skip
def test_what_has_no_sum_is_averaged(name):
    assert manner_of(name) == "mean"


@pytest.mark.parametrize(
    "name", ["期末库存", "库存金额(万元)", "员工人数", "Inventory", "贷款余额", "no_of_workers", "在职人数"]
)
def test_a_balance_is_the_last_of_its_period(name):
    assert manner_of(name) == "last"


@pytest.mark.parametrize(
    "name",
    [
        "销售额(万元)",
        "Operation cost",
        "折扣金额",
        "停机时长(千小时)",
        "销售额/万元",
        "产量/吨",
        "评分人次",
        "金额(含税/不含税)",
        "total price",
    ],
)
def test_amounts_and_counts_are_added_up(name):
    assert manner_of(name) == "sum"


@pytest.mark.parametrize("name", ["duration", "smv", "甲", "corporate", "operation"])
def test_a_name_that_tells_nothing_is_said_to_tell_nothing(name):
    assert (manner_of(name), direction_of(name)) == (None, None)


@pytest.mark.parametrize(
    ("name", "way"),
    [("投诉量", "lower"), ("差错率", "lower"), ("成本", "lower"), ("Unemployment", "lower"), ("cost savings", None),
     ("投诉解决率", None), ("客流", "higher"), ("Fuel_Price", None), ("glossary", None)],
)  # fmt: skip
def test_the_way_that_is_better_follows_the_name(name, way):
    assert direction_of(name) == way


def proposed(**figures):
    table = pd.DataFrame({"日期": pd.to_datetime(["2025-01-01", "2025-01-02"]), **figures})
    found = Columns("日期", None, (), None, None, tuple(figures), (), "", ())
    entries, doubts = propose_kpis(table, found, "month")
    return {each["name"]: (each["measure"], each["unit"]) for each in entries}, " ".join(doubts)


def test_every_figure_is_asked_about_by_what_is_done_with_it():
    measures, told = proposed(客单价=[80.0, 90.0], 销售额=[1.5, 2.0], 库存=[3, 4], 甲=[1, 2], 乙=[0.1, -0.2])
    assert measures == {
        "销售额": ('sum("销售额")', "money"),
        "客单价": ('mean("客单价")', "number"),
        "库存": ('last("库存")', "count"),
        "甲": ('sum("甲")', "count"),
        "乙": ('mean("乙")', "number"),
    }
    assert "'客单价', '乙': figures per unit, rates" in told
    assert "'库存': balances" in told
    assert "'销售额': added up over facts" in told
    assert "'甲': nothing in the name tells" in told
    assert "Nothing tells which way is better for '库存', '甲', '乙'" in told


def test_the_mother_metric_is_a_result_before_a_rate_of_it():
    measures, _ = proposed(销售额增长率=[0.1, 0.2], 投诉=[1, 2], 销售额=[1, 2])
    assert list(measures) == ["销售额", "销售额增长率", "投诉"]


@pytest.mark.parametrize(
    ("days", "cycle", "told"),
    [
        (["2025-01-03", "2025-01-10", "2025-01-17", "2025-01-31"], "week", "7 apart and are Fridays"),
        (["2025-01-03", "2025-01-04", "2025-01-10", "2025-01-17"], "month", "1 to 7 days apart"),
        (["2025-01-01", "2025-01-15", "2025-01-29"], "month", "14 days apart"),
        (["2025-01-31", "2025-02-28", "2025-03-31"], "month", "at least 28 apart"),
        (["2024-03-31", "2024-06-30", "2024-09-30"], "quarter", "at least 91 apart"),
        (["2022-12-31", "2023-12-31", "2024-12-31"], "year", "at least 365 apart"),
        (["2025-01-03", "2025-01-10"], "month", "2 days only"),
    ],
)
def test_the_cycle_follows_how_far_apart_the_days_lie(days, cycle, told):
    found, why = propose_cycle(pd.DataFrame({"day": days}), "day", None, "day")
    assert found == cycle
    assert told in why


def test_each_entity_may_have_a_weekday_of_its_own():
    days = [*pd.date_range("2025-01-06", periods=4, freq="7D"), *pd.date_range("2025-01-08", periods=4, freq="7D")]
    table = pd.DataFrame({"day": days, "store": ["a"] * 4 + ["b"] * 4})
    assert propose_cycle(table, "day", "store", "day")[0] == "week"
    assert propose_cycle(table, "day", None, "day")[0] == "month"


def test_a_column_of_quarters_needs_no_days():
    assert propose_cycle(pd.DataFrame({"day": []}), "day", None, "quarter") == (
        "quarter",
        "The facts are about one quarter each, so every KPI is counted by the quarter.",
    )
