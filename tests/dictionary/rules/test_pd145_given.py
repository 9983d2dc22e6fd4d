import pytest


def test_a_kpi_that_was_handed_down_is_found(system):
    system.kpis["traffic"]["set_with"] = "given"
    finding = system.one("PD145")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert finding.message.zh == "指标“名traffic”是单方下达的，承担的人没有参与制定。"


@pytest.mark.parametrize("said", ["staff", None])
def test_it_does_not_fire_where_people_took_part_or_nobody_says(system, said):
    system.kpis["traffic"]["set_with"] = said
    assert system.findings("PD145") == []


def test_it_does_not_fire_on_a_kpi_that_nobody_is_scored_by(system):
    system.kpis["headcount"] = {"unit": "count", "parent": "revenue", "set_with": "given"}
    assert system.findings("PD145") == []
