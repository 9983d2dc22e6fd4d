"""Targets of a department beside those of its people, where one sheet has both 「目标分解」."""

from __future__ import annotations

import math
from collections.abc import Iterator

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.drafts import Drafts
from diagnostics.model.checkup import DraftCard, DraftItem, Example
from diagnostics.model.text import Text
from diagnostics.terms import say

CODE = "PD160"
# Figures that add up over people; a rate of a department is no sum of rates.
_ADDITIVE = frozenset(("money", "count"))
# Targets are rounded when they are handed out, as the rule about files has it.
_TOLERANCE = 0.005
# What parts a department from its people in the name of a card.
_BETWEEN = " · "


def uncovered(drafts: Drafts) -> Iterator[tuple[str, Example]]:
    """KPIs of a card whose targets on the cards below do not add up to its own, by id 「未分解到位」."""
    parts_of: dict[str, list[DraftCard]] = {}
    for card in drafts.cards:
        steps = card.name.split(_BETWEEN)
        for at in range(1, len(steps)):
            parts_of.setdefault(_BETWEEN.join(steps[:at]), []).append(card)
    for card in drafts.cards:
        below = parts_of.get(card.name, [])
        for item in card.items:
            whole, parts = _target(drafts, item), [*_parts(drafts, item, below)]
            if whole is None or len(parts) < 2 or math.fsum(parts) >= whole * (1 - _TOLERANCE):
                continue
            told = {"target": f"{whole:,.10g}", "given": f"{math.fsum(parts):,.10g}"}
            detail = Text(
                zh=say(f"checkup.detail.{CODE}", "zh", **told), en=say(f"checkup.detail.{CODE}", "en", **told)
            )
            yield item.kpi.id, Example(f"{card.name}{_BETWEEN}{item.name}", item.place, detail)


def _parts(drafts: Drafts, item: DraftItem, below: list[DraftCard]) -> Iterator[float]:
    """Targets of the same KPI, counted in the same way, on the cards below."""
    for card in below:
        for other in card.items:
            alike = plain(other.name) == plain(item.name) and other.kpi.cycle == item.kpi.cycle
            value = _target(drafts, other)
            if alike and value is not None and other.kpi.unit == item.kpi.unit:
                yield value


def _target(drafts: Drafts, item: DraftItem) -> float | None:
    """Target that can be handed out: of money or a count, to be reached rather than kept below."""
    if item.kpi.unit not in _ADDITIVE or item.kpi.direction != "higher":
        return None
    value = drafts.reads[item.kpi.id][0].value
    return value if value is not None and value > 0 else None
