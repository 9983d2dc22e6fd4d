import pytest


@pytest.mark.parametrize(
    ("item", "tiers"),
    [
        (0, {"base": 10, "target": 9}),
        (0, {"base": 1, "stretch": 0.5}),
        (0, {"target": 10, "stretch": 8}),
        (3, {"base": 0.1, "target": 0.2}),
    ],
)
def test_tiers_that_do_not_become_harder_are_an_error(system, item, tiers):
    system.items[item]["targets"] = {**tiers, "from": "history"}
    assert system.one("PD116").severity == "error"


@pytest.mark.parametrize(
    ("item", "tiers"),
    [
        (0, {"base": 8, "target": 10, "stretch": 12}),
        (0, {"base": 10, "target": 10}),
        (3, {"base": 0.2, "target": 0.1, "stretch": 0.05}),
        (0, {"base": 20, "target": [{"from": "2025", "value": 1}, {"from": "2026", "value": 30}]}),
        (0, {"base": 20, "target": {"expression": "mean(x)"}}),
    ],
)
def test_it_does_not_fire_where_they_do_or_can_not_be_compared(system, item, tiers):
    system.items[item]["targets"] = {**tiers, "from": "history"}
    assert system.findings("PD116") == []


def test_it_does_not_fire_for_a_range(system):
    system.kpis["traffic"]["direction"] = "range"
    system.items[1]["targets"] = {"base": [5, 6], "target": [1, 2], "from": "history"}
    assert system.findings("PD116") == []
