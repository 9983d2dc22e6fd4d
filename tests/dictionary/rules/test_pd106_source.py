def test_a_measure_without_a_source_is_an_error(system):
    system.kpis["traffic"]["source"] = ""
    finding = system.one("PD106")
    assert (finding.severity, finding.about) == ("error", "traffic")


def test_it_does_not_fire_for_a_kpi_computed_by_formula(system):
    system.kpis["revenue"] |= {"source": "", "measure": None, "formula": "traffic * conversion"}
    assert system.findings("PD106") == []
