def test_a_card_without_anything_that_looks_ahead_is_a_tip(system):
    system.kpis["traffic"].pop("leading")
    system.kpis["conversion"].pop("leading")
    finding = system.one("PD141")
    assert (finding.severity, finding.variant) == ("tip", "none")
    assert finding.message.en == "No KPI of scorecard “Store manager” looks ahead; all of it has happened already."


def test_twenty_nine_percent_are_too_little(system):
    finding = system.weights(0.5, 0.2, 0.09, 0.21).one("PD141")
    assert finding.message.zh == "考核表“店长”中先行指标的权重合计为 29%，低于 30%。"


def test_it_does_not_fire_at_thirty_percent(system):
    assert system.weights(0.5, 0.2, 0.1, 0.2).findings("PD141") == []
