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


def test_bands_that_fall_as_the_figure_gets_better_are_an_error(system):
    system.items[0]["scoring"] = {"rule": "bands", "bands": [{"at": 1, "points": 100}, {"at": 2, "points": 60}]}
    assert "points fall as the figure gets better" in system.one("PD113").message.en


def test_it_does_not_fire_for_bands_that_rise(system):
    system.items[0]["scoring"] = {"rule": "bands", "bands": [{"at": 1, "points": 60}, {"at": 2, "points": 100}]}
    assert system.findings("PD113") == []


@pytest.mark.parametrize("scoring", [{"rule": "threshold"}, {"rule": "deduction", "per_event": 5}])
def test_it_does_not_fire_for_a_target_of_zero_where_nothing_is_divided_by_it(system, scoring):
    system.items[3] |= {"scoring": scoring, "targets": {"target": 0, "from": "history"}}
    assert system.findings("PD113") == []


def test_a_start_of_pay_needs_a_target_above_zero(system):
    scoring = {"rule": "deduction", "per_event": 5, "start": 0.8}
    system.items[3] |= {"scoring": scoring, "targets": {"target": 0, "from": "history"}}
    assert "zero or negative" in system.one("PD113").message.en


def test_the_remedy_shows_what_fitting_rules_give(system):
    system.items[3]["scoring"] = {"rule": "level"}
    remedy = system.one("PD113").remedy
    assert "complement 120/110/100/90/80；inverse_ratio 125/111/100/91/83" in remedy.zh
    assert "complement 120/110/100/90/80; inverse_ratio" in remedy.en


def test_the_remedy_for_a_negative_target_shows_the_difference(system):
    system.items[0] |= {"scoring": {"rule": "ratio"}, "targets": {"target": -5, "from": "history"}}
    assert "difference 80/90/100/110/120" in system.one("PD113").remedy.en


@pytest.mark.parametrize(
    ("rule", "target", "given"),
    [("level", [2, 3], "ratio 80/90/100/91/83"), ("ratio", [-3, 3], "difference 80/90/100/90/80")],
)
def test_the_remedy_for_a_range_is_that_of_a_range(system, rule, target, given):
    system.kpis["traffic"]["direction"] = "range"
    system.items[1] |= {"scoring": {"rule": rule}, "targets": {"target": target, "from": "history"}}
    assert given in system.one("PD113").remedy.en
