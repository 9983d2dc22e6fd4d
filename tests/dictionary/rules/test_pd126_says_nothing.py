import pytest


@pytest.mark.parametrize(
    ("measure", "word"),
    [
        ("sum(orders) / sum(orders)", "itself"),
        ("(sum(a) + sum(b)) / (sum(b) + sum(a))", "itself"),
        ("count(*) / count(*)", "itself"),
        ("1 - sum(x) / sum(x)", "itself"),
        ("sum(x) / 0", "zero"),
        ("sum(x) / (sum(y) - sum(y))", "zero"),
        ("sum(x) / (0 * sum(y))", "zero"),
        ("sum(x) / sum(nullif(y, y))", "zero"),
    ],
)
def test_a_measure_that_never_changes_is_an_error(system, measure, word):
    system.kpis["traffic"]["measure"] = measure
    finding = system.one("PD126")
    assert (finding.severity, finding.about) == ("error", "traffic")
    assert word in finding.message.en


@pytest.mark.parametrize("formula", ["complaints / complaints", "revenue * complaints / (complaints * revenue)"])
def test_a_formula_of_a_kpi_over_itself_is_an_error(system, formula):
    system.kpis["share"] = {"unit": "ratio", "parent": "revenue", "formula": formula, "measure": None}
    assert system.one("PD126").about == "share"


@pytest.mark.parametrize(
    "measure",
    [
        "sum(orders) / sum(visits)",
        "sum(x) / 2",
        "count_if(x > 0) / count(*)",
        "sum(x) / (sum(y) - sum(z))",
        "sum(x) / sum(nullif(y, 0))",
        "count(*)",
        "4 / 2 * sum(x)",
    ],
)
def test_it_does_not_fire_for_a_figure_that_moves(system, measure):
    system.kpis["traffic"]["measure"] = measure
    assert system.findings("PD126") == []
