import pytest


@pytest.mark.parametrize(("counter", "severity"), [("revenue", "error"), ("refunds", "error")])
def test_a_counter_that_is_itself_or_unknown_is_an_error(system, counter, severity):
    system.kpis["revenue"]["counters"] = [counter]
    finding = system.one("PD130")
    assert (finding.severity, finding.about) == (severity, "revenue")
    assert counter in finding.message.en


def test_a_counter_that_nobody_judges_is_a_warning(system):
    system.kpis["headcount"] = {"unit": "count", "parent": "revenue", "direction": "none", "measure": "sum(heads)"}
    system.kpis["revenue"]["counters"] = ["headcount"]
    assert system.one("PD130").severity == "warning"


def test_a_counter_that_is_the_same_figure_is_a_warning(system):
    system.kpis["revenue"] |= {"counters": ["complaints"], "measure": "sum(x) / count(x)"}
    system.kpis["complaints"]["measure"] = "avg(x)"
    assert system.one("PD130").severity == "warning"


def test_it_does_not_fire_for_another_figure(system):
    system.kpis["revenue"]["counters"] = ["conversion"]
    assert system.findings("PD130") == []


def test_it_does_not_fire_for_the_same_measure_over_other_rows(system):
    system.kpis["revenue"]["counters"] = ["complaints"]
    system.kpis["complaints"]["where"] = "kind == 'complaint'"
    assert system.findings("PD130") == []
