def second_mother(system):
    system.kpis["satisfaction"] = {"unit": "score", "mother": True}
    system.kpis["visits"] = {"unit": "count", "parent": "satisfaction"}
    for key in ("satisfaction", "visits"):
        system.items.append({"kpi": key, "weight": 0.1, "targets": {"target": 10, "from": "history"}})
    return system


def test_a_branch_that_no_goal_names_is_found_once_at_its_top(system):
    finding = second_mother(system).one("PD120")
    assert (finding.severity, finding.about) == ("warning", "satisfaction")


def test_the_part_that_is_scored_is_named_where_the_top_is_not(system):
    second_mother(system)
    system.items = [each for each in system.items if each["kpi"] != "satisfaction"]
    assert system.one("PD120").about == "visits"


def test_it_does_not_fire_below_a_kpi_that_a_goal_names(system):
    assert system.findings("PD120") == []


def test_it_does_not_fire_above_a_kpi_that_a_goal_names(system):
    second_mother(system).goals.append({"id": "service", "name": "服务", "kpis": ["visits"]})
    assert system.findings("PD120") == []


def test_it_does_not_fire_for_a_key_result(system):
    result = {"id": "kr1", "name": "满意度到 90", "kpi": "satisfaction"}
    second_mother(system).goals.append({"id": "service", "name": "服务", "key_results": [result]})
    assert system.findings("PD120") == []


def test_it_does_not_fire_without_goals_or_off_the_scorecards(system):
    second_mother(system)
    system.items = system.items[:4]
    assert system.findings("PD120") == []
    system.goals = []
    assert system.findings("PD120") == []


def test_it_does_not_fire_for_what_reaches_no_mother_metric(system):
    del system.kpis["complaints"]["parent"]
    assert system.findings("PD120") == []
    assert system.one("PD108").about == "complaints"
