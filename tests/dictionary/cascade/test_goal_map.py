"""Which KPI serves which goal, and the map of it."""

import pytest

from diagnostics.dictionary.cascade.goal_map import goal_map
from diagnostics.look.charts.strategy_map import MOST_LINES
from diagnostics.look.figure import svg
from diagnostics.model.goal import Goal
from diagnostics.model.goal_boxes import boxes
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


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "还没有目标和指标"), ("en", "There are no goals and no KPIs yet")]
)
def test_an_empty_map_says_that_it_is_empty(language, told):
    assert f">{told}<" in svg(goal_map([], {}).plot(language))


def large(goals, each):
    """Goals in a tree of threes, with KPIs each."""
    listed = [
        Goal(id=f"g{at}", name=f"目标{at:03}", parent=f"g{(at - 1) // 3}" if at else None,
             kpis=tuple(f"k{at}_{n}" for n in range(each)))
        for at in range(goals)
    ]  # fmt: skip
    return goal_map(listed, kpis(**{f"k{at}_{n}": None for at in range(goals) for n in range(each)}))


def test_a_map_with_too_many_kpis_keeps_every_goal_and_counts_what_each_leaves_out():
    bands, links = boxes(large(40, 20), "zh")
    held = [box for band in bands for box in band.boxes]
    assert (len(held), len(links)) == (40, 39)
    assert sum(1 + len(box.lines) for box in held) <= MOST_LINES
    for box in held:
        shown = len(box.lines) - 1
        assert box.lines[-1].text == f"另有 {20 - shown} 项未列出"


def test_a_map_with_too_many_goals_shows_the_top_levels_and_how_many_are_left_out():
    bands, links = boxes(large(300, 1), "en")
    held = [box for band in bands for box in band.boxes]
    assert sum(1 + len(box.lines) for box in held) <= MOST_LINES
    shown = {box.id for box in held} - {""}
    assert shown == {f"g{at}" for at in range(len(shown))}
    assert held[-1].title == f"{300 - len(shown)} goals further down are left out of this map"
    assert all(set(each) <= shown for each in links)


def test_a_large_map_is_drawn():
    assert ">下层还有 101 个目标，图中未列出<" in svg(large(300, 1).plot())
