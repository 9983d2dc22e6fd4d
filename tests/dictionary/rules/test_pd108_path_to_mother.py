def test_a_kpi_that_leads_nowhere_is_found(system):
    del system.kpis["complaints"]["parent"]
    finding = system.one("PD108")
    assert (finding.severity, finding.about) == ("warning", "complaints")


def test_it_does_not_fire_for_a_kpi_that_a_formula_names(system):
    del system.kpis["traffic"]["parent"]
    system.kpis["revenue"]["formula"] = "traffic * conversion"
    assert system.findings("PD108") == []


def test_it_does_not_fire_where_there_is_no_mother_metric_to_reach(system):
    system.kpis["revenue"]["mother"] = False
    assert system.findings("PD108") == []
