import pytest

from tests.dictionary.rules.handed_out import handed_out


def test_a_fifth_that_nobody_bears_is_found(system):
    finding = handed_out(system, "clients", 5000, 3000, 1000).one("PD160")
    assert (finding.severity, finding.about, finding.place) == ("warning", "clients", "item acme clients")
    assert "5,000" in finding.message.zh
    assert "4,000" in finding.message.zh
    assert "1,000（20%）" in finding.message.zh


def test_a_budget_handed_out_twice_is_found(system):
    finding = handed_out(system, "cost", 100, 70, 50, direction="lower").one("PD160")
    assert "20（20%）" in finding.message.zh


@pytest.mark.parametrize("parts", [(60, 40), (60, 50), (60, 39.6)])
def test_it_does_not_fire_where_the_parts_cover_it_but_for_rounding(system, parts):
    assert handed_out(system, "clients", 100, *parts).findings("PD160") == []


def test_it_does_not_fire_for_ratios(system):
    assert handed_out(system, "rate", 0.5, 0.3, 0.1, measure="sum(a) / sum(b)", unit="share").findings("PD160") == []
