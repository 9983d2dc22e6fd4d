"""What is proposed in place of rules that score the wrong way and formulas that are upside down."""

import openpyxl
import pytest

from diagnostics.dictionary.wording import rewording
from diagnostics.loop.align.checkup.examine import examine

HEAD = ["指标", "定义", "权重", "目标值", "评分标准"]
RULES = [
    (["采购成本降低率", "", "≥5%", "每高1%扣5分"], "采购成本降低率：每高1%扣5分", "实际 ÷ 目标 × 权重（越高越好）"),
    (["员工满意度", "", "≥80分", "目标/实际*100"], "员工满意度：目标/实际*100", "实际 ÷ 目标 × 权重（越高越好）"),
    (["采购周期", "", "≤15天", "实际/目标*100"], "采购周期：实际/目标*100", "目标 ÷ 实际 × 权重（越低越好）"),
    (["客户投诉次数", "", "0次", "完成率"], "客户投诉次数：完成率", "每超 ____ 扣 ____ 分，扣完为止（越低越好）"),
    (["准时交付率", "", "≤95%", "完成率*100"], "准时交付率：≤95%", "目标改为 ≥95%（越高越好）"),
    (["来料不良率", "", "不低于1%", "每高0.1%扣2分"], "来料不良率：不低于1%", "目标改为 不高于1%（越低越好）"),
    (["工期达成率", "实际工期÷计划工期", "≥95%", "每低1%扣2分"], "实际工期 ÷ 计划工期", "得分＝计划工期 ÷ 实际工期"),
    (["服务得分", "投诉单数÷服务单数", "≥90%", "每低1%扣2分"], "投诉单数 ÷ 服务单数", "1 − 投诉单数 ÷ 服务单数"),
    (["销售完成率", "计划销售额÷实际销售额", "≥95%", "每低1%扣2分"], "计划销售额 ÷ 实际销售额", "得分＝实际销售额 ÷ 计划销售额"),
]  # fmt: skip
SOUND = [
    ["缺陷修复率", "已修复缺陷数÷缺陷总数", "≥95%", "完成率×100"],
    ["库存周转率", "销售成本÷平均库存", "≥6次", "完成率×100"],
    ["退货处理及时率", "24小时内处理退货数÷退货总数", "≥98%", "完成率×100"],
    ["客户投诉率", "投诉单数÷订单数", "≤1%", "每高0.1%扣2分"],
]


def rewritten(path, rows):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for name, definition, target, rule in rows:
        book.active.append([name, definition or None, 1 / len(rows), target, rule])
    book.save(path)
    return examine(path)


@pytest.fixture(scope="module")
def proposals(tmp_path_factory):
    checkup = rewritten(tmp_path_factory.mktemp("a") / "a.xlsx", [row for row, *_ in RULES])
    return {each.before: each.after.zh for each in checkup.rewritten}


@pytest.mark.parametrize(("before", "after"), [told for _, *told in RULES], ids=[row[0] for row, *_ in RULES])
def test_the_proposal_follows_the_true_direction(proposals, before, after):
    assert after in proposals[before]


def test_where_sign_and_name_disagree_a_rule_that_fits_the_name_stays(proposals):
    assert "准时交付率：完成率*100" not in proposals
    assert "来料不良率：每高0.1%扣2分" not in proposals


def test_nothing_of_a_sound_sheet_is_turned_round(tmp_path):
    checkup = rewritten(tmp_path / "a.xlsx", SOUND)
    assert checkup.rewritten == ()
    assert not {"PD123", "PD124", "wrong_way"} & {each.key for each in checkup.problems}


@pytest.mark.parametrize("name", ["沟通协调能力", "执行能力", "领导能力", "专业能力", "学习能力"])
def test_an_ability_is_rated_by_what_can_be_seen_and_not_by_an_exam(name):
    after = rewording(name).after
    assert after.zh.startswith("行为锚定评分")
    assert "培训" not in after.zh


def test_training_is_still_measured_by_its_exam():
    assert rewording("加强员工培训").after.zh.startswith("培训考核一次通过率")
