import pytest

from diagnostics.errors import Place


def mothers(system, count):
    for number in range(10):
        system.kpis[f"m{number}"] = {"unit": "count", "parent": "revenue", "mother": number < count - 1}
    system.kpis["revenue"]["mother"] = count > 0
    return system


def test_none_is_an_error(system):
    finding = mothers(system, 0).one("PD109")
    assert (finding.severity, finding.about) == ("error", "")


def test_six_are_a_warning(system):
    finding = mothers(system, 6).one("PD109")
    assert finding.severity == "warning"
    assert "6" in finding.message.zh


def test_the_place_is_the_file(system):
    system.options["places"] = {("kpi", "revenue"): Place("kpis.yaml", 1)}
    assert mothers(system, 0).one("PD109").place == "kpis.yaml"


@pytest.mark.parametrize("count", [1, 5])
def test_it_does_not_fire_for_one_to_five(system, count):
    assert mothers(system, count).findings("PD109") == []
