"""The strategy map laid out in bands of boxes 「战略地图的版面」."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from diagnostics.model.goal_cut import cut
from diagnostics.model.kpi import View
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.look.charts.strategy_map import Band, Box
    from diagnostics.model.goal_map import GoalMap, MapNode

VIEWS: tuple[View, ...] = get_args(View)


def boxes(goals: GoalMap, language: Language) -> tuple[tuple[Band, ...], tuple[tuple[str, str], ...]]:
    """Bands of boxes, and which box serves which 「版面」.

    A box is a goal with its key results and the KPIs that serve it first; a KPI stands in the box of the first goal it
    serves, and says so of the others by the links of those goals. Bands are the views of the balanced scorecard where
    goals have any, else the depth of the goals: what is served stands above what serves it.

    Of more lines than a reader takes in the top levels remain, with how much is left out; where there is nothing at all
    a box says so.

    Parameters
    ----------
    goals : GoalMap
        What there is.
    language : {"zh", "en"}
        Language of the reader.
    """
    from diagnostics.look.charts.strategy_map import MOST_LINES, Band

    found: dict[str, list[Box]] = {}
    depths = _depths(goals)
    with_views = any(each.view for each in goals.of("goal"))
    for node in goals.of("goal"):
        band = (node.view or "") if with_views else str(depths[node.id])
        found.setdefault(band, []).append(_box(goals, node, language, depths))
    order = [*VIEWS, ""] if with_views else sorted(found, key=int)
    bands = [Band(_band_name(key, language, with_views=with_views), tuple(found[key])) for key in order if key in found]
    links = tuple((each.id, above) for each in goals.of("goal") for above in each.serves)
    drawn = (*bands, *_loose(goals, language)) or _nothing(language)
    return cut(drawn, links, depths, MOST_LINES, language)


def _nothing(language: Language) -> tuple[Band, ...]:
    """A box that says that there is nothing yet."""
    from diagnostics.look.charts.strategy_map import Band, Box

    return (Band("", (Box("", say("map.empty", language), dashed=True),)),)


def _box(goals: GoalMap, node: MapNode, language: Language, depths: dict[str, int]) -> Box:
    from diagnostics.look.charts.strategy_map import Box, Line

    own = [each for each in goals.of("kpi") if each.serves and _home(each, depths) == node.id]
    results = [each for each in goals.of("result") if node.id in each.serves]
    lines = [Line(say("map.result", language, name=each.name.say(language)), kind="note") for each in results]
    lines += [Line(each.name.say(language) or each.id, kind="strong" if each.mother else "plain") for each in own]
    if not node.served:
        lines.append(Line(say("map.unserved", language), kind="warning"))
    above = [each.name.say(language) or each.id for each in goals.of("goal") if each.id in node.serves]
    note = say("map.serves", language, goal=above[0]) if above else ""
    return Box(node.id, node.name.say(language) or node.id, tuple(lines), note=note)


def _home(node: MapNode, depths: dict[str, int]) -> str:
    """Goal in whose box a KPI stands: the deepest that it serves, the first of those."""
    return max(node.serves, key=lambda each: depths.get(each, 0))


def _loose(goals: GoalMap, language: Language) -> list[Band]:
    """KPIs that serve no goal: what the map has to show, not to hide."""
    from diagnostics.look.charts.strategy_map import Band, Box, Line

    free = [each for each in goals.of("kpi") if not each.serves]
    if not free:
        return []
    title = say("map.orphans" if goals.of("goal") else "map.roots", language)
    lines = tuple(Line(each.name.say(language) or each.id, kind="strong" if each.mother else "plain") for each in free)
    return [Band("", (Box("", title, lines, dashed=bool(goals.of("goal"))),))]


def _depths(goals: GoalMap) -> dict[str, int]:
    parents = {each.id: each.serves[0] if each.serves else None for each in goals.of("goal")}
    depths: dict[str, int] = {}
    for key in parents:
        path = [key]
        while (above := parents.get(path[-1])) is not None and above not in path:
            path.append(above)
        depths[key] = len(path) - 1
    return depths


def _band_name(key: str, language: Language, *, with_views: bool) -> str:
    if not with_views:
        return say("map.goals", language) if key == "0" else ""
    return say(f"view.{key}", language) if key else say("map.no_view", language)
