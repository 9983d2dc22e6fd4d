def test_supporting_kpis_above_thirty_percent_are_found(system):
    finding = system.weights(0.5, 0.15, 0.2, 0.15).one("PD140")
    assert finding.severity == "warning"
    assert finding.message.zh == "考核表“店长”中核心以外的支撑性指标权重合计 35%，高于 30%。"


def test_it_does_not_fire_at_thirty_percent(system):
    assert system.weights(0.5, 0.1 + 0.1, 0.2, 0.1).findings("PD140") == []


def test_it_does_not_fire_where_the_core_itself_weighs_too_little(system):
    system.weights(0.4, 0.1, 0.3, 0.2)
    assert [each.code for each in system.findings() if each.code in {"PD103", "PD140"}] == ["PD103"]
