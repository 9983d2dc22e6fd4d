"""perfloop new --from on sheets made for eyes: what it proposes computes, and says what it is unsure of."""

import datetime as dt

import openpyxl
import pytest
import xlwt
import yaml

import diagnostics as dx
from diagnostics.data.engine import open_engine
from diagnostics.data.quality.columns import used_columns
from diagnostics.data.quality.extent import extent, up_to
from diagnostics.errors import InputError
from diagnostics.run.proposal.told import NOTHING
from diagnostics.run.rehearsal import propose_and_rehearse

STORES = ("人民路店", "中山路店", "解放路店")


@pytest.fixture
def propose(tmp_path):
    """Write a sheet, propose from it, and give folder, questions and the company's figures."""

    def made(name, rows=(), merges=(), prepare=None):
        if rows:
            workbook = openpyxl.Workbook()
            for row in rows:
                workbook.active.append(row)
            for each in merges:
                workbook.active.merge_cells(each)
            if prepare:
                prepare(workbook)
            workbook.save(tmp_path / name)
        folder = tmp_path / "client"
        for each in ("data", "notes"):
            (folder / each).mkdir(parents=True)
        propose_and_rehearse(folder, tmp_path / name, ("client", "某客户"), NOTHING)
        table = dx.observe(dx.open_engagement(folder)).table
        company = table[(table["level"] == "company") & (table["kpi"] == table["kpi"].iloc[0])]
        figures = dict(zip(company["period"], company["value"], strict=True))
        return folder, (folder / "questions.md").read_text("utf-8"), figures

    return made


def source(folder):
    return yaml.safe_load((folder / "engagement.yaml").read_text("utf-8"))["sources"]["facts"]


def test_title_unit_months_subtotals_and_notes(propose):
    rows = [
        ["门店月度销售额"], [None, None, None, "单位:万元"], ["区域", "门店", "1月", "2月", "一季度", "合计"],
        ["华东", STORES[0], 1.2, 2.3, 3.5, 3.5], [None, STORES[1], 2, None, 2, 2], ["华东小计", None, 3.2, 2.3, 5.5, 5.5],
        ["华南", STORES[2], "1.5", "２．５", 4, 4], ["总 计", None, 4.7, 4.8, 9.5, 9.5], ["注:含税"],
    ]  # fmt: skip
    folder, told, figures = propose("2025年月报.xlsx", rows, ["A1:F1", "A4:A5"])
    assert figures == {"2025-01": 47000.0, "2025-02": 48000.0}
    assert source(folder)["layout"] == {"first_row": 3, "year": 2025, "wide": {"name": "月份", "value": "销售额"}}
    entities = dx.open_engagement(folder).entities
    assert [each.label for each in entities.at_level("region")] == ["华东", "华南"]
    assert {entities[each.parent].label for each in entities.at_level("store")} == {"华东", "华南"}
    for each in ("2025 was taken from the title", "华东小计", "万元", "notes", "lies in one '区域'"):
        assert each in told


def test_blanks_below_a_name_that_nothing_merges_are_asked_about(propose):
    rows = [["地区", "类别", "2025年1月", "2025年2月"]]
    rows += [
        [region if at == 0 else None, kind, 1, 2] for region in ("华东", "华南") for at, kind in enumerate("甲乙丙")
    ]
    folder, told, figures = propose("表.xlsx", rows)
    assert source(folder)["layout"]["fill"] == ["地区"]
    assert "blank in 4 rows below a name, and not merged" in told
    assert figures == {"2025-01": 6.0, "2025-02": 12.0}


def test_people_are_never_entities_dimensions_or_questions(propose):
    rows = [["工号", "姓名", "部门", "2025年1月", "2025年2月"]]
    rows += [[f"E{at}", f"员工{at}", "一部" if at % 2 else "二部", at, at] for at in range(1, 13)]
    folder, told, _ = propose("业绩.xlsx", rows)
    assert (source(folder)["person"], source(folder)["entity"]) == ("工号", "部门")
    for name in ("entities.csv", "kpis.yaml", "questions.md"):
        assert "员工1" not in (folder / name).read_text("utf-8")
    assert "nobody is named" in told


