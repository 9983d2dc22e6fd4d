"""PD129: a KPI that is easily reached the wrong way, and no word on what does not count 「缺少负面清单」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import judged, names
from diagnostics.dictionary.rules.pd128_no_counter import pressure_words, uncountered
from diagnostics.dictionary.wording.pressure import pressure_of
from diagnostics.model.finding import Finding

CODE = "PD129"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scored KPIs of a kind known for being gamed, without forbidden behaviours 「缺少负面清单」."""
    for kpi in judged(catalogue):
        pressure = pressure_of(names(kpi), kpi.direction)
        # Without a counter-metric that comes first: PD128.
        if pressure is None or not pressure.grave or kpi.forbidden or uncountered(catalogue, kpi, pressure) is not None:
            continue
        place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
        yield found(CODE, "tip", place, kpi.id, kpi=name, harm=pressure_words(pressure, "harm"))
