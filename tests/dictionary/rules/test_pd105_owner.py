import pytest


@pytest.mark.parametrize("owner", ["", "  "])
def test_a_kpi_nobody_answers_for_is_an_error(system, owner):
    system.kpis["traffic"]["owner"] = owner
    finding = system.one("PD105")
    assert (finding.severity, finding.about, finding.place) == ("error", "traffic", "kpi traffic")
    assert finding.message.zh == "指标“名traffic”没有责任人。"


def test_it_does_not_fire_where_all_have_owners(system):
    assert system.findings("PD105") == []
