def test_a_version_without_a_reason_is_a_warning(system):
    system.kpis["traffic"]["versions"] = [{"from": "2025-01", "measure": "sum(y)"}]
    finding = system.one("PD223")
    assert finding.severity == "warning"
    assert "2025-01" in finding.message.zh


def test_it_does_not_fire_where_the_reason_is_told(system):
    system.kpis["traffic"]["versions"] = [{"from": "2025-01", "measure": "sum(y)", "why": "系统更换"}]
    assert system.findings("PD223") == []
