def test_an_undirected_kpi_on_a_scorecard_is_a_warning(system):
    system.kpis["traffic"]["direction"] = "none"
    finding = system.one("PD111")
    assert (finding.severity, finding.about) == ("warning", "traffic")


def test_elsewhere_it_is_a_tip(system):
    system.kpis["headcount"] = {"unit": "count", "parent": "revenue", "direction": "none"}
    finding = system.one("PD111")
    assert (finding.severity, finding.about) == ("tip", "headcount")


def test_it_does_not_fire_for_a_range(system):
    system.kpis["traffic"]["direction"] = "range"
    assert system.findings("PD111") == []
