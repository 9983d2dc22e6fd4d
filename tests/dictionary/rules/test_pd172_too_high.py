import pytest

from tests.dictionary.rules.observed import rows, waves


@pytest.mark.parametrize(("direction", "target"), [("higher", 11.8), ("lower", 8.2)])
def test_a_target_that_one_of_ten_figures_reaches_is_found(system, direction, target):
    system.kpis["traffic"]["direction"] = direction
    system.options["observations"] = rows("traffic", waves(), target)
    finding = system.one("PD172")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert ("这些数值中最好为 12" if direction == "higher" else "这些数值中最好为 8") in finding.message.zh
    assert "大约一半能达到的水平是" in finding.remedy.zh


def test_10_per_cent_are_too_few(system):
    system.options["observations"] = rows("traffic", [11] * 2 + [9] * 18, 10.0)
    assert "10%" in system.one("PD172").message.zh


@pytest.mark.parametrize("reaching", [3, 10, 17])
def test_it_does_not_fire_where_more_reach_it(system, reaching):
    system.options["observations"] = rows("traffic", [11] * reaching + [9] * (20 - reaching), 10.0)
    assert system.findings("PD172") == []


def test_it_does_not_fire_on_fewer_than_ten_figures(system):
    system.options["observations"] = rows("traffic", [9] * 9, 10.0)
    assert system.findings("PD172") == []


def test_a_range_that_is_hardly_ever_held_is_found_without_a_proposal(system):
    system.kpis["traffic"]["direction"] = "range"
    system.items[1]["targets"] = {"target": [11.9, 12.1], "from": "history"}
    system.options["observations"] = rows("traffic", waves(), 11.9, high=12.1)
    assert "下调目标值，使大约一半" in system.one("PD172").remedy.zh
