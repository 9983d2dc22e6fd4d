import pytest

from tests.dictionary.rules.observed import rows, waves


@pytest.mark.parametrize(("direction", "target"), [("higher", 8.2), ("lower", 11.8)])
def test_a_target_that_nine_of_ten_figures_reach_is_found(system, direction, target):
    system.kpis["traffic"]["direction"] = direction
    system.options["observations"] = rows("traffic", waves(), target)
    finding = system.one("PD171")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert "36 次中有" in finding.message.zh
    assert "大约一半能达到的水平是" in finding.remedy.zh


def test_90_per_cent_are_too_many(system):
    system.options["observations"] = rows("traffic", [11] * 18 + [9] * 2, 10.0)
    assert "90%" in system.one("PD171").message.zh


@pytest.mark.parametrize("reaching", [17, 10, 3])
def test_it_does_not_fire_where_fewer_reach_it(system, reaching):
    system.options["observations"] = rows("traffic", [11] * reaching + [9] * (20 - reaching), 10.0)
    assert system.findings("PD171") == []


def test_it_does_not_fire_on_fewer_than_ten_figures(system):
    system.options["observations"] = rows("traffic", [11] * 9, 10.0)
    assert system.findings("PD171") == []


def test_it_does_not_fire_where_the_target_was_raised_since(system):
    targets = [{"from": "2023-01", "value": 8}, {"from": "2025-07", "value": 11}]
    system.items[1]["targets"] = {"target": targets, "from": "history"}
    system.options["observations"] = rows("traffic", waves(), [8.0] * 30 + [11.0] * 6)
    assert system.findings("PD171") == []


def test_it_does_not_fire_where_nobody_judges_the_figure(system):
    system.kpis["traffic"]["direction"] = "none"
    system.options["observations"] = rows("traffic", waves(), 8.0)
    assert system.findings("PD171") == []


def test_figures_that_are_all_the_same_get_no_proposal(system):
    system.options["observations"] = rows("traffic", [11] * 20, 10.0)
    assert "改为只跟踪" in system.one("PD171").remedy.zh


def test_an_own_card_takes_the_store_from_the_card_of_its_role(system):
    items = [{**each, "targets": {"target": 11, "from": "history"}} for each in system.items]
    system.more_cards = [{"entity": "wuhou", "items": items}]
    system.options["observations"] = rows("traffic", [11.5] * 18 + [10] * 2, 11.0)
    (finding,) = system.findings("PD171")
    assert "wuhou" in finding.message.en
