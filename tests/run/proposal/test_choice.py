"""What perfloop new --from takes a table's columns and rows for, and what it asks."""

import openpyxl
import pytest

from diagnostics.errors import InputError
from diagnostics.run.proposal.choice import choose

STORES = ("一店", "二店")


@pytest.fixture
def chosen(tmp_path):
    """Write a sheet or a text file, and give what a proposal is made from."""

    def made(rows, merges=()):
        if isinstance(rows, str):
            path = tmp_path / "表.csv"
            path.write_text(rows, encoding="utf-8")
        else:
            path = tmp_path / "表.xlsx"
            workbook = openpyxl.Workbook()
            for row in rows:
                workbook.active.append(row)
            for each in merges:
                workbook.active.merge_cells(each)
            workbook.save(path)
        sheet, columns, doubts = choose(path)
        return sheet, columns, " ".join((*sheet.doubts, *columns.doubts, *doubts))

    return made


@pytest.mark.parametrize(
    ("longer", "figures", "asked"),
    [("2025Q1", (60, 6), "has 60 under '2025Q1'"), ("2025年上半年", (60, 6), "beside months that do not make it up")],
)
def test_a_quarter_that_its_months_do_not_make_is_asked_about_and_left_aside(chosen, longer, figures, asked):
    head = ["门店", "2025年1月", "2025年2月", "2025年3月", longer]
    sheet, columns, told = chosen([head, ["一店", 1, 2, 3, figures[0]], ["二店", 1, 2, 3, figures[1]]])
    assert asked in told
    assert columns.figures == ("数值",)
    assert sheet.declared["layout"]["wide"]["columns"] == head[1:4]


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        ([["门店", 2024, None, 2025, None], [None, "1月", "2月", "1月", "2月"]], ["B1:C1", "D1:E1"]),
        ([["门店", 2024, None, 2025, None], [None, "1月", "2月", "1月", "2月"]], []),
        ([[None, 2024, None, 2025, None], ["门店", "1月", "2月", "1月", "2月"]], ["B1:C1", "D1:E1"]),
        ([[None, 2024, None, 2025, None], ["门店", "1月", "2月", "1月", "2月"]], []),
        ([["门店", 2024, 2024, 2025, 2025], [None, "1月", "2月", "1月", "2月"]], ["A1:A2"]),
    ],
)
def test_years_above_months_are_years_whatever_counts_below(chosen, rows, merges):
    sheet, _, _ = chosen([*rows, ["一店", 1, 2, 3, 4], ["二店", 1, 2, 3, 4]], merges)
    sums = sheet.table.groupby("月份")["数值"].sum()
    assert {f"{day:%Y-%m}": value for day, value in sums.items()} == {
        "2024-01": 2, "2024-02": 4, "2025-01": 6, "2025-02": 8,
    }  # fmt: skip


@pytest.mark.parametrize("years", [("2022财年", "2023财年"), ("FY2022", "FY2023"), ("FY22", "FY23"), ("2022", "2023")])
def test_years_of_facts_are_periods_and_a_fiscal_start_is_asked_for(chosen, years):
    lines = [f"{year},{store},{at + 5}" for at, year in enumerate(years) for store in STORES]
    sheet, columns, told = chosen("\n".join(["年度,门店,销售额", *lines]))
    assert columns.time == "年度"
    assert sheet.grains == {"年度": "year"}
    assert ("fiscal_start" in told) is (years != ("2022", "2023"))


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["1200", "待补", "1300", "1400"], "表.csv:3 has '待补' in column '销售额', which is no number"),
        (["1200", "1.2万", "1300", "1400"], "表.csv:3 has '1.2万' in column '销售额', beside bare numbers"),
        (["12件", "13件", "14件", "15件"], "bear '件' behind the figure, such as '12件'"),
    ],
)
def test_a_column_that_is_nearly_figures_is_left_out_with_a_question(chosen, cells, asked):
    lines = [f"2025年{at}月,{STORES[at % 2]},{cell},{at}" for at, cell in enumerate(cells, 1)]
    _, columns, told = chosen("\n".join(["月份,门店,销售额,客流", *lines]))
    assert asked in told
    assert "Column '销售额' was left out" in told
    assert (columns.figures, columns.entity, columns.dimensions) == (("客流",), "门店", ())


