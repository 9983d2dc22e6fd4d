def test_a_kpi_without_a_definition_is_found(system):
    system.kpis["traffic"]["definition"] = " "
    finding = system.one("PD107")
    assert (finding.severity, finding.about) == ("warning", "traffic")


def test_it_does_not_fire_where_one_language_has_it(system):
    system.kpis["traffic"]["definition"] = {"en": "visits"}
    assert system.findings("PD107") == []
