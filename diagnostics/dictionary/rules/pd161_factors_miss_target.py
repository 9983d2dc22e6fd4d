"""PD161: the targets of a formula's factors do not give the target it is to reach 「分解公式对不上」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.cascade_words import cascade_place
from diagnostics.dictionary.rules.catalogue import Catalogue, named
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.rules.target_words import figure
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text

CODE = "PD161"
# Targets of rates and baskets are rounded to two or three figures; their product inherits that.
TOLERANCE = 0.02


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that stay out of reach when every factor of the formula meets its own 「因子达标而总目标不达」."""
    for row in catalogue.coverage:
        if row.composition != "formula" or not row.fails(TOLERANCE):
            continue
        names = [catalogue.kpi_name(each) for each in row.parts]
        yield found(
            CODE,
            "warning",
            cascade_place(catalogue, row),
            row.kpi,
            kpi=catalogue.kpi_name(row.kpi),
            entity=named(row.label_text, row.entity),
            factors=Text(zh="、".join(each.zh for each in names), en=", ".join(each.en for each in names)),
            target=figure(catalogue, catalogue.kpis[row.kpi], row.target),
            given=figure(catalogue, catalogue.kpis[row.kpi], row.given),
            share=percent(row.short / abs(row.target) if row.target else 1.0, 1),
        )
