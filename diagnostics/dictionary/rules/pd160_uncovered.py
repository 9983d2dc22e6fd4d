"""PD160: the targets of the parts leave some of the whole's target open 「目标未被覆盖」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diagnostics.dictionary.rules.cascade_words import cascade_place
from diagnostics.dictionary.rules.catalogue import Catalogue, named
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.rules.target_words import figure
from diagnostics.model.finding import Finding

CODE = "PD160"
# Targets are rounded when they are handed out; what is open by less than this share is no gap.
TOLERANCE = 0.005


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that those of the units below do not add up to 「下级目标合计不足」."""
    for row in catalogue.coverage:
        if row.composition != "sum" or not row.fails(TOLERANCE):
            continue
        # A budget handed out twice is no share that is open.
        share = row.short / abs(row.target) if row.target else 1.0
        told = found(
            CODE,
            "warning",
            cascade_place(catalogue, row),
            row.kpi,
            variant="over" if row.lower else "short",
            kpi=catalogue.kpi_name(row.kpi),
            entity=named(row.label_text, row.entity),
            target=figure(catalogue, catalogue.kpis[row.kpi], row.target),
            given=figure(catalogue, catalogue.kpis[row.kpi], row.given),
            short=figure(catalogue, catalogue.kpis[row.kpi], row.short),
            share=percent(share, 1),
            parts=len(row.parts),
        )
        # Of few persons, or of a single one, only those who check may read.
        yield replace(told, private=not row.may_be_told(catalogue.min_group))
