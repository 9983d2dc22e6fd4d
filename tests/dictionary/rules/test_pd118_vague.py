import pytest


def bare_target(system, item=1):
    del system.items[item]["targets"]
    return system


@pytest.mark.parametrize(
    ("name", "variant_word", "proposal"),
    [
        ("提升团队效率", "提升", "人均产出"),
        ("做好客户服务", "做好", "客户投诉率"),
        ("持续优化采购流程", "优化", "合格率"),
        ("团队建设", "建设", "流失率"),
        ("Improve customer service", "Improve", "投诉率"),
        ("Teamwork", "Teamwork", "按期完成率"),
    ],
)
def test_a_call_or_a_field_of_work_is_a_warning_with_a_proposal(system, name, variant_word, proposal):
    bare_target(system).kpis["traffic"]["name"] = name
    finding = system.one("PD118")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert variant_word in finding.message.zh
    assert proposal in finding.remedy.zh


def test_it_is_a_tip_where_a_target_in_figures_stands_beside_it(system):
    system.kpis["traffic"]["name"] = "提升客户满意度"
    assert system.one("PD118").severity == "tip"


def test_it_is_a_tip_where_the_definition_counts(system):
    bare_target(system).kpis["traffic"] |= {"name": "提升项目管理", "definition": "按期完成的项目 ÷ 全部项目"}
    assert system.one("PD118").severity == "tip"


@pytest.mark.parametrize("words", ["及时完成回访的会员 ÷ 有效会员", "members called promptly per active member"])
def test_a_degree_without_a_limit_is_a_tip(system, words):
    system.kpis["traffic"]["definition"] = words
    assert system.one("PD118").severity == "tip"


def test_it_does_not_fire_for_a_bare_label_over_a_definition_that_counts(system):
    bare_target(system).kpis["traffic"] |= {"name": "技术文档完整性", "definition": "已交的文档 ÷ 应交的文档"}
    assert system.findings("PD118") == []


@pytest.mark.parametrize(
    "name",
    ["部门人均产出提升20%", "客户投诉率", "改善提案数", "提升机故障率", "优化项目完成率", "客户满意度提升率", "有效线索量", "维护费用",
     "Increase in sales", "Improvement suggestions per head", "降低投诉率至1%以下", "毛利"],
)  # fmt: skip
def test_it_does_not_fire_where_something_is_counted(system, name):
    bare_target(system).kpis["traffic"]["name"] = name
    assert system.findings("PD118") == []


@pytest.mark.parametrize(
    "words",
    [
        "七日内及时完成回访的会员 ÷ 有效会员",
        "按计划及时交付的订单 ÷ 订单",
        "及时率按合同时限计算",
        "calls answered promptly, within 20 seconds",
    ],
)
def test_it_does_not_fire_for_a_degree_with_a_limit_or_a_plan(system, words):
    system.kpis["traffic"]["definition"] = words
    assert system.findings("PD118") == []
