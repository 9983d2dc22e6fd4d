import pytest

from diagnostics.errors import Place


@pytest.mark.parametrize("targets", [{"target": 10}, {"target": 10, "from": "none"}])
def test_a_target_without_origin_is_found(system, targets):
    system.items[1]["targets"] = targets
    finding = system.one("PD110")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert "拍脑袋" in finding.message.zh


def test_the_place_is_the_items(system):
    system.items[1]["targets"] = {"target": 10}
    system.options["places"] = {("item", "manager", "traffic"): Place("scorecards.yaml", 6)}
    assert system.one("PD110").place == "scorecards.yaml:6"


@pytest.mark.parametrize("origin", ["history", "benchmark", "strategy", "contract"])
def test_it_does_not_fire_where_the_origin_is_told(system, origin):
    system.items[1]["targets"] = {"target": 10, "from": origin}
    assert system.findings("PD110") == []


def test_it_does_not_fire_without_a_target(system):
    del system.items[1]["targets"]
    assert system.findings("PD110") == []
