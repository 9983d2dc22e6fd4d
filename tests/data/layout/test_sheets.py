"""Sheets as clients make them: what is read, what is listed, what is refused with its cell."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.styles import numbers
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from diagnostics.data.engine import open_engine
from diagnostics.data.files.sheets import read_grid, read_table
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.table import MONTHS, Manner
from diagnostics.data.layout.wanted import Wanted
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar
from diagnostics.model.source import Source
from tests.data.conftest import SHOPS

HEADER = ["门店", "月份", "销售额"]


@pytest.fixture
def book(tmp_path):
    """Write a sheet and read it by a layout: rows as dictionaries, and conversions by kind."""

    def read(rows, layout=None, *, prepare=None, sheet=None, numbers=("销售额",), days=("月份",), name="表.xlsx"):
        path = tmp_path / name
        if name.endswith(".csv"):
            path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
        else:
            workbook = openpyxl.Workbook()
            workbook.active.title = "表"
            for row in rows:
                workbook.active.append(row)
            if prepare:
                prepare(workbook)
            workbook.save(path)
        layout = Layout(**layout) if layout is not None else None
        declared = Source(file=name, sheet=sheet, layout=layout)
        file = SourceFile(path, name, "csv" if name.endswith(".csv") else "xlsx")
        wanted = Wanted(frozenset(numbers), frozenset(days), frozenset({"门店"}))
        made = read_table(read_grid(file, path, "facts", declared), layout, lambda _: wanted, Manner(Calendar()))
        return made.table.to_pylist(), {each.kind: each for each in made.conversions}

    return read


def merge(*ranges):
    def prepare(workbook):
        for each in ranges:
            workbook.active.merge_cells(each)

    return prepare


def test_a_header_states_its_scale_and_the_number_is_exact(book):
    rows, told = book([["门店", "月份", "销售额(万元)"], ["一店", "2025年1月", 2.86]], {}, numbers=["销售额(万元)"])
    assert rows == [{"门店": "一店", "月份": dt.date(2025, 1, 1), "销售额(万元)": 28600}]
    assert told["scale"].examples[0].place == "C2"


def test_a_share_shown_in_percent_is_not_divided_again(book):
    def shown(workbook):
        workbook.active["C2"].number_format = numbers.FORMAT_PERCENTAGE_00

    cells = [["门店", "月份", "完成率%"], ["一店", "2025-01", 0.853], ["二店", "2025-01", 85.3]]
    rows, told = book(cells, {}, prepare=shown, numbers=["完成率%"])
    assert [each["完成率%"] for each in rows] == [0.853, 0.853]
    assert told["percent"].count == 1


def test_months_without_a_year_take_the_layouts(book):
    cells = [["门店", "1月", "2月"], ["一店", 1, None]]
    rows, _ = book(cells, {"year": 2025, "wide": {"name": "月份", "value": "销售额"}})
    assert [(each["月份"], each["销售额"]) for each in rows] == [(dt.date(2025, 1, 1), 1), (dt.date(2025, 2, 1), None)]
    with pytest.raises(InputError, match=r"no header names a period .* layout.year"):
        book(cells, {"wide": {"name": "月份", "value": "销售额"}})


def test_target_and_actual_below_each_month_become_a_column_each(book):
    cells = [
        ["门店", "2025年1月", None, "2025年2月", None],
        [None, "目标", "实际", "目标", "实际"],
        ["一店", 10, 9, 20, 21],
    ]
    layout = {"header_rows": 2, "wide": {"name": "月份", "value": "销售额"}}
    rows, _ = book(cells, layout, prepare=merge("B1:C1", "D1:E1", "A1:A2"), numbers=["目标", "实际"])
    assert [(each["月份"].month, each["目标"], each["实际"]) for each in rows] == [(1, 10, 9), (2, 20, 21)]


def test_quarters_and_years_beside_their_months_are_left_out(book):
    cells = [["门店", "2025年1月", "2025年2月", "2025年3月", "2025年一季度", "2025年"], ["一店", 1, 2, 3, 6, 6]]
    rows, told = book(cells, {"wide": {"name": "月份", "value": "销售额"}})
    assert [each["销售额"] for each in rows] == [1, 2, 3]
    assert sum(each.count for key, each in told.items() if key == "total_column") >= 1


@pytest.mark.parametrize(
    ("longer", "figures", "told"),
    [
        (["2025Q1"], [1, 2, 3, 60], r"E2\) has 60 under '2025Q1', a quarter, but B2 to D2 .* make 6: which"),
        (["2025年"], [1, 2, 3, 7], r"heads a year beside months that do not make it up"),
        (["2025年1-3月"], [1, 2, 3, 7], r"has 7 under '2025年1-3月', .* make 6"),
        (["2025年一季度合计"], [1, 2, 3, 7], r"has 7 under '2025年一季度合计', .* make 6"),
        (["2025年上半年"], [1, 2, 3, 7], r"heads a time of several months beside months that do not make it up"),
        (["2025年一季度(万元)"], [10000, 20000, 30000, 7], r"has 70000 under .* make 60000"),
        (["2025Q1"], [None, None, None, 7], r"has 7 under '2025Q1', a quarter, but .* are blank"),
        (["2025Q1"], [1.25, 2.25, 3.25, 6.9], r"has 6.9 under .* make 6.75"),
    ],
)
def test_a_longer_period_that_its_months_do_not_make_is_refused_with_both_figures(book, longer, figures, told):
    cells = [["门店", "2025年1月", "2025年2月", "2025年3月", *longer], ["一店", *figures]]
    wide = {"name": "月份", "value": "销售额"}
    with pytest.raises(InputError, match=told):
        book(cells, {"wide": wide})
    months = {**wide, "columns": ["2025年1月", "2025年2月", "2025年3月"]}
    assert len(book(cells, {"wide": months})[0]) == 3


def test_a_sum_of_money_is_held_against_its_months_whatever_its_name_holds(book):
    cells = [["门店", "2025年1月", "2025年2月", "2025年3月", "2025年一季度"], ["一店", 100, 200, 900, 500]]
    for value in ("均摊费用", "汇率手续费"):
        with pytest.raises(InputError, match=r"has 500 under '2025年一季度', .* make 1200"):
            book(cells, {"wide": {"name": "月份", "value": value}})
    for value in ("人均费用", "费用率"):
        assert len(book(cells, {"wide": {"name": "月份", "value": value}})[0]) == 3


@pytest.mark.parametrize("label", ["年度", "1-3"])
def test_labels_beside_months_are_no_longer_times(book, label):
    held = 2025 if label == "年度" else 7
    cells = [["门店", label, "1月", "2月"], ["一店", held, 1, 2], ["二店", held, 3, 4]]
    rows, _ = book(cells, {"year": 2025, "wide": {"name": "月份", "value": "销售额"}})
    assert [(each[label], each["销售额"]) for each in rows] == [(held, 1), (held, 2), (held, 3), (held, 4)]


@pytest.mark.parametrize(
    ("longer", "value", "figures"),
    [
        ("2025Q1", "销售额", [1, 2, 3, 6]),
        ("2025年1-3月", "销售额", [1, 2, 3, 6]),
        ("2025年上半年", "销售额", [1, 2, 3, 6]),
        ("2025Q1", "销售额", [1.25, 2.25, 3.25, 6.8]),
        ("2025Q1", "完成率", [0.5, 0.6, 0.8, 0.6]),
        ("2025Q1", "库存", [5, 6, 8, 8]),
        ("2025年一季度(万元)", "销售额", [10000, 20000, 30000, 6]),
        ("2025Q1", "销售额", [None, 2, 3, 5]),
        ("2025Q2", "销售额", [1, 2, 3, None]),
    ],
)
def test_a_longer_period_that_repeats_its_months_is_left_out_and_listed(book, longer, value, figures):
    cells = [["门店", "2025年1月", "2025年2月", "2025年3月", longer], ["一店", *figures]]
    rows, told = book(cells, {"wide": {"name": "月份", "value": value}}, numbers=[value])
    assert [each[value] for each in rows] == figures[:3]
    assert told["total_column"].examples[0].written == longer


@pytest.mark.parametrize("longer", ["2025年一季度", "2025年"])
def test_a_quarter_that_holds_more_than_the_months_shown_is_refused(book, longer):
    wide = {"name": "月份", "value": "销售额"}
    cells = [["门店", "2025年1月", "2025年2月", longer], ["一店", 1, 2, 9]]
    with pytest.raises(
        InputError, match=r"表!D1\) heads a (quarter|year) beside months that do not make it up.*wide\.columns"
    ):
        book(cells, {"wide": wide})
    assert len(book(cells, {"wide": {**wide, "columns": ["2025年1月", "2025年2月"]}})[0]) == 2


def test_a_year_that_is_no_sum_of_the_months_is_refused(book):
    cells = [["门店", "2024年", "2025年1月", "2025年2月"], ["一店", 9, 1, 2]]
    with pytest.raises(InputError, match=r"表!B1\) heads a year beside months"):
        book(cells, {"wide": {"name": "月份", "value": "销售额"}})


def test_a_month_twice_is_refused_and_two_months_in_one_column_say_so(book):
    wide = {"wide": {"name": "月份", "value": "销售额"}}
    with pytest.raises(InputError, match=r"表!C1\) heads a period that B1 covers too"):
        book([["门店", "2025年1月", "2025-01"], ["一店", 1, 2]], wide)
    rows, told = book([["门店", "2025年1-2月", "2025年3月"], ["一店", 1, 2]], wide)
    assert [(each["月份"].month, each[MONTHS]) for each in rows] == [(2, 2), (3, 1)]
    assert told["merged_months"].count == 1


def test_labels_are_filled_along_merges_only(book):
    cells = [HEADER, ["一店", "2025-01", 1], [None, "2025-02", 2], [None, "2025-03", 3]]
    rows, told = book(cells, {}, prepare=merge("A2:A3"))
    assert [each["门店"] for each in rows] == ["一店", "一店", None]
    assert told["filled_merge"].examples[0].place == "A3"
    rows, told = book(cells, {"fill": ["门店"]}, prepare=merge("A2:A3"))
    assert [each["门店"] for each in rows] == ["一店"] * 3
    assert [(told[kind].count, told[kind].examples[0].place) for kind in ("filled_merge", "filled_down")] == [
        (1, "A3"), (1, "A4"),
    ]  # fmt: skip


def test_a_figure_merged_over_facts_is_refused(book):
    cells = [HEADER, ["一店", "2025-01", 1], ["二店", "2025-01", None]]
    with pytest.raises(InputError, match=r"表!C2\) holds '1' and is merged to C3: whose figure is it\?"):
        book(cells, {}, prepare=merge("C2:C3"))


@pytest.mark.parametrize("label", ["合计", "合 计", "华东小计", "总计:", "Grand Total", "East total"])
def test_totals_are_left_out_and_counted(book, label):
    rows, told = book([HEADER, ["一店", "2025-01", 1], [label, None, 1]], {})
    assert len(rows) == 1
    assert told["total_row"].examples[0].written == label


def test_a_store_that_bears_a_totals_name_is_kept_where_the_layout_says_so(book):
    rows, _ = book([HEADER, ["合计", "2025-01", 1]], {"totals": []})
    assert rows[0]["门店"] == "合计"


def test_a_column_of_totals_that_a_kpi_names_is_kept(book):
    cells = [["门店", "月份", "线上", "线下", "合计"], ["一店", "2025-01", 1, 2, 3]]
    assert "合计" not in book(cells, {}, numbers=["线上"])[0][0]
    assert book(cells, {}, numbers=["合计"])[0][0]["合计"] == 3


def test_notes_below_the_facts_are_left_out_and_listed(book):
    rows, told = book([HEADER, ["一店", "2025-01", 1], ["注:不含税"], ["制表人:王"]], {})
    assert len(rows) == 1
    assert told["note_row"].count == 2


def test_a_formula_never_computed_is_refused_where_it_counts_and_listed_where_not(book):
    cells = [[*HEADER, "备用"], ["一店", "2025-01", "=1+1", "=2+2"]]
    for layout in (None, {}):
        with pytest.raises(InputError, match=r"表!C2\) holds a formula that was never computed"):
            book(cells, layout)
    rows, told = book([[*HEADER, "备用"], ["一店", "2025-01", 1, "=2+2"]], {})
    assert rows[0]["备用"] is None
    assert told["never_computed"].examples[0].place == "D2"


def test_an_error_cell_is_missing_and_listed(book):
    def broken(workbook):
        workbook.active["C2"].data_type = "e"

    rows, told = book([HEADER, ["一店", "2025-01", "#DIV/0!"], ["二店", "2025-01", 1]], {}, prepare=broken)
    assert [each["销售额"] for each in rows] == [None, 1]
    assert (told["error_cell"].examples[0].place, told["error_cell"].examples[0].written) == ("C2", "#DIV/0!")


def test_a_hidden_sheet_is_read_only_when_it_is_named(book):
    def hide(workbook):
        hidden = workbook.create_sheet("薪酬", 0)
        hidden.sheet_state = "hidden"
        hidden.append(HEADER)
        hidden.append(["秘密", "2025-01", 7])

    cells = [HEADER, ["一店", "2025-01", 1]]
    rows, told = book(cells, None, prepare=hide)
    assert rows[0]["门店"] == "一店"
    assert told["hidden_sheet"].examples[0].place == "薪酬"
    assert book(cells, None, prepare=hide, sheet="薪酬")[0][0]["门店"] == "秘密"


def test_hidden_rows_and_columns_are_read_and_listed(book):
    def hide(workbook):
        workbook.active.row_dimensions[3].hidden = True
        workbook.active.column_dimensions["C"].hidden = True

    rows, told = book([HEADER, ["一店", "2025-01", 1], ["二店", "2025-01", 2]], {}, prepare=hide)
    assert sum(each["销售额"] for each in rows) == 3
    assert told["hidden_row"].examples[0].place == "row 3"
    assert told["hidden_column"].column == "销售额"


@pytest.mark.parametrize(("serial", "mac"), [(45355, False), (43893, True)])
def test_serial_numbers_in_a_day_column_follow_the_workbooks_date_system(book, serial, mac):
    def system(workbook):
        if mac:
            workbook.epoch = CALENDAR_MAC_1904

    rows, told = book([HEADER, ["一店", serial, 1]], {}, prepare=system)
    assert rows[0]["月份"] == dt.date(2024, 3, 4)
    assert told["excel_serial"].count == 1


def test_what_is_no_number_is_refused_with_its_cell(book):
    with pytest.raises(InputError, match=r"表.xlsx \(表!C3\) has '待补' in column '销售额', which is no number"):
        book([HEADER, ["一店", "2025-01", 1], ["二店", "2025-01", "待补"]], {})


def test_a_text_file_with_a_layout_is_read_as_a_sheet(book):
    cells = [
        ["月报", "", ""],
        ["单位:万元", "", ""],
        ["门店", "2025年1月", "2025年2月"],
        ["一店", "1.5", ""],
        ["合计", "1.5", ""],
    ]
    rows, _ = book(cells, {"first_row": 3, "wide": {"name": "月份", "value": "销售额"}}, name="表.csv")
    assert [each["销售额"] for each in rows] == [15000, None]
    bad = [["门店", "月份", "销售额"], ["一店", "2025-01", "x"]]
    with pytest.raises(InputError, match=r"^表.csv:2 has 'x' in column '销售额'"):
        book(bad, {}, name="表.csv")


def test_a_header_saved_from_merged_cells_is_spread_only_when_the_layout_says_so(book):
    cells = [["门店", "2025年", "", "2026年"], ["", "11月", "12月", "1月"], ["一店", "1", "2", "3"]]
    layout = {"header_rows": 2, "wide": {"name": "月份", "value": "销售额"}}
    rows, _ = book(cells, {**layout, "fill_header": True}, name="表.csv")
    assert [str(each["月份"]) for each in rows] == ["2025-11-01", "2025-12-01", "2026-01-01"]
    with pytest.raises(InputError, match=r"表.csv:2 heads '12月', a period without a year"):
        book(cells, layout, name="表.csv")


@pytest.mark.parametrize("field", [{"fill": ["区"]}, {"scale": {"销售": "万元"}}])
def test_a_layout_that_names_no_column_is_refused(book, field):
    with pytest.raises(UnknownNameError, match=r"layout\."):
        book([HEADER, ["一店", "2025-01", 1]], field)


def test_a_layout_in_a_run_gives_figures_and_conversions(engagement, data):
    workbook = openpyxl.Workbook()
    for row in (
        ["单位:万元"],
        ["门店", "2025年1月", "2025年2月"],
        ["一店", 1.1, 2.2],
        ["二店", 3.3, None],
        ["合计", 4.4, 2.2],
    ):
        workbook.active.append(row)
    workbook.save(data / "sales.xlsx")
    layout = {"first_row": 2, "wide": {"name": "月份", "value": "销售额"}}
    source = {"file": "sales.xlsx", "layout": layout, "time": "月份", "entity": "门店"}
    client = engagement([{"id": "sales", "measure": "sum(销售额)"}], {"facts": source})
    with open_engine(client) as engine:
        frame = engine.frame(engine.facts("facts").table)
        kinds = {each.kind for each in engine.conversions}
        assert engine.grains["facts", "月份"] == "month"
    assert frame["销售额"].sum() == 66000
    assert {"scale", "total_row", "wide"} <= kinds


def test_a_plain_sheet_with_a_row_of_totals_is_refused_with_a_hint(engagement, data):
    from diagnostics.data.observe import observe

    workbook = openpyxl.Workbook()
    for row in (["store", "date", "amount"], ["一店", "2025-01-05", 1], ["合 计", "2025-01-05", 1]):
        workbook.active.append(row)
    workbook.save(data / "sales.xlsx")
    source = {"file": "sales.xlsx", "time": "date", "entity": "store"}
    kpis = [{"id": "amount", "measure": "sum(amount)"}]
    with pytest.raises(InputError, match=r"'合 计' looks like a row of totals: 'layout: \{\}' of the source"):
        observe(engagement(kpis, {"facts": source}))
    found = observe(engagement(kpis, {"facts": {**source, "layout": {}}}))
    assert found.of("amount", entity="s1")["value"].tolist() == [1]


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (["浦东道达尔 Total", "2025-01-02", "单笔", 10], True),
        (["一店", "2025-01-02", "两单合计", 10], True),
        (["一店", "2025-01-02", "小 计", 10], False),
        (["华东小计", "2025-01-02", None, 10], False),
        ([None, "合计", None, 10], False),
    ],
)
def test_a_fact_of_a_known_entity_is_no_total_by_a_name_that_ends_like_one(engagement, data, row, kept):
    from tests.data.conftest import SHOPS

    workbook = openpyxl.Workbook()
    for each in (["门店", "月份", "项目", "销售额"], ["一店", "2025-01-01", "单笔", 1], row):
        workbook.active.append(each)
    workbook.save(data / "sales.xlsx")
    source = {"file": "sales.xlsx", "layout": {}, "time": "月份", "entity": "门店"}
    mall = {"id": "s9", "name": "浦东道达尔 Total", "level": "store", "parent": "east"}
    client = engagement([{"id": "sales", "measure": "sum(销售额)"}], {"facts": source}, (*SHOPS, mall))
    with open_engine(client) as engine:
        assert engine.frame(engine.facts("facts").table)["销售额"].sum() == (11 if kept else 1)
        assert any(each.kind == "total_row" for each in engine.conversions) is not kept


def test_a_bracket_that_is_no_unit_leaves_the_sheet_s_scale(book):
    cells = [["单位:万元"], ["门店", "收入(不含税)", "客流(人次)"], ["一店", 12.5, 300]]
    rows, told = book(cells, {"first_row": 2}, numbers=["收入(不含税)", "客流(人次)"])
    assert rows == [{"门店": "一店", "收入(不含税)": 125_000, "客流(人次)": 300}]
    assert told["scale"].column == "收入(不含税)"


def test_a_sheet_s_scale_speaks_of_money_only(engagement, data):
    workbook = openpyxl.Workbook()
    for row in (
        ["单位:万元"],
        ["门店", "月份", "Operation cost", "新增会员", "Discount", "备货"],
        ["一店", "2025-01", 2.5, 30, 4, 5],
    ):
        workbook.active.append(row)
    workbook.save(data / "sales.xlsx")
    source = {"file": "sales.xlsx", "layout": {"first_row": 2}, "time": "月份", "entity": "门店"}
    kpis = [
        {"id": "cost", "measure": 'sum("Operation cost")'},
        {"id": "members", "measure": "sum(新增会员)"},
        {"id": "discount", "measure": "sum(Discount)", "unit": "money"},
        {"id": "stock", "measure": "sum(备货)", "unit": "count"},
    ]
    with open_engine(engagement(kpis, {"facts": source})) as engine:
        frame = engine.frame(engine.facts("facts").table)
    assert frame.iloc[0][["Operation cost", "新增会员", "Discount", "备货"]].tolist() == [25_000, 30, 40_000, 5]
    kpis[3]["unit"] = "number"
    told = r"!F2\) heads figures of '备货' in a sheet of 万元.*layout, scale \(备货: 万元"
    with open_engine(engagement(kpis, {"facts": source})) as engine, pytest.raises(InputError, match=told):
        engine.facts("facts")
    source["layout"]["scale"] = {"备货": "元"}
    with open_engine(engagement(kpis, {"facts": source})) as engine:
        assert engine.frame(engine.facts("facts").table)["备货"].tolist() == [5]


@pytest.mark.parametrize(
    ("name", "layout", "told"),
    [
        ("全公司", None, r"表.xlsx \(Sheet!A4\), column '门店': '全公司' is the sum of 2 others \('一店', '二店'\)"),
        ("全公司", {}, r"'全公司' is the sum of 2 others .* in 2 of 2 figures; a total would be counted twice"),
        ("全公司", {"totals": ["全公司"]}, ""),
        ("全公司", {"kept": ["全公司"]}, ""),
        ("三店", {}, ""),
    ],
)
def test_a_known_entity_that_is_a_total_of_others_is_refused_unless_declared(engagement, data, name, layout, told):
    workbook = openpyxl.Workbook()
    for row in (
        ["门店", "月份", "销售额", "成本"],
        ["一店", "2025-01", 1, 2],
        ["二店", "2025-01", 3, 4],
        [name, "2025-01", 4, 6],
    ):
        workbook.active.append(row)
    workbook.save(data / "表.xlsx")
    facts = {"file": "表.xlsx", "time": "月份", "entity": "门店", **({} if layout is None else {"layout": layout})}
    kpis = [{"id": each, "measure": f"sum({column})"} for each, column in (("sales", "销售额"), ("cost", "成本"))]
    shops = ({"id": "group", "name": "全公司", "level": "company"}, *SHOPS[1:])
    with open_engine(engagement(kpis, {"facts": facts}, shops)) as engine:
        if told:
            with pytest.raises(InputError, match=told):
                engine.facts("facts")
        else:
            kept = engine.frame(engine.facts("facts").table)["门店"].tolist()
            assert (name in kept) is ("totals" not in layout)


def percent(*cells):
    def prepare(workbook):
        for each in cells:
            workbook.active[each].number_format = "0.0%"

    return prepare


@pytest.mark.parametrize("layout", [None, {}])
def test_a_share_shown_in_percent_beside_a_bare_number_is_refused_with_both_cells(book, layout):
    cells = [HEADER, ["一店", "2025-01", 0.125], ["二店", "2025-01", 12.5], ["三店", "2025-01", 0]]
    with pytest.raises(
        InputError, match=r"表!C2\) is shown as 12.5% and stored as 0.125, while C3 .* number 12.5.*scale"
    ):
        book(cells, layout, prepare=percent("C2"))
    whole = [[*each[:2], 0.5] for each in cells[1:]]
    assert {each["销售额"] for each in book([HEADER, *whole], layout, prepare=percent("C2", "C3", "C4"))[0]} == {0.5}


def test_a_declared_scale_says_what_bare_numbers_beside_percent_are(book):
    cells = [HEADER, ["一店", "2025-01", 0.125], ["二店", "2025-01", 12.5]]
    for scale, value in (("%", 0.125), ("元", 12.5)):
        rows, _ = book(cells, {"scale": {"销售额": scale}}, prepare=percent("C2"))
        assert [each["销售额"] for each in rows] == [0.125, value]


@pytest.mark.parametrize("values", [[0.853, 0.91], ["0.853", "1"], [0.5, None]])
def test_numbers_below_a_header_of_percent_that_may_be_shares_already_are_refused(book, values):
    name = "完成率(%)"
    cells = [["门店", "月份", name], *(["一店", "2025-01", each] for each in values)]
    for layout in (None, {}):
        with pytest.raises(InputError, match=r"C[23]\).* below a header that says %, and no number .* above 1.*scale"):
            book(cells, layout, numbers=[name])
    rows, _ = book(cells, {"scale": {name: "元"}}, numbers=[name])
    assert rows[0][name] == float(values[0])
    assert [
        each[name]
        for each in book([cells[0], ["一店", "2025-01", 0.9], ["二店", "2025-01", 91]], {}, numbers=[name])[0]
    ] == [0.009, 0.91]


def test_achievement_above_one_may_be_a_share_too(book):
    name = "完成率(%)"
    cells = [["门店", "月份", name], *(["一店", "2025-01", each] for each in (1.05, 0.9, 0.97))]
    for layout in (None, {}):
        with pytest.raises(InputError, match=r"C2\).* below a header that says %, .* 1.05 may be 105%.*scale"):
            book(cells, layout, numbers=[name])


def test_a_number_stored_as_text_beside_percent_is_refused_with_both_cells(book):
    cells = [HEADER, ["一店", "2025-01", 0.853], ["二店", "2025-01", "91.2"], ["三店", "2025-01", "88"]]
    for layout in (None, {}):
        with pytest.raises(InputError, match=r"表!C2\) is shown as 85.3%.* while C3 .* number 91.2.*scale"):
            book(cells, layout, prepare=percent("C2"))
    rows, _ = book(cells, {"scale": {"销售额": "%"}, "missing": ["88"]}, prepare=percent("C2"))
    assert [each["销售额"] for each in rows] == [0.853, 0.912, None]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["门店", "月份", "销售额(万美元)"], ["一店", "2025-01", 1]], r"表!C1\).*'美元', and the engagement counts in CNY.*scale"),
        ([["单位:万美元"], ["门店", "月份", "销售额"], ["一店", "2025-01", 1]], r"表!A1\).*'美元'.*figures of '销售额'"),
        ([["单位:万吨"], ["门店", "月份", "产量"], ["一店", "2025-01", 1]], r"表!C2\) heads figures of '产量' in a sheet of 万元"),
    ],
)  # fmt: skip
def test_a_unit_that_can_not_be_taken_over_is_refused_at_its_place_unless_the_layout_says_it(book, rows, place):
    name = rows[-2][2]
    layout = {"first_row": len(rows) - 1}
    with pytest.raises(InputError, match=place):
        book(rows, layout, numbers=[name])
    assert book(rows, layout, numbers=[])[0][0][name] == 1
    assert book(rows, {**layout, "scale": {name: "万元"}}, numbers=[name])[0][0][name] == 10_000


REAL = [HEADER, ["一店", dt.date(2025, 4, 3), 1], ["一店", "13/04/2025", 2], ["二店", dt.date(2025, 5, 5), 3]]


def test_real_dates_beside_days_first_may_be_swapped_and_are_refused(book):
    for layout in (None, {}, {"date_order": "dmy"}):
        with pytest.raises(
            InputError, match=r"表!B2\) is the real date 2025-04-03, while '13/04/2025' in B3.*swapped_dates"
        ):
            book(REAL, layout)
    days = [str(each["月份"]) for each in book(REAL, {"swapped_dates": False})[0]]
    assert days == ["2025-04-03", "2025-04-13", "2025-05-05"]
    rows, told = book(REAL, {"swapped_dates": True})
    assert [str(each["月份"]) for each in rows] == ["2025-03-04", "2025-04-13", "2025-05-05"]
    assert (told["day"].examples[0].place, told["day"].examples[0].read) == ("B2", "2025-03-04")


def test_a_real_date_that_no_swap_makes_shows_that_none_were(book):
    later = [*REAL, ["二店", dt.date(2025, 4, 28), 4]]
    assert len(book(later, {})[0]) == 4
    with pytest.raises(InputError, match=r"表!B5\) is the real date 2025-04-28, which no swap"):
        book(later, {"swapped_dates": True})
    assert len(book([HEADER, REAL[1], ["一店", "2025年4月13日", 2]], {})[0]) == 2


def test_names_of_entities_are_trimmed_and_listed_in_sheets(engagement, data):
    workbook = openpyxl.Workbook()
    for row in (["store", "date", "amount"], ["一店 ", "2025-01-05", 1], ["二店", "2025-01-05", 2]):
        workbook.active.append(row)
    workbook.save(data / "sales.xlsx")
    client = engagement(
        [{"id": "s", "measure": "sum(amount)"}], {"f": {"file": "sales.xlsx", "time": "date", "entity": "store"}}
    )
    with open_engine(client) as engine:
        assert sorted(engine.frame(engine.facts("f").table)["store"]) == ["一店", "二店"]
        (told,) = (each for each in engine.conversions if each.kind == "trimmed")
    assert (told.column, told.count, told.examples[0].place, told.examples[0].read) == ("store", 1, "A2", "一店")


def test_a_title_states_the_scale_of_money_in_brackets(book):
    cells = [["2025年销售月报（万元）"], HEADER, ["一店", "2025-01", 1.5]]
    assert book(cells, {"first_row": 2})[0][0]["销售额"] == 15_000


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (["销售月报", "(RMB in thousands)"], 1_500), (["RMB million"], 1_500_000), (["销售月报", "人民币万元"], 15_000),
        (["(万)"], 15_000), (["计量单位：万"], 15_000), (["Unit: 10,000 yuan"], 15_000), (["Sales (thousands)"], 1_500),
        (["Currency: RMB", "in thousands"], 1_500), (["(RMB in thousands)", "单位：千元"], 1_500), (["Sales in RMB 100 million"], 150_000_000),
        (["人民币", "千元"], 1_500), (["100 million yuan"], 150_000_000), (["万家灯火", "百分"], 1.5),
    ],
)  # fmt: skip
def test_a_cell_above_the_header_states_the_scale_of_money_however_it_is_worded(book, line, value):
    made, told = book([line, HEADER, ["一店", "2025-01", 1.5]], {"first_row": 2})
    assert made[0]["销售额"] == value
    assert ("scale" in told) == (value != 1.5)


@pytest.mark.parametrize(
    "line", [["(USD in thousands)"], ["$ in millions"], ["销售月报", "美元"], ["币种：美元 单位：万元"], ["USD"]]
)
def test_another_currency_above_the_header_is_refused_whatever_stands_between_it_and_its_multiple(book, line):
    with pytest.raises(
        InputError, match=r"the engagement counts in CNY \(currency: USD in engagement.yaml where.*layout, scale"
    ):
        book([line, HEADER, ["一店", "2025-01", 1.5]], {"first_row": 2})


def test_a_multiple_that_says_nothing_of_money_is_asked_about_where_figures_may_be_none(book):
    rows = [["计量单位：万"], ["门店", "月份", "客流", "完成率"], ["一店", "2025-01", 1.5, 0.9]]
    with pytest.raises(
        InputError, match=r"表!C2\) heads figures of '客流' in a sheet of 万元, and nothing tells whether it"
    ):
        book(rows, {"first_row": 2}, numbers=["客流"])
    assert book(rows, {"first_row": 2}, numbers=["完成率"])[0][0]["完成率"] == 0.9
    assert book(rows, {"first_row": 2, "scale": {"客流": "万"}}, numbers=["客流"])[0][0]["客流"] == 15_000


@pytest.mark.parametrize("whole", ["全年", "Full year", "2025年全年", "Full Year 2025", "FY", "全年合计", "2025年合计"])
def test_a_year_beside_its_quarters_is_left_out_and_listed_or_refused_where_it_differs(book, whole):
    quarters = ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    layout = {"wide": {"name": "季度", "value": "销售额"}}
    made, told = book(
        [["门店", *quarters, whole], ["一店", 1, 2, 3, 4, 10], ["二店", 5, 6, 7, 8, 26]], layout, days=["季度"]
    )
    assert set(made[0]) == {"门店", "季度", "销售额"}
    assert (told["total_column"].count, told["total_column"].examples[0].written) == (1, whole)
    with pytest.raises(InputError, match=r"表!F2\) has 11 under .* a (?:year|time of several months)"):
        book([["门店", *quarters, whole], ["一店", 1, 2, 3, 4, 11]], layout, days=["季度"])


def test_whole_years_side_by_side_become_rows(book):
    rows = [["门店", "2024年全年", "2025 全年"], ["一店", 1, 2]]
    made, _ = book(rows, {"wide": {"name": "年度", "value": "销售额"}}, days=["年度"])
    assert [(each["年度"].year, each["销售额"]) for each in made] == [(2024, 1), (2025, 2)]


@pytest.mark.parametrize("told", ["note", "tab"])
def test_a_scale_in_a_note_or_a_sheet_s_name_is_applied_by_a_layout_and_else_refused(book, told):
    rows = [HEADER, ["一店", "2025-01", 1.5], ["二店", "2025-01", 2]]
    rows += [["注：金额单位为万元"]] if told == "note" else []

    def prepare(workbook):
        workbook.active.title = "表" if told == "note" else "销售(万元)"

    made, kinds = book(rows, {}, prepare=prepare)
    assert [each["销售额"] for each in made] == [15_000, 20_000]
    assert kinds["scale"].count == 2
    with pytest.raises(InputError, match=r"states no unit, while .* states 万元|has '注：金额单位为万元'"):
        book(rows, prepare=prepare)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('0.0"万元"', "is stored as 12 and shown with '万元' by its number format"),
        ('0.0"%"', "shown with '%'"),
        ("[$$-409]#,##0.00", r"shown with '\$'"),
        ('"\u00a5"#,##0', ""),
        ('0"元"', ""),
        ('_("x"* #,##0_)', ""),
    ],
)
def test_a_unit_that_only_a_number_format_shows_is_refused_with_its_cell_unless_the_layout_says_it(book, code, told):
    rows = [HEADER, ["一店", "2025-01", 12]]

    def prepare(workbook):
        workbook.active["C2"].number_format = code

    if told:
        with pytest.raises(InputError, match=rf"表.xlsx \(表!C2\) of column '销售额' .*{told}"):
            book(rows, prepare=prepare)
        assert book(rows, {"scale": {"销售额": "元"}}, prepare=prepare)[0][0]["销售额"] == 12
    else:
        assert book(rows, prepare=prepare)[0][0]["销售额"] == 12
