import math

import pytest

from tests.dictionary.rules.observed import rows, waves


@pytest.fixture
def by_data(system):
    system.items[1]["targets"] = {"target": {"expression": "mean(goal)"}, "from": "strategy"}
    return system


def test_a_zero_that_means_none_is_found_and_judges_nothing(by_data):
    by_data.options["observations"] = rows("traffic", waves(), [0.0] * 16 + [10.0] * 20)
    finding = by_data.one("PD176")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert "16 期（共 36 期）的目标值为零" in finding.message.zh
    assert by_data.findings("PD171") == []


def test_zero_beside_other_targets_means_none_where_lower_is_better_too(by_data):
    by_data.kpis["traffic"]["direction"] = "lower"
    by_data.options["observations"] = rows("traffic", waves(), [0.0] * 16 + [10.0] * 20)
    assert "为零" in by_data.one("PD176").message.zh


def test_it_does_not_fire_on_a_target_of_no_accidents(by_data):
    by_data.kpis["traffic"]["direction"] = "lower"
    by_data.options["observations"] = rows("traffic", [0, 1, 0, 2] * 9, 0.0)
    assert by_data.findings("PD176") == []
    by_data.options["observations"] = rows("traffic", [1, 2] * 18, 0.0)
    assert by_data.findings("PD176") == []


def test_it_does_not_fire_on_figures_around_zero(by_data):
    by_data.options["observations"] = rows("traffic", [-1, 1] * 18, 0.0)
    assert by_data.findings("PD176") == []


def test_periods_without_a_target_are_a_tip(by_data):
    by_data.options["observations"] = rows("traffic", waves(), [math.nan] * 6 + [10.0] * 30)
    finding = by_data.one("PD176")
    assert finding.severity == "tip"
    assert "6 期（共 36 期）没有目标值" in finding.message.zh


def test_it_does_not_fire_before_a_dated_target_begins(system):
    system.items[1]["targets"] = {"target": [{"from": "2023-07", "value": 10}], "from": "history"}
    system.options["observations"] = rows("traffic", waves(), [math.nan] * 6 + [10.0] * 30)
    assert system.findings("PD176") == []
