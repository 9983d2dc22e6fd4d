"""Figures and places of targets that are held against each other 「目标覆盖的写法」."""

from __future__ import annotations

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.look.numbers import show
from diagnostics.model.coverage import CoverageRow
from diagnostics.model.text import Text


def amount(catalogue: Catalogue, row: CoverageRow, value: float | None) -> Text:
    """Figure of a row's KPI in both languages 「数值」."""
    kpi = catalogue.kpis[row.kpi]
    return Text(
        zh=show(value, kpi.unit, "zh", catalogue.currency, kpi.decimals),
        en=show(value, kpi.unit, "en", catalogue.currency, kpi.decimals),
    )


def cascade_place(catalogue: Catalogue, row: CoverageRow) -> str:
    """Place of the item that states a row's target 「目标位置」."""
    cascade = catalogue.cascade
    held = cascade.holding(row.kpi, row.entity) if cascade is not None else None
    return catalogue.item_place(held.card, row.kpi) if held is not None else catalogue.place("kpi", row.kpi)
