"""Figures and shares of targets as findings write them 「目标的写法」."""

from __future__ import annotations

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.tiers.reach import ItemReach
from diagnostics.look.numbers import show
from diagnostics.model.kpi import Kpi
from diagnostics.model.text import Text


def figure(catalogue: Catalogue, kpi: Kpi, value: float | None) -> Text:
    """Figure of a KPI in both languages 「数值」."""
    return Text(
        zh=show(value, kpi.unit, "zh", catalogue.currency, kpi.decimals),
        en=show(value, kpi.unit, "en", catalogue.currency, kpi.decimals),
    )


def proposal(catalogue: Catalogue, reached: ItemReach) -> tuple[str, Text]:
    """Which words a remedy takes, and the target that half would reach 「建议目标值」."""
    found = reached.calibration()
    if found is None or not found.ok:
        return "plain", Text()
    return "value", figure(catalogue, reached.kpi, found.target.value)
