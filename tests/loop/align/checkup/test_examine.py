"""KPI sheets of different make: what is found in each, and what is not."""

import pytest
from openpyxl import load_workbook

from diagnostics.errors import InputError
from diagnostics.loop.align.checkup import examine
from diagnostics.loop.align.checkup.problems import CODES, OWN
from diagnostics.model.checkup import HARMS, MOST
from diagnostics.terms import known_ids
from tests.loop.align.checkup.sheets import MAKES, workbook

HEAD = ["考核指标", "计算公式", "权重", "目标值", "评分标准", "数据来源", "考核周期"]
FINE = [
    ["检验及时率", "按时完成的批次÷应检批次", "40%", "≥98%", "完成率×权重，最高120%", "MES", "月度"],
    ["漏检率", "漏检件数÷检验件数", "40%", "≤0.2%", "目标÷实际×权重，最高120%", "客诉台账", "月度"],
    ["报告差错率", "有错的份数÷报告份数", "20%", "≤1%", "每超1%扣10分，每低1%加2分", "抽查表", "月度"],
]


def found(checkup):
    return {each.key: [example.name for example in each.examples] for each in checkup.problems}


@pytest.fixture
def sheet(tmp_path):
    """Checkup of one sheet with a role above its table."""

    def made(rows, head=HEAD, merges=()):
        return examine(workbook(tmp_path / "sheet.xlsx", {"考核表": ([["岗位：质检员"], head, *rows], merges)}))

    return made


def changed(row, **cells):
    places = {"name": 0, "formula": 1, "weight": 2, "target": 3, "rule": 4, "source": 5, "cycle": 6}
    told = {places[name]: text for name, text in cells.items()}
    return [told.get(place, text) for place, text in enumerate(FINE[row])]


def test_a_clean_sheet_has_no_problem_and_nothing_unread(tmp_path):
    checkup = examine(MAKES["clean"](tmp_path / "clean.xlsx"))
    assert (checkup.problems, checkup.doubts, checkup.rewritten) == ((), (), ())
    assert [(each.name, each.weighted) for each in checkup.cards] == [("质检员", True)]


def test_roles_merged_down_a_column_make_a_card_each(tmp_path):
    checkup = examine(MAKES["list_by_role"](tmp_path / "a.xlsx"))
    assert [(each.name, len(each.items)) for each in checkup.cards] == [("渠道销售", 4), ("采购专员", 4)]
    problems = found(checkup)
    assert problems["PD101"] == ["采购专员"]
    assert problems["wrong_way"] == ["采购成本率"]
    assert problems["scoring_open"] == problems["PD122"] == ["来料质量"]
    assert problems["PD118"] == ["提升客户满意度", "供应商管理"]
    assert problems["judged"] == ["供应商管理"]
    assert problems["PD106"] == ["提升客户满意度", "供应商管理"]
    assert [each.key for each in checkup.worst] == ["PD101", "wrong_way", "scoring_open", "PD122", "PD118"]


def test_problems_are_ranked_by_what_goes_wrong_then_by_weight(tmp_path):
    for name, make in MAKES.items():
        checkup = examine(make(tmp_path / f"{name}.xlsx"))
        order = [(HARMS.index(each.harm), -each.share) for each in checkup.problems]
        assert order == sorted(order)
        assert len(checkup.worst) <= MOST
        assert all(0 < each.share <= 1 for each in checkup.problems)


def test_forms_of_people_are_read_over_a_header_of_two_rows(tmp_path):
    checkup = examine(MAKES["sheet_per_person"](tmp_path / "a.xlsx"))
    first, second = checkup.cards
    assert (first.name, second.name) == ("仓库主管 · 李芳", "叉车司机 · 赵强")
    assert [round(each.item.weight, 2) for each in first.items] == [0.4, 0.3, 0.2, 0.1]
    targets = first.items[0].item.targets
    assert (targets.base, targets.target, targets.stretch) == (0.97, 0.99, 0.998)
    assert [each.kpi.cycle for each in second.items] == ["month"] * 3
    assert "PD121" not in found(checkup)
    # One point of a KPI of 40 is 2.5 of 100.
    assert first.items[0].item.scoring.per_event == 2.5
    assert ("说明", "sheet") in [(each.place, each.why) for each in checkup.doubts]


def test_english_blocks_below_each_other_are_cards_of_their_own(tmp_path):
    checkup = examine(MAKES["english_blocks"](tmp_path / "a.xlsx"))
    assert checkup.language == "en"
    assert [each.name for each in checkup.cards] == ["Support engineer", "Account manager"]
    problems = found(checkup)
    assert problems["PD101"] == ["Account manager"]
    assert problems["PD104"] == ["Support engineer"]
    assert problems["wrong_way"] == ["Average handling time"]
    assert problems["PD118"] == ["Teamwork", "Improve forecast quality"]


def test_kpis_beside_each_other_are_read_by_column(tmp_path):
    checkup = examine(MAKES["turned"](tmp_path / "a.xlsx"))
    (card,) = checkup.cards
    assert card.name == "客服专员"
    assert [(each.name, each.place) for each in card.items][:2] == [
        ("接通率", "Sheet1!B2"),
        ("平均通话时长", "Sheet1!C2"),
    ]
    assert found(checkup)["only_deducts"] == ["客服专员"]


