import pytest


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({"control": "other"}, "warning"),
        ({"control": "other", "depends_on": ["wuhou"]}, "warning"),
        ({"control": "own", "depends_on": ["销售部"]}, "warning"),
        ({"depends_on": ["销售部", "wuhou"]}, "warning"),
        ({"control": "shared"}, "tip"),
    ],
)
def test_a_kpi_that_its_holders_can_not_move_alone_is_found(system, fields, severity):
    system.kpis["traffic"] |= fields
    finding = system.one("PD127")
    assert (finding.severity, finding.about) == (severity, "traffic")


def test_those_on_whom_it_depends_are_named(system):
    system.kpis["traffic"] |= {"depends_on": ["销售部", "qingyang"]}
    assert "销售部、qingyang" in system.one("PD127").message.zh


@pytest.mark.parametrize("fields", [{}, {"control": "own"}, {"control": "shared", "depends_on": ["销售部"]}])
def test_it_does_not_fire_where_it_is_settled_who_moves_it(system, fields):
    system.kpis["traffic"] |= fields
    assert system.findings("PD127") == []


def test_it_does_not_fire_off_the_scorecards(system):
    system.kpis["footfall"] = {"unit": "count", "parent": "traffic", "control": "other"}
    assert system.findings("PD127") == []


def test_it_does_not_fire_on_the_card_of_the_one_it_depends_on(system):
    del system.items[1]
    system.kpis["traffic"]["depends_on"] = ["wuhou"]
    items = [{"kpi": "traffic", "weight": 1, "core": True}]
    system.more_cards = [{"entity": "wuhou", "profile": "department", "items": items}]
    assert system.findings("PD127") == []