def test_the_sheet_with_facts_is_chosen_and_hidden_ones_are_not_read(propose):
    def prepare(workbook):
        facts = workbook.create_sheet("数据")
        facts.append(["产线", "日期", "产量(件)"])
        for at in range(6):
            facts.append([f"{at % 2 + 1}号线", dt.date(2025, 1 + at % 2, 3), 10])
        hidden = workbook.create_sheet("薪酬")
        hidden.sheet_state = "hidden"
        hidden.append(["工号", "工资"])

    folder, told, figures = propose("封面.xlsx", [["生产月报"], ["编制:张三"]], prepare=prepare)
    assert source(folder)["sheet"] == "数据"
    assert "Hidden sheets were not read: '薪酬'" in told
    assert figures == {"2025-01": 30.0, "2025-02": 30.0}


def test_quarters_are_counted_by_the_quarter_and_days_by_the_month(propose):
    _, told, figures = propose(
        "季度.xlsx", [["部门", "2024Q1", "2024Q2", "2024年合计"], ["一", 1, 2, 3], ["二", 1, 2, 3]]
    )
    assert figures == {"2024Q1": 2.0, "2024Q2": 4.0}
    assert "counted by the quarter" in told


def test_days_as_columns_are_days_though_the_first_is_the_first_of_a_month(propose):
    rows = [["门店", *(dt.date(2025, 3, day) for day in range(1, 6))], *([each, 1, 1, 1, 1, 1] for each in STORES)]
    _, _, figures = propose("日报.xlsx", rows)
    assert figures == {"2025-03": 15.0}


