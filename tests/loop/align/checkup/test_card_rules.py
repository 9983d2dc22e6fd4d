"""Rules about whole cards that a sheet alone can be held to, and sheets that say too little for them."""

import pytest

from diagnostics.loop.align.checkup import examine
from tests.loop.align.checkup.sheets import workbook

HEAD = ["类别", "考核指标", "计算公式", "权重", "目标值", "评分标准", "数据来源", "考核周期"]
ROWS = [
    ["检验及时率", "按时完成的批次÷应检批次", "40%", "≥98%", "完成率×权重，最高120%", "MES", "月度"],
    ["漏检率", "漏检件数÷检验件数", "40%", "≤0.2%", "目标÷实际×权重，最高120%", "客诉台账", "月度"],
    ["报告差错率", "有错的份数÷报告份数", "20%", "≤1%", "每超1%扣10分，每低1%加2分", "抽查表", "月度"],
]


@pytest.fixture
def keys(tmp_path):
    """Problems of a sheet with these categories, title cells, weights and cycles."""

    def made(above, categories=(None, None, None), weights=("40%", "40%", "20%"), cycles=("月度",) * 3):
        rows = [
            [category, *row[:2], weight, *row[3:6], cycle]
            for category, row, weight, cycle in zip(categories, ROWS, weights, cycles, strict=True)
        ]
        checkup = examine(workbook(tmp_path / "sheet.xlsx", {"考核表": ([above, HEAD, *rows], ())}))
        return [each.key for each in checkup.problems]

    return made


@pytest.mark.parametrize(
    ("above", "more", "key"),
    [
        (["岗位：质检员"], {"categories": ("核心指标", "支撑指标", "支撑指标")}, "PD103"),
        (["岗位：质检员"], {"categories": ("核心指标", "支撑指标", "核心指标")}, "PD140"),
        (["岗位：质检员"], {"categories": ("结果", "结果", "先行指标")}, "PD141"),
        (["岗位：大客户销售"], {"categories": ("过程指标", "过程指标", "结果指标")}, "PD142"),
        (["岗位：行政专员"], {"categories": ("结果指标", "结果指标", "结果指标")}, "PD142"),
        (["岗位：质量总监"], {"categories": ("过程指标", "过程指标", "结果指标")}, "PD143"),
        (["岗位：质量部经理"], {"categories": ("财务", "客户", "内部流程")}, "PD143"),
        (["岗位：测试工程师"], {"categories": ("结果指标", "结果指标", "业绩指标")}, "PD143"),
        (["岗位：质检员", "考核周期：", "月度"], {"cycles": ("月度", "季度", "月度")}, "PD144"),
        (["岗位：测试工程师", "考核周期：每周"], {"cycles": ("每周",) * 3}, "PD144"),
        (["岗位：华宁公司"], {"categories": ("财务", "客户", "内部流程")}, "PD164"),
    ],
)
def test_what_categories_and_names_tell_is_judged(keys, above, more, key):
    assert key in keys(above, **more)


@pytest.mark.parametrize(
    ("above", "more"),
    [
        (["岗位：质检员"], {"categories": ("核心指标", "核心指标", "支撑指标")}),
        (["岗位：质检员"], {"categories": ("核心指标", None, "支撑指标")}),
        (["岗位：质检员"], {"categories": ("先行指标", "结果", "结果")}),
        (["岗位：大客户销售"], {"categories": ("结果指标", "过程指标", "结果指标")}),
        (["岗位：大客户销售"], {}),
        (["岗位：客户经理"], {"categories": ("财务", "客户", "内部流程")}),
        (["岗位：质检员", "考核周期：", "季度"], {"cycles": ("月度", "季度", "月度")}),
        (["2025年度销售绩效考核表"], {}),
        (["岗位：华宁公司"], {"categories": ("财务", "客户", None)}),
    ],
)
def test_what_a_sheet_does_not_tell_is_not_judged(keys, above, more):
    assert set(keys(above, **more)) <= {"PD106"}


TEAM = ["部门", "姓名", "考核指标", "权重", "目标值", "评分标准"]


def team(tmp_path, *rows):
    told = [[*each, "100%", target, "完成率×权重"] for *each, target in rows]
    checkup = examine(workbook(tmp_path / "team.xlsx", {"考核表": ([TEAM, *told], ())}))
    found = [each for each in checkup.problems if each.key == "PD160"]
    return [(one.name, one.detail.zh) for each in found for one in each.examples]


def test_people_whose_targets_do_not_add_up_to_their_departments_are_found(tmp_path):
    found = team(
        tmp_path, ("销售部", None, "新客户数", "≥70个"), (None, "李芳", "新客户数", "≥20个"),
        (None, "王敏", "新客户数", "≥20个"), (None, "赵强", "新客户数", "≥20个"),
        ("采购部", None, "合格率", "≥98%"), (None, "周杰", "合格率", "≥98%"), (None, "吴霞", "合格率", "≥98%"),
    )  # fmt: skip
    assert found == [("销售部 · 新客户数", "目标 70，分到个人合计 60")]


@pytest.mark.parametrize("third", ["≥30个", "≥40个"])
def test_targets_that_are_handed_out_in_full_are_none(tmp_path, third):
    assert team(
        tmp_path, ("销售部", None, "新客户数", "≥70个"), (None, "李芳", "新客户数", "≥20个"),
        (None, "王敏", "新客户数", "≥20个"), (None, "赵强", "新客户数", third),
    ) == []  # fmt: skip
