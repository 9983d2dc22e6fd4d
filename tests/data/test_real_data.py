"""Figures of real files, as published beside them."""

import pandas as pd
import pytest

from diagnostics.data.observe import observe

COMPANY = [{"id": "all", "level": "company"}]


@pytest.fixture
def real(engagement, shared):
    """Observations of an engagement on a real file."""

    def observed(kpis, source, entities=COMPANY, scorecards=(), **wanted):
        client = engagement(kpis, {"facts": source}, entities, scorecards, folder=str(shared))
        return observe(client, **wanted)

    return observed


def test_garment_team_days_that_reach_target(real):
    teams = [*COMPANY, *({"id": str(each), "level": "team", "parent": "all"} for each in range(1, 13))]
    measure = "count_if(actual_productivity >= targeted_productivity) / count(actual_productivity)"
    source = {"file": "garment_productivity.csv", "time": "date", "entity": "team"}
    found = real([{"id": "reached", "measure": measure, "cycle": "year"}], source, teams)
    rows = found.of("reached").set_index("entity")
    assert rows.loc["all", "n"] == 1197
    assert rows.loc["all", "value"] == pytest.approx(0.7310, abs=5e-5)
    assert rows.loc["3", "value"] == pytest.approx(0.884, abs=5e-4)
    assert rows.loc["8", "value"] == pytest.approx(0.550, abs=5e-4)
    assert rows.loc[[str(each) for each in range(1, 13)], "numerator"].sum() == rows.loc["all", "numerator"]


def test_garment_blanks_stay_missing(real):
    kpis = [
        {"id": "blank", "measure": "count_if(wip is null)", "cycle": "year"},
        {"id": "odd", "measure": "count_if(targeted_productivity < 0.1)", "cycle": "year"},
    ]
    found = real(kpis, {"file": "garment_productivity.csv", "time": "date"})
    assert found.of("blank")["value"].tolist() == [506]
    assert found.of("odd")["value"].tolist() == [1]


def test_walmart_total(real):
    stores = [*COMPANY, *({"id": str(each), "level": "store", "parent": "all"} for each in range(1, 46))]
    source = {"file": "walmart_weekly.csv", "time": "Date", "entity": "Store"}
    found = real([{"id": "sales", "measure": "sum(Weekly_Sales)", "cycle": "week"}], source, stores)
    for level in ("company", "store"):
        assert found.of("sales", level=level)["value"].sum() == pytest.approx(6_737_218_987.11, abs=1e-4)
    assert found.of("sales", level="store")["n"].sum() == 6435


def test_cn_superstore_totals(real):
    regions = [
        *COMPANY,
        *(
            {"id": each, "level": "region", "parent": "all"}
            for each in ("东北", "中南", "华东", "华北", "西北", "西南")
        ),
    ]
    source = {"file": "cn_superstore_orders.csv", "time": "订单日期", "entity": "地区"}
    kpis = [
        {"id": "sales", "measure": "sum(销售额)", "dimensions": ["子类别"]},
        {"id": "profit", "measure": "sum(利润)", "dimensions": ["子类别"]},
        {"id": "orders", "measure": 'count_distinct("订单 ID")'},
    ]
    found = real(kpis, source, regions)
    assert round(found.of("sales", level="company")["value"].sum(), 3) == 16_117_548.237
    assert round(found.of("profit", level="company")["value"].sum(), 3) == 2_156_559.517
    assert found.of("sales", entity="华东")["value"].sum() == pytest.approx(4_692_465, abs=1)
    profit = real(kpis, source, regions, by=["子类别"], levels=["company"]).of("profit")
    losses = profit.groupby("子类别")["value"].sum().round(3)
    assert losses[losses < 0].to_dict() == {"桌子": -133_405.671, "美术": -19_089.756}


def test_mta_months_and_targets(real, shared):
    dictionary = pd.read_csv(shared / "mta_nyct_dictionary.csv")
    kpis = [
        {"id": f"i{each}", "measure": "mean(MONTHLY_ACTUAL)", "where": f"INDICATOR_SEQ == {each}"}
        for each in dictionary["INDICATOR_SEQ"]
    ]
    items = [
        {"kpi": each["id"], "weight": 0.01, "targets": {"target": {"expression": "mean(nullif(MONTHLY_TARGET, 0))"}}}
        for each in kpis
    ]
    source = {"file": "mta_nyct_monthly.csv", "time": "make_date(PERIOD_YEAR, PERIOD_MONTH, 1)"}
    table = real(kpis, source, scorecards=[{"entity": "all", "items": items}]).table
    assert (len(table), table["kpi"].nunique(), table["n"].sum()) == (9213, 86, 9213)
    assert table["target"].isna().sum() == 750
    wanted = {
        f"i{seq}": each for seq, each in zip(dictionary["INDICATOR_SEQ"], dictionary["DESIRED_CHANGE"], strict=True)
    }
    judged = table.assign(desired=table["kpi"].map(wanted)).dropna(subset=["target"])
    judged = judged[judged["desired"].isin(["U", "D"])]
    assert len(judged) == 8387
    up = judged["desired"] == "U"
    met = (up & (judged["value"] >= judged["target"])) | (~up & (judged["value"] <= judged["target"]))
    assert met.mean() == pytest.approx(0.2707, abs=5e-5)


def test_crm_won_opportunities(real):
    source = {"file": "crm_sales_pipeline.csv", "time": "close_date"}
    kpis = [
        {"id": "won", "measure": "count(*)", "where": "deal_stage = 'Won'", "cycle": "year"},
        {"id": "worth", "measure": "sum(close_value)", "where": "deal_stage = 'Won'", "cycle": "year"},
    ]
    found = real(kpis, source)
    assert found.of("won")["value"].tolist() == [4238]
    assert found.of("worth")["value"].tolist() == [10_005_534]


def test_cashiers_of_a_real_workbook(real):
    source = {"file": "cn_supermarket_cashiers.xlsx", "sheet": "Sheet1", "time": "日期", "person": "工号"}
    found = real(
        [{"id": "rows", "measure": "count(*)"}, {"id": "blanks", "measure": "count_if(交易额 is null)"}], source
    )
    assert found.of("rows")["value"].sum() == 249
    assert found.of("blanks")["value"].sum() == 3
    assert found.of("rows")["people"].max() > 1


def test_soda_line_downtime_of_a_real_workbook(real):
    source = {"file": "manufacturing_line_downtime.xlsx", "sheet": "Line productivity", "time": "Date"}
    assert real([{"id": "batches", "measure": "count(Batch)"}], source).of("batches")["value"].sum() == 38
