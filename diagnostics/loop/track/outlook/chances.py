"""How likely a distribution makes it to reach each tier 「达标概率」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.track.outlook.mixture import below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diagnostics.loop.track.outlook.foretell import Foretold
    from diagnostics.model.kpi import Direction

TIERS = ("base", "target", "stretch")


def chances(
    found: Foretold, goals: Mapping[str, float | None], direction: Direction, place: tuple[float, float]
) -> dict[str, float | None]:
    """Chance of reaching base, target and stretch 「达标概率」.

    Parameters
    ----------
    found : Foretold
        Distribution of what is still to come.
    goals : mapping
        ``base, target, target_high, stretch`` of the whole span, None where there is none.
    direction : {"higher", "lower", "range", "none"}
        Which way is better; nobody reaches anything of a KPI without one.
    place : tuple of float
        What is known already, and how much of the whole a unit to come makes.
    """
    offset, factor = place

    def under(tier: float) -> float:
        return below(found, (tier - offset) / factor)

    if direction == "range":
        low, high = goals.get("target"), goals.get("target_high")
        inside = None if low is None or high is None else max(under(high) - under(low), 0.0)
        return {"base": None, "target": inside, "stretch": None}
    reached: dict[str, float | None] = {}
    for tier in TIERS:
        aim = goals.get(tier)
        if aim is None or direction == "none":
            reached[tier] = None
        else:
            reached[tier] = 1 - under(aim) if direction == "higher" else under(aim)
    return reached


def outcome(value: float, goals: Mapping[str, float | None], direction: Direction) -> dict[str, float | None]:
    """What was reached once nothing is to come: 1 or 0 「已见分晓」."""
    way = {"higher": 1.0, "lower": -1.0}.get(direction)
    if direction == "range":
        low, high = goals.get("target"), goals.get("target_high")
        inside = None if low is None or high is None else float(low <= value <= high)
        return {"base": None, "target": inside, "stretch": None}
    return {
        tier: None if way is None or (aim := goals.get(tier)) is None else float(way * value >= way * aim)
        for tier in TIERS
    }