@pytest.mark.parametrize(
    ("name", "cells"),
    [("订单编码", ["US-2017-13", "CN-2017-19", "US-2018-77", "CN-2018-01"]), ("假日", ["0", "0", "a", "b"]),
     ("时段", ["9:00-14:00", "14:00-21:00", "9:00-14:00", "14:00-21:00"])],
)  # fmt: skip
def test_codes_and_names_are_no_days_or_figures_that_went_wrong(chosen, name, cells):
    lines = [f"2025-0{at}-15,{STORES[at % 2]},{cell},{at}" for at, cell in enumerate(cells, 1)]
    _, columns, told = chosen("\n".join([f"日期,门店,{name},客流", *lines]))
    assert "left out" not in told
    assert columns.figures == ("客流",)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2025-01-05", "2025-02-30", "2025-03-05"), r"表.csv:3 has '2025-02-30' in column '日期'"),
        (("01/02/2025", "02/01/2025", "03/02/2025"), r"表.csv:2 has '01/02/2025' in column '日期', which may be"),
        (("甲日", "乙日", "丙日"), r"Column '日期' holds '甲日', for example, which is no day"),
    ],
)
def test_where_no_column_gives_the_day_the_nearest_is_named_with_its_cell(chosen, days, told):
    with pytest.raises(InputError, match=rf"No column gives the day .*{told}"):
        chosen("\n".join(["日期,门店,销售额", *(f"{day},{STORES[0]},5" for day in days)]))


HEAD = ["门店", "2025年1月", "2025年2月"]
SHOPS = [HEAD, ["一店", 1, 2], ["二店", 3, 4]]


@pytest.mark.parametrize(
    ("rows", "totals", "asked"),
    [
        (
            [*SHOPS, ["全公司", 4, 6]],
            ["全公司"],
            "A4): '全公司' is the sum of 2 others ('一店', '二店') in 2 of 2 figures",
        ),
        ([*SHOPS, ["平均", 2, 3]], ["平均"], "A4): '平均' is the mean of 2 others"),
        ([HEAD, ["\u2211", 4, 6], *SHOPS[1:]], ["\u2211"], "A2): '\u2211' is the sum of 2 others"),
        ([*SHOPS, ["一区计", 4, 6]], ["一区计"], "A4): '一区计' is the sum"),
        ([*SHOPS, ["门店数", 2, 2]], ["门店数"], "A4): '门店数' is what totals, means or counts are called"),
        ([HEAD, ["一店", 1204.5, 88], ["二店", 3, 4.25], ["大本营", 1207.5, 92.25]], ["大本营"], "'大本营' is the sum"),
    ],
)
def test_a_total_by_arithmetic_or_by_name_is_left_out_with_a_question(chosen, rows, totals, asked):
    sheet, _, told = chosen(rows)
    assert sheet.declared["layout"]["totals"][-1:] == totals
    assert sorted(sheet.table["门店"].unique()) == ["一店", "二店"]
    assert asked in told


def test_a_row_called_the_whole_company_that_is_no_sum_is_kept_and_asked_about(chosen):
    sheet, _, told = chosen([*SHOPS, ["全公司", 9, 6]])
    assert "全公司" in set(sheet.table["门店"])
    assert "'全公司' is what totals, means or counts are called of column '门店': is it a total? It was kept" in told


def test_a_shop_that_may_be_the_sum_of_two_others_by_chance_is_kept_and_asked_about(chosen):
    sheet, _, told = chosen([*SHOPS, ["三店", 4, 6]])
    assert "三店" in set(sheet.table["门店"])
    assert (
        "'三店' is the sum of 2 others ('一店', '二店') in 2 of 2 figures of column '门店': is it a total? It was kept"
        in told
    )


def test_totals_among_the_values_of_another_column_are_found_and_indicators_are_not_added_up(chosen):
    lines = [
        f"2025年{month}月,{store},{channel},{figure}"
        for month in (1, 2)
        for store in STORES
        for channel, figure in (("线上", month * 10.5), ("线下", month * 7.25), ("全渠道", month * 17.75))
    ]
    sheet, _, told = chosen("\n".join(["月份,门店,渠道,销售额", *lines]))
    assert set(sheet.table["渠道"]) == {"线上", "线下"}
    assert "'全渠道' is the sum of 2 others" in told
    rows = [["门店", "指标", *HEAD[1:]]]
    for store in STORES:
        rows += [[store, "收入", 100.5, 90], [store, "成本", 60, 50.25], [store, "毛利", 40.5, 39.75]]
    assert set(chosen(rows)[0].table["指标"]) == {"收入", "成本", "毛利"}
