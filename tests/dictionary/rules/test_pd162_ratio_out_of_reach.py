import pytest

from tests.dictionary.rules.handed_out import handed_out

RATE = {"measure": "sum(a) / sum(b)", "unit": "share"}


def test_a_ratio_above_the_best_of_its_parts_is_found(system):
    finding = handed_out(system, "rate", 0.35, 0.2, 0.3, **RATE).one("PD162")
    assert (finding.about, finding.place) == ("rate", "item acme rate")
    assert "35.0%" in finding.message.zh
    assert "30.0%" in finding.message.zh


def test_a_ratio_that_is_better_low_is_held_to_the_lowest(system):
    assert "20.0%" in handed_out(system, "rate", 0.1, 0.2, 0.3, direction="lower", **RATE).one("PD162").message.zh


@pytest.mark.parametrize("whole", [0.1, 0.2, 0.3])
def test_it_does_not_fire_where_some_part_reaches_it(system, whole):
    assert handed_out(system, "rate", whole, 0.2, 0.3, **RATE).findings("PD162") == []


def test_it_does_not_fire_where_a_part_has_no_target(system):
    assert handed_out(system, "rate", 0.35, 0.2, **RATE).findings("PD162") == []
