def test_a_card_for_a_peer_group_that_nobody_is_in_is_found(system):
    system.card["peer_group"] = "county"
    finding = system.one("PD115")
    assert (finding.severity, finding.about) == ("warning", "manager")


def test_it_does_not_fire_where_one_entity_holds_it(system):
    system.card["peer_group"] = "city"
    assert system.findings("PD115") == []


def test_it_does_not_fire_where_entities_are_not_known(system):
    system.card["peer_group"] = "county"
    system.options["entities"] = None
    assert system.findings("PD115") == []
