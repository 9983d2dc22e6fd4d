from datetime import date

import pytest

from diagnostics.model.change_request import ChangeRequest


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


@pytest.mark.parametrize(
    ("unit", "scoring", "target"),
    [
        ("score", {"rule": "level"}, 85),
        ("score", {"rule": "level"}, None),
        ("score", {"rule": "level", "full": 5}, 85),
        ("money", {"rule": "level"}, None),
        ("share", {"rule": "level", "full": 100}, 0.9),
        ("ratio", {"rule": "level"}, 85),
    ],
)
def test_a_level_whose_whole_is_counted_in_another_unit_is_an_error(system, unit, scoring, target):
    system.kpis["traffic"]["unit"] = unit
    system.items[1] |= {"scoring": scoring, "targets": None if target is None else {"target": target}}
    finding = system.one("PD113")
    assert (finding.severity, finding.variant) == ("error", "full")
    assert "100 for ratings of up to 100" in finding.remedy.en


@pytest.mark.parametrize(
    ("unit", "scoring", "target"),
    [
        ("score", {"rule": "level", "full": 100}, 85),
        ("score", {"rule": "level", "full": 100}, None),
        ("share", {"rule": "level"}, 0.9),
        ("ratio", {"rule": "level"}, None),
        ("count", {"rule": "level"}, 1),
    ],
)
def test_it_does_not_fire_for_a_level_in_the_unit_of_its_kpi(system, unit, scoring, target):
    system.kpis["traffic"]["unit"] = unit
    system.items[1] |= {"scoring": scoring, "targets": None if target is None else {"target": target}}
    assert system.findings("PD113") == []


@pytest.mark.parametrize(
    ("item", "scoring"),
    [
        (1, {"rule": "deduction", "per_event": 5}),
        (3, {"rule": "deduction", "per_event": 5, "start": 0.8}),
        (1, {"rule": "bands", "of": "target", "bands": [{"at": 1, "points": 100}]}),
        (1, {"rule": "bands", "start": 0.5, "bands": [{"at": 1, "points": 100}]}),
        (1, {"rule": "threshold"}),
    ],
)
def test_a_rule_that_counts_from_a_target_that_nobody_gives_is_an_error(system, item, scoring):
    system.items[item] |= {"scoring": scoring, "targets": None}
    assert "nobody has points" in system.one("PD113").message.en


@pytest.mark.parametrize(
    ("item", "scoring", "targets"),
    [
        (3, {"rule": "deduction", "per_event": 5}, None),
        (1, {"rule": "deduction", "per_event": 5}, {"target": {"expression": "mean(x)"}, "from": "history"}),
        (1, {"rule": "bands", "bands": [{"at": 1, "points": 100}]}, None),
        (1, {"rule": "ratio"}, None),
    ],
)
def test_it_does_not_fire_where_no_target_is_needed_or_the_data_give_it(system, item, scoring, targets):
    system.items[item] |= {"scoring": scoring, "targets": targets}
    assert system.findings("PD113") == []


def test_a_change_that_makes_a_target_negative_is_an_error(system):
    change = {
        "id": "c1",
        "kpi": "revenue",
        "scorecard": "manager",
        "old": 10,
        "new": -5,
        "kind": "major",
        "reason": "r",
    }
    change |= {"requested": date(2025, 1, 1), "agreed_by": ["boss"], "from": "2025-01"}
    system.options["changes"] = [ChangeRequest.model_validate(change)]
    assert "zero or negative" in system.one("PD113").message.en
    system.options["changes"] = [ChangeRequest.model_validate(change | {"new": 5})]
    assert system.findings("PD113") == []


@pytest.mark.parametrize(("target", "count"), [([0, 5], 0), ([-1, 5], 1), ([0, 0], 1)])
def test_a_range_may_begin_at_zero_and_not_below(system, target, count):
    system.kpis["traffic"]["direction"] = "range"
    system.items[1] |= {"targets": {"target": target, "from": "history"}}
    assert len(system.findings("PD113")) == count


def test_it_is_looked_for_where_entities_are_not_known(system):
    system.options["entities"] = None
    system.items[0]["scoring"] = {"rule": "complement"}
    assert system.one("PD113").variant == "direction"
