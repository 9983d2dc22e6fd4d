"""PD109: no mother metric, or too many 「母指标数量」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD109"
MOST = 5


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """A dictionary without one to five mother metrics 「母指标缺失或过多」."""
    count = sum(each.mother for each in catalogue.kpis.values())
    if not catalogue.kpis or 1 <= count <= MOST:
        return
    first = next(iter(catalogue.kpis))
    # The file as a whole is meant; its name stands in the place of any KPI.
    place = catalogue.place("kpi", first).split(":")[0] if ("kpi", first) in catalogue.places else "KPIs"
    if count:
        yield found(CODE, "warning", place, "", variant="many", count=count, most=MOST)
    else:
        yield found(CODE, "error", place, "", variant="none", most=MOST)