@pytest.mark.parametrize(
    ("row", "cells", "key"),
    [
        (0, {"rule": "高于目标加分，低于扣分"}, "scoring_open"),
        (0, {"rule": None}, "scoring_missing"),
        (0, {"target": "较好"}, "target_missing"),
        (0, {"target": None}, "target_missing"),
        (0, {"name": "加强检验工作"}, "PD118"),
        (0, {"target": "及时率≥98%，漏检率≤1%"}, "PD122"),
        (0, {"target": "≥30天"}, "PD119"),
        (1, {"rule": "实际÷目标×权重"}, "wrong_way"),
        (1, {"rule": "≤0.2%得80分，0.2%-0.5%得100分"}, "wrong_way"),
        (1, {"target": "≥0.2%"}, "PD123"),
        (0, {"formula": "实际检验周期÷标准周期", "target": "≥1"}, "PD124"),
        (0, {"target": "≥980%"}, "PD125"),
        (0, {"source": None}, "PD106"),
        (0, {"formula": None, "rule": "每低1%扣2分"}, "PD107"),
        (0, {"cycle": None}, "PD121"),
        (0, {"weight": None}, "weight_missing"),
        (0, {"name": "销售额", "formula": "开票金额合计", "target": "100万元"}, "PD128"),
        (0, {"name": "主管印象", "target": None, "rule": "主管酌情评分"}, "judged"),
    ],
)
def test_one_thing_wrong_is_found_at_its_kpi(sheet, row, cells, key):
    rows = [changed(place, **cells) if place == row else FINE[place] for place in range(len(FINE))]
    about = rows[row][0]
    assert found(sheet(rows)).get(key) == [about]


def test_an_unread_rule_is_listed_with_its_cell_and_taken_for_no_other(sheet):
    checkup = sheet([changed(0, rule="按公司制度执行"), *FINE[1:]])
    assert [(each.place, each.written, each.why) for each in checkup.doubts] == [
        ("考核表!E3", "按公司制度执行", "scoring_words")
    ]
    assert checkup.cards[0].items[0].rule == "words"
    assert found(checkup) == {}


def test_a_ratio_that_excel_took_for_a_time_is_listed(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"考核表": ([HEAD, *FINE], [])})
    book = load_workbook(path)
    cell = book["考核表"]["D2"]
    cell.value = 1 / 24 + 3 / 1440
    cell.number_format = "h:mm"
    book.save(path)
    assert [(each.place, each.why) for each in examine(path).doubts] == [("考核表!D2", "target_time")]


def test_one_weight_for_several_is_found_and_no_total_is_claimed(sheet):
    rows = [changed(0, weight="80%"), changed(1, weight=None), changed(2, weight="10%")]
    problems = found(sheet(rows, merges=["C3:C4"]))
    assert problems["weight_shared"] == ["检验及时率", "漏检率"]
    assert not {"PD101", "PD104", "weight_missing"} & set(problems)


def test_a_group_weight_beside_own_weights_changes_nothing(sheet):
    head = ["维度", "维度权重", *HEAD]
    rows = [["质量", "80%", *FINE[0]], [None, None, *FINE[1]], ["记录", "20%", *FINE[2]]]
    checkup = sheet(rows, head, merges=["A3:A4", "B3:B4"])
    assert [each.item.weight for each in checkup.cards[0].items] == [0.4, 0.4, 0.2]
    assert checkup.problems == ()


def test_bonus_items_are_left_out_of_the_weights(sheet):
    head = ["类别", *HEAD]
    rows = [*(["业绩", *row] for row in FINE), ["加分项", "合理化建议", None, "5%", "1条", "每条加1分", "台账", "月度"]]
    checkup = sheet(rows, head)
    assert [each.why for each in checkup.doubts] == ["extra"]
    assert found(checkup) == {}


def test_two_tables_of_one_person_are_one_card_where_their_weights_are_one_whole(tmp_path):
    rows = [["岗位：质检员"], HEAD, *FINE[:2], [], HEAD, FINE[2]]
    path = workbook(tmp_path / "a.xlsx", {"质检员": (rows, [])})
    assert [len(each.items) for each in examine(path).cards] == [3]


def test_a_text_file_is_read_too_and_places_are_lines(tmp_path):
    path = tmp_path / "kpi.csv"
    lines = ["岗位," + ",".join(HEAD), *("质检员," + ",".join(row) for row in [*FINE[:2], changed(2, weight="25%")])]
    path.write_text("\n".join(lines), encoding="gb18030")
    checkup = examine(path)
    assert [each.place for each in checkup.cards[0].items] == ["line 2", "line 3", "line 4"]
    assert found(checkup) == {"PD101": ["质检员"]}


def test_a_workbook_without_such_a_table_is_refused_with_what_is_looked_for(tmp_path):
    path = workbook(tmp_path / "sales.xlsx", {"明细": ([["日期", "门店", "金额"], ["2025-01-01", "东店", 3]], [])})
    with pytest.raises(InputError, match=r"sales\.xlsx holds no table of KPIs \(sheets '明细'\).*权重"):
        examine(path)


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "kpi.xlsx"
    path.write_bytes(b"no workbook at all")
    with pytest.raises(InputError, match="kpi.xlsx"):
        examine(path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_problem_has_its_words(language):
    told = {f"checkup.problem.{key}.{part}" for key in (*CODES, *OWN) for part in ("title", "why", "do")}
    assert told <= known_ids(language)
    assert {each for each in known_ids(language) if each.startswith("checkup.problem.")} == told
