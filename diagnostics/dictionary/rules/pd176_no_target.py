"""PD176: periods whose target is zero or absent 「目标值为零或缺失」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.targets import is_stated
from diagnostics.dictionary.tiers.reach import ItemReach
from diagnostics.model.finding import Finding

CODE = "PD176"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose target is zero or absent in periods that have figures 「目标值为零或缺失」."""
    for each in catalogue.reached:
        for variant, count in (("zero", int(each.empty_zeros.sum())), ("absent", _absent(each))):
            if count:
                yield found(
                    CODE,
                    "warning" if variant == "zero" else "tip",
                    catalogue.item_place(each.card, each.kpi.id),
                    each.kpi.id,
                    variant=variant,
                    card=card_name(each.card),
                    kpi=catalogue.kpi_name(each.kpi.id),
                    count=count,
                    all=len(each.rows),
                )


def _absent(reached: ItemReach) -> int:
    """Figures without a target, where a table or an expression gives it; a dated list says itself when it begins."""
    tier = reached.item.targets.target if reached.item.targets is not None else None
    return 0 if tier is None or is_stated(tier) else int(reached.rows["target"].isna().sum())
