def test_a_goal_without_a_kpi_is_found(system):
    system.goals.append({"id": "quality", "name": {"zh": "质量", "en": "Quality"}})
    finding = system.one("PD114")
    assert (finding.severity, finding.about, finding.place) == ("warning", "quality", "goal quality")
    assert finding.message.zh == "目标“质量”没有任何指标支撑。"


def test_it_does_not_fire_for_a_goal_with_a_kpi(system):
    assert system.findings("PD114") == []
