"""What a scoring rule comes to, in numbers that people can check 「得分说明」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.scoring.table import PointsRow, points_table
from diagnostics.dictionary.targets import stated_values
from diagnostics.errors import InputError
from diagnostics.look.numbers import MISSING, show
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Item
from diagnostics.model.scoring import SHARE_RULES

if TYPE_CHECKING:
    from diagnostics.dictionary.page.entry import Entries


def points_words(entries: Entries, kpi: Kpi, item: Item, card: str) -> str:
    """Points of an item at 80 to 120 % of its target, or as its rule has them; else empty 「得分说明」.

    Parameters
    ----------
    card : str
        Name of the scorecard.
    """
    target = _target(kpi, item)
    try:
        rows = points_table(item.scoring, kpi.direction, target)
    except InputError:
        # A rule that does not fit is a finding of the check; here it has no points to show.
        return ""
    if not rows:
        return ""
    separator = entries.say("separator")
    return entries.say(
        f"points.{_form(kpi, item, rows)}",
        card=card,
        figures=separator.join(_figure(entries, kpi, each) for each in rows),
        points=separator.join(_points(each.points) for each in rows),
    )


def _target(kpi: Kpi, item: Item) -> Any:
    """Target by which the table is made: the latest that is stated, else any for rules that form a share."""
    tier = item.targets.target if item.targets is not None else None
    stated = stated_values(tier)
    if kpi.direction == "range":
        return stated if len(stated) == 2 else None
    if stated:
        return stated[-1]
    return 1.0 if item.scoring.rule in SHARE_RULES and item.scoring.rule != "level" else None


def _form(kpi: Kpi, item: Item, rows: tuple[PointsRow, ...]) -> str:
    if item.scoring.rule == "anchors":
        return "levels"
    if all(each.share is not None for each in rows) and kpi.direction != "range":
        return "shares"
    return "figures"


def _figure(entries: Entries, kpi: Kpi, row: PointsRow) -> str:
    if isinstance(row.actual, str):
        return row.actual
    if row.share is not None and kpi.direction != "range":
        return show(row.share, "share", entries.language, decimals=0)
    return show(row.actual, kpi.unit, entries.language, entries.engagement.settings.currency, kpi.decimals)


def _points(points: float) -> str:
    return MISSING if math.isnan(points) else f"{points:.4g}"
