import pytest


@pytest.mark.parametrize(("item", "rule"), [(0, "inverse_ratio"), (0, "complement"), (3, "level")])
def test_a_rule_that_rewards_the_wrong_way_is_an_error(system, item, rule):
    system.items[item]["scoring"] = {"rule": rule}
    finding = system.one("PD113")
    assert finding.severity == "error"
    assert rule in finding.message.zh


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("ratio", 0),
        ("ratio", -5),
        ("ratio", [{"from": "2025", "value": 1}, {"from": "2026", "value": 0}]),
        ("difference", 0),
    ],
)
def test_a_target_that_can_not_be_divided_by_is_an_error(system, rule, target):
    system.items[0] |= {"scoring": {"rule": rule}, "targets": {"target": target, "from": "history"}}
    assert "zero or negative" in system.one("PD113").message.en


@pytest.mark.parametrize(
    ("rule", "target"),
    [("difference", -5), ("level", 0), ("ratio", 5), ("ratio", {"expression": "mean(x)"})],
)
def test_it_does_not_fire_where_rule_and_target_fit(system, rule, target):
    system.items[0] |= {"scoring": {"rule": rule}, "targets": {"target": target, "from": "history"}}
    assert system.findings("PD113") == []


@pytest.mark.parametrize("rule", ["ratio", "inverse_ratio", "complement", "difference"])
def test_it_does_not_fire_for_rules_that_know_lower_is_better(system, rule):
    system.items[3]["scoring"] = {"rule": rule}
    assert system.findings("PD113") == []


def test_it_does_not_fire_for_a_kpi_without_direction(system):
    system.kpis["traffic"]["direction"] = "none"
    assert system.findings("PD113") == []
