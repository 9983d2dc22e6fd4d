"""KPI tables beside each other and below each other on one sheet."""

import pytest

from diagnostics.loop.align.checkup import examine
from tests.loop.align.checkup.sheets import workbook

HEAD = ["考核指标", "权重", "目标值", "评分标准"]
SALES = [["销售额", "60%", "≥120万", "完成率×权重"], ["新客户数", "40%", "≥12个", "完成率×权重"]]
BUYING = [
    ["到货及时率", "50%", "≥95%", "每低1%扣3分"], ["采购成本率", "30%", "≤62%", "每超1%扣3分"],
    ["来料合格率", "20%", "≥98%", "每低1%扣5分"],
]  # fmt: skip
GAP = [None]


def beside(left, right, gap=GAP):
    """Rows of two tables next to each other, the shorter one filled up."""
    height = max(len(left), len(right))
    blank = [[None] * len(HEAD)]
    pairs = zip(left + blank * (height - len(left)), right + blank * (height - len(right)), strict=True)
    return [[*one, *gap, *other] for one, other in pairs]


def cards(tmp_path, rows, merges=()):
    checkup = examine(workbook(tmp_path / "sheet.xlsx", {"考核表": (rows, merges)}))
    return [
        (each.name, [item.name for item in each.items], [round(item.item.weight, 9) for item in each.items])
        for each in checkup.cards
    ]


BOTH = [
    ("销售", ["销售额", "新客户数"], [0.6, 0.4]),
    ("采购", ["到货及时率", "采购成本率", "来料合格率"], [0.5, 0.3, 0.2]),
]


def role(name):
    return [f"岗位：{name}", None, None, None]


@pytest.mark.parametrize("gap", [[None], [None, None, None]])
def test_two_tables_beside_each_other_are_two_cards(tmp_path, gap):
    rows = beside([role("销售"), HEAD, *SALES], [role("采购"), HEAD, *BUYING], gap)
    assert cards(tmp_path, rows) == BOTH


def test_a_title_and_a_note_merged_across_both_part_nothing(tmp_path):
    rows = [
        ["2025年度考核表"],
        *beside([role("销售"), HEAD, *SALES], [role("采购"), HEAD, *BUYING]),
        ["备注：由人力资源部解释。"],
    ]
    assert cards(tmp_path, rows, ("A1:I1", "A7:I7")) == BOTH


def test_headers_may_stand_in_different_rows(tmp_path):
    rows = beside([role("销售"), HEAD, *SALES], [[None] * 4, [None] * 4, role("采购"), HEAD, *BUYING])
    assert cards(tmp_path, rows) == BOTH


def test_tables_beside_each_other_may_stand_below_a_broad_one(tmp_path):
    broad = [*HEAD, "数据来源", "考核周期", "责任人"]
    rows = [
        ["岗位：质检"], broad, ["漏检率", "100%", "≤1%", "每超1%扣3分", "MES", "月度", "李芳"], [None],
        *beside([role("销售"), HEAD, *SALES], [role("采购"), HEAD, *BUYING]),
    ]  # fmt: skip
    assert cards(tmp_path, rows) == [("质检", ["漏检率"], [1.0]), *BOTH]


def test_the_same_headings_once_more_are_a_second_table_without_a_blank_column(tmp_path):
    rows = beside([HEAD, *SALES], [HEAD, *BUYING], [])
    assert [names for _, names, _ in cards(tmp_path, rows)] == [names for _, names, _ in BOTH]


def test_tables_below_each_other_are_a_card_each(tmp_path):
    assert cards(tmp_path, [role("销售"), HEAD, *SALES, [None], role("采购"), HEAD, *BUYING]) == BOTH


def test_a_blank_column_within_one_table_parts_nothing(tmp_path):
    rows = [role("销售"), ["考核指标", "权重", None, "目标值", "评分标准"]]
    rows += [[name, weight, None, *rest] for name, weight, *rest in SALES]
    assert cards(tmp_path, rows) == BOTH[:1]


def test_columns_merged_in_every_row_part_nothing(tmp_path):
    rows = [role("销售"), ["考核指标", None, None, "权重", "目标值", "评分标准"]]
    rows += [[name, None, None, *rest] for name, *rest in SALES]
    assert cards(tmp_path, rows, ("A2:C2", "A3:C3", "A4:C4")) == BOTH[:1]
