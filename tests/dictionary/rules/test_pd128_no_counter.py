import pytest


def alone(system, name, direction="higher", **fields):
    """A card on which nothing speaks of quality."""
    system.kpis["traffic"] |= {"name": name, "direction": direction, **fields}
    system.kpis["conversion"]["name"] = "客流密度"
    system.items = [each for each in system.items if each["kpi"] in {"traffic", "conversion"}]
    return system


@pytest.mark.parametrize(
    ("name", "direction", "severity"),
    [
        ("平均通话时长", "lower", "warning"), ("客户拜访量", "higher", "warning"), ("销售额", "higher", "warning"), ("营收达成率", "higher", "warning"),
        ("产量", "higher", "warning"), ("采购成本", "lower", "tip"), ("仓储出错次数", "lower", "tip"),
        ("Average handling time", "lower", "warning"), ("Sales calls", "higher", "warning"), ("Sales revenue", "higher", "warning"),
    ],
)  # fmt: skip
def test_a_kpi_that_is_easily_gamed_and_stands_alone_is_found(system, name, direction, severity):
    finding = alone(system, name, direction).one("PD128")
    assert (finding.severity, finding.about) == (severity, "traffic")
    assert "counters" in finding.remedy.zh


def test_several_of_one_kind_on_a_card_are_one_finding(system):
    alone(system, "销售额").kpis["conversion"]["name"] = "销量"
    assert system.one("PD128").about == "traffic"


def test_another_card_on_which_it_stands_alone_is_found(system):
    items = [{"kpi": "revenue", "weight": 1, "core": True, "targets": {"target": 10, "from": "history"}}]
    system.more_cards = [{"entity": "wuhou", "profile": "department", "items": items, "name": "武侯店考核表"}]
    assert "武侯店考核表" in system.one("PD128").message.zh


@pytest.mark.parametrize(
    ("name", "direction"),
    [("客户满意度", "higher"), ("平均通话时长", "higher"), ("客流", "higher"), ("毛利率", "higher"), ("投诉率", "lower"), ("人均产出", "higher"),
     ("Customer Injury Rate", "lower"), ("库存周转天数", "lower"), ("利润", "higher")],
)  # fmt: skip
def test_it_does_not_fire_for_other_kinds(system, name, direction):
    assert alone(system, name, direction).findings("PD128") == []


def test_it_does_not_fire_with_a_counter_metric(system):
    assert alone(system, "销售额", counters=["complaints"]).findings("PD128") == []


def test_it_does_not_fire_where_the_card_has_one(system):
    system.kpis["traffic"]["name"] = "销售额"
    assert system.findings("PD128") == []


def test_it_does_not_fire_off_the_scorecards(system):
    alone(system, "销售额").items = [each for each in system.items if each["kpi"] != "traffic"]
    assert system.findings("PD128") == []
