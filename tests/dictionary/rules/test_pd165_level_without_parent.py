def company(system, *kpis):
    targets = {"target": 10, "from": "history"}
    items = [{"kpi": each, "weight": 1 / len(kpis), "core": True, "targets": targets} for each in kpis]
    system.more_cards = [{"entity": "acme", "name": "公司", "profile": "company", "items": items}]
    return system


def test_a_kpi_that_drives_nothing_above_is_found(system):
    system.kpis["complaints"]["parent"] = None
    system.kpis["complaints"]["mother"] = True
    finding = company(system, "revenue").one("PD165")
    assert (finding.severity, finding.about, finding.place) == ("warning", "complaints", "item manager complaints")


def test_it_does_not_fire_where_each_drives_a_kpi_above(system):
    assert company(system, "revenue").findings("PD165") == []


def test_it_does_not_fire_without_a_card_above(system):
    system.kpis["complaints"]["parent"] = None
    assert system.findings("PD165") == []
