"""For what period a KPI of a sheet counts, and where nobody says."""

import pytest

from diagnostics.loop.align.checkup.examine import examine
from tests.loop.align.checkup.sheets import workbook

HEAD = ["指标", "定义", "权重", "目标", "评分规则", "周期"]


def examined(path, rows, head=HEAD):
    return examine(workbook(path / "a.xlsx", {"表": ([head, *rows], [])}))


@pytest.mark.parametrize(
    ("told", "cycle"),
    [("Q", "quarter"), ("m", "month"), ("Y", "year"), ("季", "quarter"), ("月", "month"), ("年", "year"), ("周", "week"),
     ("Qtr.", "quarter")],
)  # fmt: skip
def test_a_letter_in_a_column_of_periods_is_read(tmp_path, told, cycle):
    rows = [[name, "甲÷乙", "50%", "≥90%", "完成率×权重", told] for name in ("及时率", "合格率")]
    checkup = examined(tmp_path, rows)
    assert [each.kpi.cycle for each in checkup.cards[0].items] == [cycle, cycle]
    assert "PD121" not in {each.key for each in checkup.problems}


def test_a_letter_that_is_no_period_is_none(tmp_path):
    rows = [[name, "甲÷乙", "50%", "≥90%", "完成率×权重", "X"] for name in ("及时率", "合格率")]
    assert "PD121" in {each.key for each in examined(tmp_path, rows).problems}


def test_every_place_without_a_period_is_named_whether_its_target_was_read_or_not(tmp_path):
    rows = [["收入", "甲", "40%", "5000万/600万", "完成率×权重"], ["合格率", "甲÷乙", "30%", "≥90%", "完成率×权重"],
            ["培训", "甲", "30%", "加强培训", "完成率×权重"]]  # fmt: skip
    problem = next(each for each in examined(tmp_path, rows, HEAD[:-1]).problems if each.key == "PD121")
    assert [each.name for each in problem.examples] == ["收入", "合格率", "培训"]


@pytest.mark.parametrize(
    ("rule", "defined"),
    [("完成率（实际/目标）×权重", False), ("实际完成值÷目标值×分值", False), ("actual/target x weight", False),
     ("按时数÷总数×权重", True), ("实际回款额/应收额", True)],
)  # fmt: skip
def test_actual_over_target_is_no_definition(tmp_path, rule, defined):
    rows = [["及时率", "", "50%", "≥90%", rule, "月"], ["合格率", "甲÷乙", "50%", "≥90%", "完成率×权重", "月"]]
    missing = {each.key: [one.name for one in each.examples] for each in examined(tmp_path, rows).problems}
    assert ("及时率" not in missing.get("PD107", ())) is defined
