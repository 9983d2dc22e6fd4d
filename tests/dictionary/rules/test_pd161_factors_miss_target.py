import pytest


def factors(system, revenue):
    system.kpis["revenue"]["formula"] = "traffic * conversion * complaints"
    for item, target in zip(system.items, (revenue, 400, 0.2, 50), strict=True):
        item["targets"] = {"target": target, "from": "history"}
    system.card = {"entity": "acme", "name": "公司", "profile": "company"}
    return system


def test_factors_that_give_less_than_is_promised_are_found(system):
    finding = factors(system, 5000).one("PD161")
    assert (finding.about, finding.place) == ("revenue", "item acme revenue")
    assert "相差 20%" in finding.message.zh


@pytest.mark.parametrize("revenue", [3000, 4000, 4070])
def test_it_does_not_fire_where_they_give_it_but_for_rounding(system, revenue):
    assert factors(system, revenue).findings("PD161") == []


def test_it_does_not_fire_where_a_factor_has_no_target(system):
    factors(system, 5000).items[1]["targets"] = None
    assert system.findings("PD161") == []
