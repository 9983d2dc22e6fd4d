"""One column that holds the figures of all indicators: each becomes a KPI of its own, by its own name."""

import pandas as pd
import pytest

from diagnostics.run.proposal.columns import sort_columns
from diagnostics.run.proposal.kpis import propose_kpis


def proposed(header, names, **more):
    months = pd.to_datetime(["2024-01-01", "2024-02-01"] * len(names))
    table = pd.DataFrame({"月份": months, header: [each for each in names for _ in range(2)]})
    table["数值"] = range(10, 10 + len(table))
    found = sort_columns(table.assign(**more))
    return propose_kpis(table.assign(**more), found, "month")


@pytest.mark.parametrize("header", ["指标", "项目", "类别"])
def test_each_indicator_is_added_up_averaged_or_taken_last_by_its_own_name(header):
    entries, told = proposed(header, ["销售额", "客流", "毛利率", "期末库存"])
    assert {each["name"]: (each["measure"], each["where"]) for each in entries} == {
        name: (f'{manner}("数值")', f"\"{header}\" = '{name}'")
        for name, manner in (("销售额", "sum"), ("客流", "sum"), ("毛利率", "mean"), ("期末库存", "last"))
    }
    assert entries[0]["unit"] == "money"
    assert "'期末库存': balances" in "".join(told)


def test_costs_of_several_kinds_are_parts_and_no_indicators():
    entries, _ = proposed("类别", ["人工费", "水电费"])
    assert [each["measure"] for each in entries] == ['sum("数值")']


def test_a_second_column_of_figures_beside_the_indicators_is_told():
    _, told = proposed("指标", ["销售额", "客流"], 上期=[1, 2, 3, 4])
    assert any("no KPI was made of" in each for each in told)
