"""What is asked of a method where its assumption holds and it gives a verdict 「目标」."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tests.calibration.figures import Figures, Share

# In the order in which the table says them.
BOUNDS = {"false": (0.03, 0.07), "held": (0.93, 0.97), "bias": (-0.10, 0.10)}
FEWEST = 20
POWER, DEFAULT = 0.70, "36 months, 20 others"
Mark = Literal["ok", "unsure", "missed", ""]
SIGNS = {"ok": "", "": "", "unsure": "?", "missed": "✗"}


@dataclass(frozen=True)
class Checked:
    """A figure held against its goal 「达标情况」."""

    figures: Figures
    goal: str
    share: Share
    mark: Mark


def mark(share: Share, low: float, high: float) -> Mark:
    """ok within the bounds; unsure up to two Monte Carlo errors outside; missed beyond.

    Examples
    --------
    >>> mark(Share(0.05, 0.005), 0.03, 0.07), mark(Share(0.075, 0.005), 0.03, 0.07), mark(Share(0.09, 0.005), 0.03, 0.07)
    ('ok', 'unsure', 'missed')
    """
    if math.isnan(share.value):
        return ""
    outside = max(low - share.value, share.value - high, 0.0)
    return "ok" if outside == 0 else "unsure" if outside <= 2 * share.error else "missed"


def checked(found: Iterable[Figures]) -> list[Checked]:
    """Every goal that is due, with how it stands."""
    return [goal for each in found for goal in _of(each)]


def _of(each: Figures) -> list[Checked]:
    due = each.ours and each.cell.kind == "holds" and (1 - each.silent.value) * each.draws >= FEWEST
    if not due:
        return []
    shares = {name: (getattr(each, name), *bounds) for name, bounds in BOUNDS.items()}
    if each.method == "auto" and each.cell.situation == DEFAULT and each.cell.design.memory == 0.3:
        shares["found"] = (each.found, POWER, 1.0)
    marks = {name: mark(share, low, high) for name, (share, low, high) in shares.items()}
    return [Checked(each, name, shares[name][0], marks[name]) for name in shares if marks[name]]
