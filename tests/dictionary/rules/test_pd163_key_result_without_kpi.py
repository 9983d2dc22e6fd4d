def results(system, **fields):
    result = {"id": "kr1", "name": {"zh": "复购更多", "en": "More repurchases"}, **fields}
    system.goals[0]["key_results"] = [result]
    return system


def test_a_key_result_that_nothing_measures_is_found(system):
    finding = results(system).one("PD163")
    assert (finding.severity, finding.about) == ("warning", "growth")
    assert finding.message.zh == "目标“增长”的关键结果“复购更多”没有指标承接，做没做到无法判断。"


def test_it_does_not_fire_for_one_with_a_kpi(system):
    assert results(system, kpi="conversion").findings("PD163") == []


def test_it_does_not_fire_for_a_former_goal(system):
    results(system).goals[0]["former"] = True
    assert system.findings("PD163") == []
