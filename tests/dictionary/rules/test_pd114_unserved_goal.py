def test_a_goal_without_a_kpi_is_found(system):
    system.goals.append({"id": "quality", "name": {"zh": "质量", "en": "Quality"}})
    finding = system.one("PD114")
    assert (finding.severity, finding.about, finding.place) == ("warning", "quality", "goal quality")
    assert finding.message.zh == "目标“质量”没有任何指标支撑。"


def test_it_does_not_fire_for_a_goal_with_a_kpi(system):
    assert system.findings("PD114") == []


def test_it_does_not_fire_for_a_goal_that_a_key_result_or_a_goal_below_serves(system):
    results = [{"id": "kr1", "name": "复购", "kpi": "conversion"}]
    system.goals += [
        {"id": "top", "name": "做强"},
        {"id": "low", "name": "留客", "parent": "top", "key_results": results},
    ]
    assert system.findings("PD114") == []


def test_a_goal_that_only_a_former_one_serves_is_found(system):
    system.goals += [
        {"id": "top", "name": "做强"},
        {"id": "low", "name": "留客", "parent": "top", "kpis": ["conversion"], "former": True},
    ]
    assert system.one("PD114").about == "top"
    system.goals.append({"id": "new", "name": "拓客", "parent": "top", "kpis": ["conversion"]})
    assert system.findings("PD114") == []


def test_goals_that_serve_each_other_in_a_circle_are_still_looked_at(system):
    system.goals += [{"id": "a", "name": "甲", "parent": "b"}, {"id": "b", "name": "乙", "parent": "a"}]
    assert [each.about for each in system.findings("PD114")] == ["a", "b"]
