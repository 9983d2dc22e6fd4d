import pytest


@pytest.fixture
def switched(system):
    """From expansion to profit: revenue served the former goal, complaints serve today's."""
    system.goals = [
        {"id": "expand", "name": "扩张", "kpis": ["revenue"], "former": True},
        {"id": "profit", "name": "盈利", "kpis": ["complaints"]},
    ]
    return system


def test_a_kpi_of_the_former_strategy_is_found_with_its_weight(switched):
    finding = switched.one("PD174")
    assert (finding.severity, finding.about) == ("warning", "revenue")
    assert "权重 50%" in finding.message.zh
    assert "扩张" in finding.message.zh


def test_a_key_result_links_too(switched):
    switched.goals[0] |= {"kpis": [], "key_results": [{"id": "kr", "name": "收入", "kpi": "revenue"}]}
    assert switched.one("PD174").about == "revenue"


def test_it_does_not_fire_where_one_of_todays_goals_needs_it_too(switched):
    switched.goals[1]["key_results"] = [{"id": "kr", "name": "收入", "kpi": "revenue"}]
    assert switched.findings("PD174") == []


def test_it_does_not_fire_on_a_kpi_that_is_linked_to_no_goal(switched):
    assert not [each for each in switched.findings("PD174") if each.about == "traffic"]
