def test_an_automated_kpi_that_still_weighs_is_found(system):
    system.kpis["traffic"]["automated"] = True
    finding = system.one("PD175")
    assert (finding.severity, finding.about) == ("tip", "traffic")
    assert "权重 25%" in finding.message.zh


def test_it_does_not_fire_on_an_automated_kpi_that_nobody_is_judged_by(system):
    system.kpis["errors"] = {"unit": "count", "parent": "revenue", "automated": True}
    assert system.findings("PD175") == []


def test_it_does_not_fire_where_nothing_is_automated(system):
    assert system.findings("PD175") == []
