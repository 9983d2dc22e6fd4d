"""PD162: a ratio's target that the units below cannot give, whatever their sizes 「比率目标超出下级范围」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diagnostics.dictionary.rules.cascade_words import cascade_place
from diagnostics.dictionary.rules.catalogue import Catalogue, named
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.target_words import figure
from diagnostics.model.finding import Finding

CODE = "PD162"
TOLERANCE = 0.005


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Ratios of the whole asked to be better than the best of its parts 「总体比率高于最好的下级」."""
    for row in catalogue.coverage:
        # With a unit that has no target the bounds are open.
        if row.composition != "mix" or row.silent or not row.fails(TOLERANCE):
            continue
        told = found(
            CODE,
            "warning",
            cascade_place(catalogue, row),
            row.kpi,
            kpi=catalogue.kpi_name(row.kpi),
            entity=named(row.label_text, row.entity),
            target=figure(catalogue, catalogue.kpis[row.kpi], row.target),
            best=figure(catalogue, catalogue.kpis[row.kpi], row.low if row.lower else row.high),
            parts=len(row.parts),
        )
        # Of few persons, or of a single one, only those who check may read.
        yield replace(told, private=not row.may_be_told(catalogue.min_group))