def test_an_old_workbook_is_proposed_from(propose, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("明细")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    for at, cell in enumerate(("日期", "门店", "销售额(元)")):
        sheet.write(0, at, cell)
    for at in range(1, 7):
        sheet.write(at, 0, dt.date(2025, 1 + at % 2, at), day)
        sheet.write(at, 1, STORES[at % 3])
        sheet.write(at, 2, 10.5)
    book.save(str(tmp_path / "明细.xls"))
    _, _, figures = propose("明细.xls")
    assert figures == {"2025-01": 31.5, "2025-02": 31.5}


def test_months_that_no_year_can_be_told_of_are_asked_for(propose):
    with pytest.raises(InputError, match="name periods without a year, and no title says it"):
        propose("表.xlsx", [["门店", "1月", "2月"], ["甲", 1, 2], ["乙", 1, 2]])


def test_a_figure_that_may_be_money_is_asked_about_where_the_sheet_has_a_scale(propose):
    rows = [["2025年月报(单位:万元)"], ["门店", "月份", "备货", "新增会员"]]
    rows += [[store, f"2025-0{month}", 2.5, 30] for store in STORES for month in (1, 2, 3)]
    folder, told, _ = propose("表.xlsx", rows)
    assert source(folder)["layout"]["scale"] == {"备货": "万元"}
    assert "were taken for money" in told


def test_a_unit_within_a_header_makes_no_line_of_units(propose):
    folder, _, figures = propose(
        "a.xlsx",
        [
            ["日期", "门店", "销售额（单位：万元）", "成本（单位：万元）"],
            ["2025-01-01", STORES[0], 5, 1],
            ["2025-01-02", STORES[1], 6, 2],
        ],
    )
    assert source(folder)["layout"] == {}
    assert figures == {"2025-01": 110_000}


def test_labels_merged_over_facts_stand_for_all_of_them(propose):
    rows = [["月份", "门店", "销售额"]]
    rows += [[month, store, value] for month, store, value in (
        ("2025-01", STORES[0], 10), ("2025-02", None, 20), ("2025-01", STORES[1], 50), ("2025-02", None, 200)
    )]  # fmt: skip
    folder, _, figures = propose("a.xlsx", rows, merges=("B2:B3", "B4:B5"))
    assert source(folder)["layout"] == {}
    assert figures == {"2025-01": 60, "2025-02": 220}


def test_a_plain_reading_of_merged_labels_is_refused(propose):
    rows = [["月份", "门店", "销售额"], ["2025-01", STORES[0], 10], ["2025-02", None, 20], ["2025-01", STORES[1], 5]]
    folder, _, _ = propose("a.xlsx", rows, merges=("B2:B3",))
    settings = yaml.safe_load((folder / "engagement.yaml").read_text("utf-8"))
    del settings["sources"]["facts"]["layout"]
    (folder / "engagement.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InputError, match=r"B2\) is merged down to B3: say layout: \{\}"):
        dx.observe(dx.open_engagement(folder))


@pytest.mark.parametrize(("title", "header", "periods"), [
    ("2024年销售额", list(range(1, 13)), ["2024-01", "2024-12"]), ("2024年各月销售额", [1, 2, 3], ["2024-01", "2024-03"]),
    ("2024年销售额", ["Jan", "Feb", "Mar"], ["2024-01", "2024-03"]), ("2024年销售额", ["M1", "M2"], ["2024-01", "2024-02"]),
    ("销售额", ["Jan-24", "Feb-24"], ["2024-01", "2024-02"]), ("销售额", ["1Q24", "2Q24"], ["2024Q1", "2024Q2"]),
    ("销售额", ["FY23", "FY24"], ["2023", "2024"]),
])  # fmt: skip
def test_short_names_of_periods_side_by_side(propose, title, header, periods):
    rows = [[title], ["门店", *header], *([store, *range(5, 5 + len(header))] for store in STORES)]
    _, told, figures = propose("表.xlsx", rows)
    assert [next(iter(figures)), list(figures)[-1]] == periods
    assert figures[periods[0]] == 15
    assert told.count("Fiscal years") == ("FY23" in header)


def test_numbers_that_no_title_calls_months_are_none(propose):
    rows = [["月份", "门店", 1, 2], *([f"2024-0{at}", store, at, 5] for at in (1, 2) for store in STORES)]
    folder, _, _ = propose("2024年月报.xlsx", rows)
    assert "layout" not in source(folder)


def test_a_sheet_for_each_month_is_refused_with_what_to_do(propose):
    def sheets(workbook):
        for month in (1, 2):
            sheet = workbook.create_sheet(f"2024年{month}月")
            for row in (["门店", "销售额"], ["一店", 3], ["二店", 4]):
                sheet.append(row)
        workbook.remove(workbook.worksheets[0])

    with pytest.raises(
        InputError, match=r"only the names of its sheets \('2024年1月', '2024年2月'\).*a column such as 月份"
    ):
        propose("月.xlsx", [["x"]], prepare=sheets)


def test_a_unit_beside_the_header_is_no_header_and_scales_the_money(propose):
    rows = [
        ["月份", "门店", "销售额", "客流", None, "单位:万元"],
        *([f"2024-0{at}", store, at, 5] for at in (1, 2) for store in STORES),
    ]
    folder, told, figures = propose("表.xlsx", rows)
    assert figures == {"2024-01": 30_000.0, "2024-02": 60_000.0}
    assert source(folder)["layout"] == {"scale": {"销售额": "万元"}}
    assert "F1) says '单位:万元' beside the header" in told


def test_a_row_of_units_below_the_header_names_what_to_say(propose):
    rows = [["月份", "门店", "销售额", "客流"], [None, None, "万元", "人"]]
    rows += [[f"2024-0{at}", store, at, 5] for at in (1, 2) for store in STORES]
    _, told, _ = propose("表.xlsx", rows)
    assert "C2) has '万元' in column '销售额', which is no number. That is a unit" in told
    assert "say layout.header_rows: 2" in told


@pytest.mark.parametrize("unit", ["(RMB in thousands)", "单位：千元", "人民币千元"])
def test_a_unit_beside_the_title_is_no_header_and_scales_the_figures(propose, unit):
    rows = [["销售月报", None, unit], ["门店", "月份", "销售额"], ["东店", "2025-01", 1.5], ["西店", "2025-01", 2]]
    _, told, figures = propose("表.xlsx", rows)
    assert figures == {"2025-01": 3500.0}
    assert "千元 stand above or in the header" in told


def test_a_column_of_days_with_a_blank_in_its_name_is_read_by_every_reader(propose):
    rows = [["Order Date", "Store (name)", "Sales Amount"]]
    rows += [[f"2025-0{month}-05", store, month] for month in (1, 2, 3) for store in STORES]
    folder, _, figures = propose("orders.xlsx", rows)
    engagement = dx.open_engagement(folder)
    with open_engine(engagement) as engine:
        assert used_columns(engine, "facts") == ("Sales Amount", "Store (name)", "Order Date")
        card = extent(engine, up_to(engine, "facts", engagement.settings.calendar.parse("2025-02")))
    assert (figures["2025-03"], card.rows, card.last) == (9.0, 6, "2025-02-05")


@pytest.mark.parametrize("second", [["单位:万元", None, None, None, "编制:财务部"], ["编制单位:财务部   单位:万元"]])
def test_a_title_merged_over_a_part_of_the_columns_is_no_header(propose, second):
    months = [f"2025年{at}月" for at in (1, 2, 3)]
    rows = [["华盛集团经营月报"], second, ["大区", "分公司", *(each for month in months for each in (month, None))],
            [None, None, *["营业收入", "毛利率"] * 3]]  # fmt: skip
    rows += [["华东", store, *[at + 1, 0.25] * 3] for at, store in enumerate(STORES)]
    folder, _, figures = propose("月报.xlsx", rows, ["A1:D1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3"])
    assert (source(folder)["layout"]["first_row"], source(folder)["entity"]) == (3, "分公司")
    assert figures == {"2025-01": 60_000.0, "2025-02": 60_000.0, "2025-03": 60_000.0}


def test_a_group_of_columns_named_above_them_is_no_title(propose):
    rows = [[None, "2025年"], ["门店", "1月", "2月", "3月"], *([store, 1, 2, 3] for store in STORES)]
    folder, _, figures = propose("表.xlsx", rows, ["B1:D1"])
    assert (source(folder)["layout"]["header_rows"], figures["2025-03"]) == (2, 9)


def test_rows_of_percent_beside_rows_of_numbers_count_as_they_say(propose):
    rows = [["车间", "指标", "2024Q1", "2024Q2", "单位"]]
    rows += [
        [shop, *row]
        for shop in ("一车间", "二车间")
        for row in (("产量", 4040, 2632, "件"), ("合格率", "93.9%", "92.9%", "%"), ("废品损失", 1.45, 6.58, "万元"))
    ]
    folder, told, _ = propose("质量.xlsx", rows)
    table = dx.observe(dx.open_engagement(folder)).table
    kpis = {each["name"]: each["id"] for each in yaml.safe_load((folder / "kpis.yaml").read_text("utf-8"))}
    of = table[(table["level"] == "company") & (table["period"] == "2024Q1")].set_index("kpi")["value"]
    assert [round(of[kpis[each]], 6) for each in ("产量", "合格率", "废品损失")] == [8080, 0.939, 29000]
    assert "each cell of '数值' counts as it says (layout, scale)" in told


def test_a_row_that_mixes_percent_and_numbers_is_refused(propose):
    rows = [["车间", "指标", "2024Q1", "2024Q2"], ["一车间", "产量", 4040, 2632], ["一车间", "合格率", "93.9%", 92.9]]
    with pytest.raises(InputError, match=r"'93.9%' in column '数值', beside bare numbers .* --scale 数值=元"):
        propose("质量.xlsx", rows)
