def test_a_gameable_kpi_without_forbidden_behaviours_is_a_tip(system):
    del system.kpis["revenue"]["forbidden"]
    finding = system.one("PD129")
    assert (finding.severity, finding.about) == ("tip", "revenue")
    assert "forbidden" in finding.remedy.zh


def test_it_does_not_fire_where_they_are_named(system):
    assert system.findings("PD129") == []


def test_it_does_not_fire_where_the_counter_metric_is_missing_first(system):
    del system.kpis["revenue"]["forbidden"]
    del system.items[3]
    assert system.findings("PD129") == []
    assert system.one("PD128").about == "revenue"


def test_it_does_not_fire_for_cost_or_off_the_scorecards(system):
    system.kpis["traffic"] |= {"name": "采购成本", "direction": "lower", "unit": "money"}
    system.kpis["bookings"] = {"name": "销售额", "unit": "money", "parent": "revenue"}
    assert system.findings("PD129") == []
