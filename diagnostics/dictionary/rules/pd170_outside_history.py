"""PD170: a target that no figure of the last years comes near 「目标值超出历史范围」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.target_words import figure
from diagnostics.dictionary.tiers.reach import FEWEST, YEARS, ItemReach
from diagnostics.model.finding import Finding

CODE = "PD170"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets harder than the best, or easier than the worst figure of three years 「目标值超出历史范围」."""
    for each in catalogue.reached:
        variant = outside(each)
        # A target that hardly anyone, or nearly everyone, reached has its own code: one defect, one finding.
        if not variant or each.verdict in ("too_high", "too_low"):
            continue
        yield found(
            CODE,
            "warning",
            catalogue.item_place(each.card, each.kpi.id),
            each.kpi.id,
            variant=variant,
            card=card_name(each.card),
            kpi=catalogue.kpi_name(each.kpi.id),
            target=figure(catalogue, each.kpi, float(each.now["target"].iloc[-1])),
            best=figure(catalogue, each.kpi, each.best),
            worst=figure(catalogue, each.kpi, each.worst),
            years=YEARS,
        )


def outside(reached: ItemReach) -> str:
    """``hard``, ``easy``, ``apart`` for a range, or empty where the target lies within the history 「是否超出」."""
    now = reached.now
    if len(reached.history) < FEWEST or now.empty:
        return ""
    targets = now["target"]
    if reached.kpi.direction == "range":
        highs = now["target_high"].fillna(targets)
        return "apart" if bool(((highs < reached.worst) | (targets > reached.best)).all()) else ""
    sign = 1 if reached.kpi.direction == "higher" else -1
    best, worst = _ends(reached)
    hard, easy = sign * (targets - best) > 0, sign * (targets - worst) < 0
    return "hard" if bool(hard.all()) else "easy" if bool(easy.all()) else ""


def _ends(reached: ItemReach) -> tuple[Any, Any]:
    """Best and worst figures: of all together where they share a target, else each entity's own."""
    now, lower = reached.now, reached.kpi.direction == "lower"
    if now["target"].nunique() == 1:
        return reached.best, reached.worst
    own = reached.history.groupby("entity")["value"]
    low, high = now["entity"].map(own.min()), now["entity"].map(own.max())
    return (low, high) if lower else (high, low)
