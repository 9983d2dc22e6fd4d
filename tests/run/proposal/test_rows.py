"""What perfloop new asks where a column says unit, currency, plan or actual of each row."""

import pytest
import yaml

from diagnostics.run.proposal.proposal import propose


@pytest.fixture
def proposed(tmp_path):
    """Write a text file, and give the KPIs that are proposed, and the questions."""

    def made(*rows):
        path = tmp_path / "表.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        made = propose(path, "client", "某客户")
        kpis = yaml.safe_load(made.files["kpis.yaml"])
        return {each["name"]: each for each in kpis}, " ".join(made.doubts)

    return made


def test_units_beside_indicators_make_base_units_of_each(proposed):
    of = ("销售额,万元,12", "客流,人,30", "完成率,%,85")
    rows = [f"2024-0{month},{shop},{each}" for month in (1, 2, 3) for shop in "AB" for each in of]
    kpis, asked = proposed("月份,门店,指标,单位,数值", *rows)
    assert [(name, each["measure"], each["unit"]) for name, each in kpis.items()] == [
        ("销售额", 'sum("数值" * 10000)', "money"), ("客流", 'sum("数值")', "count"),
        ("完成率", 'mean("数值" / 100)', "share"),
    ]  # fmt: skip
    assert kpis["销售额"]["where"].endswith("and \"单位\" = '万元'")
    assert "'销售额' is written in '万元' (column '单位')" in asked


@pytest.mark.parametrize("name", ["汇总", "汇 总", "总体", "全部", "全区域", "Overall", "All stores"])
def test_a_word_for_a_total_is_left_out_and_asked_about_though_no_sum_proves_it(proposed, name):
    shops = (("东店", 7), ("西店", 11), (name, 20))
    kpis, asked = proposed(
        "月份,门店,销售额", *(f"2025-0{month},{shop},{worth}" for month in (1, 2) for shop, worth in shops)
    )
    assert list(kpis) == ["销售额"]
    assert (
        f"{name!r} is what totals, means or counts are called of column '门店': is it a total? It was left out" in asked
    )


def test_two_units_of_money_are_told_apart_row_by_row_and_others_left_out(proposed):
    rows = [
        f"2024-0{month},{shop},1{month},{unit}"
        for month in (1, 2, 3)
        for shop, unit in zip("ABC", ("万元", "元", "吨"), strict=True)
    ]
    kpis, asked = proposed("月份,门店,销售额,单位", *rows)
    assert kpis["销售额"]["measure"] == (
        'sum(case when "单位" = \'万元\' then "销售额" * 10000 when "单位" = \'元\' then "销售额" end)'
    )
    assert kpis["销售额"]["where"] == "\"单位\" in ('万元', '元')"
    assert "Rows in '吨' left out: what are they worth?" in asked


@pytest.mark.parametrize(
    ("column", "words", "where"),
    [
        ("币种", ("CNY", "USD"), "\"币种\" = 'CNY'"),
        ("类型", ("实际", "预算"), "\"类型\" = '实际'"),
        ("版次", ("Budget", "Actual", "Forecast"), "\"版次\" = 'Actual'"),
    ],
)
def test_one_currency_and_what_happened_count_with_a_question(proposed, column, words, where):
    rows = [f"2024-0{month},{shop},{each},5{month}" for month in (1, 2, 3) for shop in "AB" for each in words]
    kpis, asked = proposed(f"月份,门店,{column},销售额", *rows)
    assert kpis["销售额"]["where"] == where
    assert f"Column {column!r}" in asked
    assert "left out: is that right?" in asked
    assert column not in kpis["销售额"].get("dimensions", ())


@pytest.mark.parametrize("part", ["其中：直播", "of which online"])
def test_a_part_of_the_row_above_it_is_left_out_with_a_question(proposed, part):
    rows = [
        f"2024-0{month},{name},{month}{at}" for month in (1, 2, 3) for at, name in enumerate(("线上", part, "线下"))
    ]
    _, asked = proposed("月份,渠道,销售额", *rows)
    assert f"表.csv:3: {part!r} is called a part of a row above it of column '渠道': does it count already?" in asked


def test_months_that_are_forecast_are_no_facts_and_are_named(proposed):
    kpis, asked = proposed("门店,2024年1月(实际),2024年2月(实际),2024年3月(预测)", "A,1,2,3", "B,4,5,6")
    assert [each["measure"] for each in kpis.values()] == ['sum("实际")']
    assert "forecasts, running totals or parts of the day, and so no KPIs: '预测'" in asked


def test_a_share_written_in_two_ways_is_asked_about(proposed):
    rates = (("A", "35"), ("B", "0.36"), ("C", "37"))
    rows = [f"2024-0{month},{shop},{rate}" for month in (1, 2) for shop, rate in rates]
    _, asked = proposed("月份,门店,毛利率", *rows)
    assert "Column '毛利率' holds 0.36 beside 35: is that one share written in two ways?" in asked


@pytest.mark.parametrize("code", ["公司代码", "公司ID", "CompanyCode"])
def test_codes_beside_names_are_no_figures_and_the_name_is_the_entity(tmp_path, code):
    path = tmp_path / "总账.tsv"
    accounts = ((6001, "主营业务收入", 8), (6401, "主营业务成本", 5))
    rows = [
        f"2025-0{month}\t{at}\t{name}\t{key}\t{account}\t{worth + month}"
        for month in (1, 2, 3, 4, 5) for at, name in ((1001, "一厂"), (1002, "二厂")) for key, account, worth in accounts
    ]  # fmt: skip
    path.write_text("\n".join([f"会计期间\t{code}\t公司名称\t科目编码\t科目名称\t本期发生额", *rows]), encoding="utf-8")
    made = propose(path, "client", "某客户")
    kpis = yaml.safe_load(made.files["kpis.yaml"])
    assert [each["measure"] for each in kpis] == ['sum("本期发生额")', 'sum("本期发生额")']
    assert yaml.safe_load(made.files["engagement.yaml"])["sources"]["facts"]["entity"] == "公司名称"
    assert "一厂" in made.files["entities.csv"]


def test_whole_numbers_that_go_with_one_name_each_are_asked_about(proposed):
    rows = [
        f"2025-0{month},{shop},{zone},{area},{month}"
        for month in (1, 2, 3, 4, 5, 6) for shop, zone, area in (("东店", 310101, 90), ("西店", 310102, 70))
    ]  # fmt: skip
    kpis, asked = proposed("月份,门店,网格,面积,销售额", *rows)
    assert list(kpis) == ["销售额", "面积"]
    assert "Column '网格' holds one whole number for each '门店'" in asked
