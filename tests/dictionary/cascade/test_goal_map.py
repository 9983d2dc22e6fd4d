"""Which KPI serves which goal, and the map of it."""

import pytest

from diagnostics.dictionary.cascade.goal_map import goal_map
from diagnostics.look.figure import svg
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi

MADE = {"unit": "money", "direction": "higher", "measure": "sum(x)", "source": "s"}


def kpis(**parents):
    return {key: Kpi(id=key, name=f"指标{key}", parent=parent, **MADE) for key, parent in parents.items()}


def test_a_kpi_serves_the_goals_of_what_it_drives():
    goals = [Goal(id="grow", name="做大", kpis=("sales",)), Goal(id="keep", name="留客", kpis=("repeat",))]
    found = goal_map(goals, kpis(sales=None, traffic="sales", repeat="sales", calls="repeat", rent=None))
    serves = {each.id: each.serves for each in found.of("kpi")}
    assert serves == {"sales": ("grow",), "traffic": ("grow",), "repeat": ("keep",), "calls": ("keep",), "rent": ()}
    assert [each.id for each in found.orphans] == ["rent"]


def test_a_key_result_links_its_kpi():
    goals = [Goal(id="keep", name="留客", key_results=[{"id": "kr1", "name": "复购过三成", "kpi": "repeat"}])]
    found = goal_map(goals, kpis(repeat=None))
    assert [each.id for each in found.of("result")] == ["keep/kr1"]
    assert found.of("kpi")[0].serves == ("keep",)
    assert found.unserved == ()


def test_one_orphan_and_one_unserved_goal_are_both_named():
    goals = [Goal(id="grow", name="做大", kpis=("sales",)), Goal(id="learn", name="学习")]
    found = goal_map(goals, kpis(sales=None, rent=None))
    assert [each.id for each in found.orphans] == ["rent"]
    assert [each.id for each in found.unserved] == ["learn"]
    assert found.summary("en") == "2 goals, 0 key results and 2 KPIs; 1 goal has no KPI, 1 KPI serves no goal."


def test_a_goal_is_served_by_the_goals_below_it_and_former_goals_by_none():
    goals = [
        Goal(id="top", name="做强"), Goal(id="low", name="留客", parent="top", kpis=("repeat",)),
        Goal(id="old", name="铺店", former=True, kpis=("rent",)),
    ]  # fmt: skip
    found = goal_map(goals, kpis(repeat=None, rent=None))
    assert found.unserved == ()
    assert [each.id for each in found.of("goal")] == ["top", "low"]
    assert [each.id for each in found.orphans] == ["rent"]


def test_without_goals_no_kpi_is_an_orphan():
    found = goal_map([], kpis(sales=None))
    assert found.orphans == ()
    assert ">顶层指标<" in svg(found.plot())


@pytest.mark.parametrize("views", [("financial", "customer"), (None, None)])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_map_shows_as_many_things_as_the_table(views, size):
    goals = [
        Goal(id="top", name="目标一", view=views[0], kpis=("a",)),
        Goal(id="low", name="目标二", view=views[1], parent="top", kpis=("b",), key_results=[{"id": "k", "name": "成果"}]),
        Goal(id="none", name="目标三", parent="top"),
    ]  # fmt: skip
    found = goal_map(goals, kpis(a=None, b=None, c=None))
    drawn = svg(found.plot(size=size))
    names = [
        f"关键结果：{name}" if kind == "result" else name
        for kind, name in zip(found.frame()["kind"], found.frame()["name"], strict=True)
    ]
    assert len(names) == 7
    assert all(drawn.count(f">{name}<") == 1 for name in names)
