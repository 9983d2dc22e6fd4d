import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.wording import (
    better,
    compound,
    cycles_of,
    head,
    is_timed,
    measured,
    rewording,
    tells_counting,
    vague_degree,
    vague_name,
)  # fmt: skip
from diagnostics.dictionary.wording.pressure import PRESSURES, pressure_of
from diagnostics.dictionary.wording.topics import TOPICS, topic_of
from diagnostics.terms import LANGUAGES, known_ids

TEMPLATES = [
    "营收达成率",
    "新客户签约数",
    "回款率",
    "客户满意度",
    "店铺GMV达成率",
    "转化率",
    "流量获取成本",
    "售后纠纷率",
    "需求交付及时率",
    "核心功能用户使用率",
    "产品故障率",
    "用户需求满意度",
    "活动转化率",
    "活动ROI",
    "活动曝光量",
    "办公物资采购及时率",
    "会议保障满意度",
    "行政费用控制率",
    "固定资产盘点准确率",
    "项目交付及时率",
    "跨部门协作满意度",
]


@pytest.mark.parametrize("name", TEMPLATES)
def test_names_of_common_templates_are_neither_vague_nor_compound(name):
    assert vague_name(name) is None
    assert compound(name) is None
    assert measured(name) is not None


@pytest.mark.parametrize(
    ("text", "vague", "counted", "timed"),
    [
        ("提升团队效率", True, False, False),
        ("部门人均产出提升20%", False, True, False),
        ("提升产品销量", True, False, False),
        ("在第三季度通过华东地区线下渠道实现A产品销量同比增长20%", False, True, True),
        ("客户投诉率≤1%", False, True, False),
        ("个人新签客户数≥20个/季度", False, True, True),
        ("Improve sales", True, False, False),
        ("Grow sales of product A by 20% in Q3", False, True, True),
    ],
)
def test_wordings_of_the_guides_are_read_point_by_point(text, vague, counted, timed):
    assert (vague_name(text) is not None, tells_counting(text), is_timed(text)) == (vague, counted, timed)


@pytest.mark.parametrize(
    "name",
    [
        "质量",
        "代码质量",
        "技术文档完整性",
        "活动复盘及时性",
        "执行力",
        "团队合作",
        "维护客户关系",
        "完成领导交办的工作",
        "Leadership",
    ],
)
def test_qualities_and_tasks_are_told(name):
    assert vague_name(name).kind == "task"


@pytest.mark.parametrize(
    ("text", "cycles"),
    [
        ("每季度", ("quarter",)),
        ("月均销售额", ()),
        ("周转率", ()),
        ("annual revenue", ("year",)),
        ("annual report", ()),
    ],
)
def test_cycles_are_told_from_words_that_only_look_like_them(text, cycles):
    assert cycles_of(text) == cycles


def test_every_proposal_keeps_the_clients_figure_and_invents_none():
    given_target = rewording("提升客户满意度", target="≥85分").after
    assert "≥85分" in given_target.zh
    assert "____" in rewording("提升客户满意度").after.zh
    assert "____" in rewording("Improve teamwork", cycle="quarter").after.en


def test_every_topic_and_pressure_has_its_words():
    for language in LANGUAGES:
        known = known_ids(language)
        assert {f"wording.topic.{each}.{part}" for each in TOPICS for part in ("name", "formula")} <= known
        assert {f"wording.pressure.{each.key}.{part}" for each in PRESSURES for part in ("harm", "counter")} <= known


def test_a_proposal_is_itself_sound():
    for name in (
        "提升团队效率",
        "做好客户服务",
        "代码质量",
        "团队建设",
        "流程优化",
        "培训工作",
        "设备管理",
        "采购管理",
    ):
        proposed = rewording(name).after.zh.split("\uff1d")[0]
        assert vague_name(proposed) is None, proposed
        assert compound(proposed) is None
        assert topic_of(name) is not None


@given(st.text(max_size=120), st.sampled_from(["higher", "lower", "range", "none"]))
def test_any_name_is_judged_without_error(text, direction):
    assert len(head(text)) <= max(len(text), 0)
    measured(text), better(text), compound(text), vague_degree(text), cycles_of(text), is_timed(text)
    assert (rewording(text) is None) == (vague_name(text) is None and compound(text) is None)
    pressure_of((text,), direction)


@given(st.sampled_from(["投诉", "故障", "缺陷", "退货", "差错", "离职"]), st.sampled_from(["率", "次数", "数", "件数"]))
def test_a_bad_thing_counted_is_better_low_and_its_handling_is_not(thing, tail):
    assert better(thing + tail) == "lower"
    assert better(f"{thing}处理及时率") == "higher"
    assert better(f"{thing}减少率") is None
