"""Places of targets that are held against each other 「目标覆盖的位置」."""

from __future__ import annotations

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.model.coverage import CoverageRow


def cascade_place(catalogue: Catalogue, row: CoverageRow) -> str:
    """Place of the item that states a row's target 「目标位置」."""
    cascade = catalogue.cascade
    held = cascade.holding(row.kpi, row.entity) if cascade is not None else None
    return catalogue.item_place(held.card, row.kpi) if held is not None else catalogue.place("kpi", row.kpi)
