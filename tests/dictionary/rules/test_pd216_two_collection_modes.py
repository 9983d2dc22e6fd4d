from diagnostics.model.source import Source


def sources(manual):
    return {"visits": Source(file="visits.csv", manual=manual), "other": Source(file="o.csv", manual="a = 1")}


def test_a_source_partly_typed_in_is_a_warning(system):
    system.options["sources"] = sources("entered_by != 'system'")
    finding = system.one("PD216")
    assert (finding.severity, finding.about) == ("warning", "visits")
    assert "revenue" in finding.message.en


def test_it_does_not_fire_for_one_way_of_collecting_or_a_source_of_no_kpi(system):
    for manual in (True, False):
        system.options["sources"] = sources(manual)
        assert system.findings("PD216") == []
