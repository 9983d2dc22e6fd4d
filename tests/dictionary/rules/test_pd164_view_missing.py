def viewed(system, *views):
    system.card = {"entity": "acme", "name": {"zh": "公司", "en": "Company"}, "profile": "company"}
    for key, view in zip(system.kpis, views, strict=False):
        system.kpis[key]["view"] = view
    return system


def test_an_empty_view_is_named(system):
    finding = viewed(system, "financial", "customer", "process").one("PD164")
    assert (finding.severity, finding.about) == ("tip", "acme")
    assert "学习与成长" in finding.message.zh


def test_it_does_not_fire_with_all_four_views(system):
    assert viewed(system, "financial", "customer", "process", "learning").findings("PD164") == []


def test_it_does_not_fire_where_nobody_uses_views(system):
    assert viewed(system).findings("PD164") == []


def test_it_does_not_fire_for_the_card_of_a_role(system):
    system.kpis["revenue"]["view"] = "financial"
    assert system.findings("PD164") == []
