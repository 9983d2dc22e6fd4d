"""The strategy map on the dictionary's page: which KPI serves which goal 「战略地图」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.dictionary.cascade.goal_map import goal_map
from diagnostics.look.page import FigurePart, Section
from diagnostics.look.tables import Column, Table
from diagnostics.model.goal_boxes import boxes
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.goal_map import GoalMap

# The map shows as much as fits and says what is left out; the table has all of it, up to what a page's table may hold.
MOST_ROWS = 2000
_COLUMNS = ("kind", "name", "view", "serves")


def strategy_section(engagement: Engagement) -> Section | None:
    """Section with the map and its table; None where there are no goals, or more than a table takes 「战略地图」.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    """
    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    language = engagement.language
    found = goal_map(engagement.settings.goals, engagement.kpis, language)
    if not found.of("goal") or len(found.nodes) > MOST_ROWS:
        return None
    bands, links = boxes(found, language)
    figure: FigurePart = figure_part(
        partial(charts.strategy_map_chart, bands, links),
        say("map.alt", language, **found.counts()),
        caption=say("map.note", language),
        table=_table(found, language),
    )
    lead = say("map.lead", language)
    return Section(id="strategy", title=say("map.title", language), lead=lead, parts=(figure,))


def _table(found: GoalMap, language: Language) -> Table:
    names = {each.id: each.name.say(language) or each.id for each in found.nodes}
    joint = "、" if language == "zh" else ", "
    rows = tuple(
        {
            "kind": say(f"map.kind.{each.kind}", language),
            "name": names[each.id],
            "view": say(f"view.{each.view}", language) if each.view else "",
            "serves": joint.join(names[goal] for goal in each.serves),
        }
        for each in found.nodes
    )
    columns = tuple(Column(key=each, label=say(f"map.column.{each}", language)) for each in _COLUMNS)
    return Table(caption=say("map.title", language), columns=columns, rows=rows)
