from diagnostics.dictionary.linting import lint


def test_a_kpi_on_no_card_and_in_no_formula_is_a_tip(system):
    system.kpis["idle"] = {"unit": "hours", "parent": "revenue"}
    finding = system.one("PD112")
    assert (finding.severity, finding.about) == ("tip", "idle")


def test_it_does_not_fire_for_a_driver_in_a_formula(system):
    system.kpis["basket"] = {"unit": "money"}
    system.kpis["revenue"]["formula"] = "traffic * conversion * basket"
    assert system.findings("PD112") == []


def test_it_does_not_fire_for_a_figure_that_nobody_judges(system):
    system.kpis["headcount"] = {"unit": "count", "parent": "revenue", "direction": "none"}
    assert system.findings("PD112") == []


def test_it_does_not_fire_where_scorecards_are_not_known(system):
    assert [each for each in lint(system.built_kpis()) if each.code == "PD112"] == []
