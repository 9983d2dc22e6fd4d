"""Weights, targets and scoring as sheets write them, and whatever is no such thing."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.scoring import misfit
from diagnostics.loop.align.checkup.column_words import heading_role, settle
from diagnostics.loop.align.checkup.scoring_text import read_scoring
from diagnostics.loop.align.checkup.steps import fitted
from diagnostics.loop.align.checkup.target_text import read_target
from diagnostics.loop.align.checkup.weight_text import as_shares, read_weight


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        (["30%", 0.2, "50％"], (0.3, 0.2, 0.5)),
        ([30, "20", 50.0], (0.3, 0.2, 0.5)),
        (["40分", "60 分"], (0.4, 0.6)),
        (["10-20", None, "三成", True, float("nan")], (None,) * 5),
        ([0.25, 0.75], (0.25, 0.75)),
        # One per cent beside figures of a hundred is no hundred per cent.
        ([1, 99], (0.01, 0.99)),
    ],
)
def test_weights_become_shares_and_what_is_no_number_none(cells, shares):
    assert as_shares([read_weight(each) for each in cells]) == shares


@pytest.mark.parametrize(
    ("cell", "name", "unit", "value", "of", "direction"),
    [
        ("≥90%", "回款率", "", 0.9, "share", "higher"),
        ("不低于85分", "客户满意度", "", 85, "score", "higher"),
        ("≤20元/人", "获客成本", "", 20, "money", "lower"),
        ("3天内", "结案", "", 3, "days", "lower"),
        ("季度100万", "签约额", "", 1_000_000, "money", None),
        ("季度100万", "营收达成率", "", 1_000_000, "money", None),
        ("1:3", "活动ROI", "", 3, "ratio", None),
        ("100个客户", "新客户数", "", 100, "count", None),
        ("98%以上（去年96%）", "合格率", "", 0.98, "share", "higher"),
        ("零投诉", "投诉", "", 0, "count", None),
        ("无重大事故", "安全", "", 0, "count", "lower"),
        (0.95, "合格率", "", 0.95, "share", None),
        (30, "签约额", "万元", 300_000, "money", None),
        ("≥95", "及时率", "%", 0.95, "share", "higher"),
        ("at least 6", "New customers", "", 6, None, "higher"),
    ],
)
def test_targets_are_read_with_unit_and_direction(cell, name, unit, value, of, direction):
    read = read_target(cell, name, unit)
    assert (read.value, read.direction, read.why, read.assumed) == (pytest.approx(value), direction, "", False)
    assert of is None or read.unit == of


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (None, "blank"), ("/", "blank"), ("及时完成", "words"), ("6月30日前完成", "deadline"), (date(2025, 6, 30), "deadline"),
        (time(1, 3), "time"), ("评审通过率≥95%，Bug率≤2%", "several"), ("同比增长20%", "change"), ("50-60万", "range"),
        (float("nan"), "words"), (float("inf"), "words"),
    ],
)  # fmt: skip
def test_what_is_no_single_figure_says_why(cell, why):
    read = read_target(cell, "交付")
    assert (read.value, read.why) == (None, why)


def test_a_bare_figure_of_a_rate_is_taken_for_per_cent_and_says_so():
    read = read_target(92, "回款率")
    assert (read.value, read.assumed) == (0.92, True)


@pytest.mark.parametrize(
    ("text", "kind", "direction", "content"),
    [
        ("每低1%扣2分", "deduction", "higher", {"per_event": 2, "every": 0.01}),
        ("每低于目标1个百分点扣2分，扣完为止", "deduction", "higher", {"per_event": 2, "every": 0.01}),
        ("每延迟1天扣5分", "deduction", "lower", {"per_event": 5, "every": 1}),
        ("每超10秒扣1分", "deduction", "lower", {"per_event": 1}),
        ("一次扣5分", "deduction", "lower", {"per_event": 5}),
        ("缺一项扣2分", "deduction", "higher", {"per_event": 2}),
        ("发生一般事故扣5分/次", "deduction", "lower", {"per_event": 5}),
        ("每增加1%加2分，每减少1%扣3分", "deduction", "higher", {"per_event": 3, "bonus": 2}),
        ("Deduct 2 points per 1% below target", "deduction", "higher", {"per_event": 2, "every": 0.01}),
        ("完成率×权重", "ratio", None, {"cap": None}),
        ("完成率×权重，最高120%", "ratio", None, {"cap": 1.2}),
        ("实际费用/预算，低于预算加分", "ratio", "lower", {}),
        ("计划天数÷实际天数", "inverse", "lower", {}),
        ("达标得满分，未达标不得分", "threshold", None, {}),
        ("Full points if met, otherwise 0", "threshold", None, {}),
        ("≥95%得100分，90%-95%得80分，<90%得0分", "bands", "higher", {}),
        ("90%≤X<95%，得80分；X≥95%，得100分；X<90%，0分", "bands", "higher", {}),
        ("3天内100分，5天内80分，超过5天0分", "bands", "lower", {}),
        ("优20分，良15分，中10分，差0分", "anchors", None, {}),
        ("上级评分", "judged", None, {}),
        ("低于目标加分，高于扣分", "open", "lower", {}),
        ("高于目标扣分", "open", "lower", {}),
        ("未按时扣分", "open", None, {}),
        ("按公司制度执行", "words", None, {}),
        ("", "blank", None, {}),
    ],
)
def test_scoring_is_read_or_says_what_it_lacks(text, kind, direction, content):
    read = read_scoring(text)
    assert (read.kind, read.direction) == (kind, direction)
    for name, value in content.items():
        assert getattr(read.scoring, name) == (value if value is None else pytest.approx(value)), name


def test_bands_begin_on_the_worse_side_and_fit_their_direction():
    for text in ("≥95%得100分，90%-95%得80分，<90%得0分", "3天内100分，5天内80分，超过5天0分"):
        read = read_scoring(text)
        assert misfit(read.scoring, read.direction) == ""
    assert [(each.at, each.points) for each in read.scoring.bands] == [(3, 100), (5, 80)]


def test_points_of_a_kpi_with_its_own_whole_are_brought_to_a_hundred():
    assert read_scoring("每低1%扣1分", whole=20).scoring.per_event == 5
    assert [
        each.points for each in read_scoring("98%以上得30分，95%-98%得15分，95%以下得0分", whole=30).scoring.bands
    ] == [100, 50]


def test_a_step_in_per_cent_of_a_target_in_money_is_a_part_of_it():
    assert fitted(read_scoring("每超10%扣5分"), "money", 50_000.0).scoring.every == 5000
    unstated = fitted(read_scoring("每超10%扣5分"), "money", None)
    assert (unstated.unit, unstated.scoring.every) == ("share", 0.1)


@given(st.text(max_size=80))
def test_any_text_is_read_or_left_and_never_breaks(text):
    read_scoring(text)
    read_target(text, text)
    heading_role(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("KPI指标", "name"), ("关键绩效指标(KPI)", "name"), ("考 核 项 目", "task"), ("权重（%）", "weight"), ("分值", "weight"),
        ("目标值", "target"), ("2025年目标", "target"), ("考核标准", "standard"), ("评分标准", "scoring"), ("考核办法", "scoring"),
        ("计分", "rated"), ("数据来源部门", "source"), ("评估周期", "cycle"), ("责任部门", "owner"), ("岗位", "role"),
        ("指标定义", "definition"), ("计算公式", "definition"), ("自评", "aside"), ("完成情况", "aside"), ("备注", "aside"),
        ("挑战值", "stretch"), ("一级指标", "category"), ("Key performance indicator", "name"), ("Scoring rule", "scoring"),
        # What stands in rows is no heading, though it has the words of one.
        ("完成率×权重", None), ("≥95%", None), ("每低1%扣2分", None), ("感想", None),
    ],
)  # fmt: skip
def test_headings_tell_what_columns_hold(text, role):
    assert heading_role(text) == role


def test_of_several_names_the_finest_names_the_kpi():
    roles = {0: "task", 1: "task", 2: "weight", 3: "standard", 4: "rated"}
    assert settle(roles, {0: 2, 1: 6}, {3: True, 4: False}) == {
        0: "category", 1: "name", 2: "weight", 3: "scoring", 4: "aside",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["超1%以内扣5分，超2%以内扣10分，超2%以上不得分", "超预算5%以内扣2分，超过5%不得分", "逾期1-3天扣5分，4-7天扣10分",
     "超1天扣2分，超3天扣10分", "低于95%扣5分，低于90%扣20分", "延迟3天以上扣10分", "24小时内未处理扣5分",
     "95%以上得满分，90%-95%扣5分，90%以下扣10分"],
)  # fmt: skip
def test_points_off_once_for_a_range_are_none_for_each_step(text):
    read = read_scoring(text)
    assert (read.kind, read.scoring, read.more, read.rest) == ("words", None, (), "")


@pytest.mark.parametrize(
    ("text", "points"),
    [("每超1%以内扣5分", 5), ("1次扣2分，2次扣4分", 2), ("迟到1次扣2分，泄密1次扣10分", 2), ("低于目标5%以内不扣分，每超1%扣2分", 2),
     ("延迟1天扣3分", 3)],
)  # fmt: skip
def test_points_off_for_each_step_stay_so_beside_other_words(text, points):
    read = read_scoring(text)
    assert (read.kind, read.scoring.per_event) == ("deduction", points)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Linear between threshold and target", "linear"), ("底线至目标之间按比例得分", "linear"), ("目标÷实际，按比例得分", "inverse"),
     ("Inverse ratio", "inverse"), ("反比例得分", "inverse"), ("Pass/fail", "threshold"), ("达标满分", "threshold")],
)  # fmt: skip
def test_rules_by_their_names_are_read(text, kind):
    read = read_scoring(text)
    assert (read.kind, read.rest) == (kind, "")
