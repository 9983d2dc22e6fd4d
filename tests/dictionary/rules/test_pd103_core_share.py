def test_core_kpis_below_sixty_percent_are_found(system):
    finding = system.weights(0.4, 0.199, 0.2, 0.201).one("PD103")
    assert finding.severity == "warning"
    assert finding.message.zh == "考核表“店长”中核心指标的权重合计为 59.9%，低于 60%。"


def test_a_card_without_a_core_mark_is_told_apart(system):
    for item in system.items:
        item.pop("core", None)
    assert system.one("PD103").message.en == "Scorecard “Store manager” marks no KPI as core."


def test_it_does_not_fire_at_sixty_percent_in_sum(system):
    assert system.weights(0.3, 0.3, 0.3, 0.1).findings("PD103") == []


def test_it_does_not_fire_where_binary_fractions_fall_short(system):
    assert system.weights(0.1 + 0.2, 0.3, 0.2, 0.2).findings("PD103") == []
