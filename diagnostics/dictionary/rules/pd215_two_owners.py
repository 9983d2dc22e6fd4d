"""PD215: a KPI that several answer for 「多个责任人」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD215"
_BETWEEN = re.compile("[\u3001,\uff0c;\uff1b/\uff0f|\uff5c&\uff06+\uff0b\\n]| and ")


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs whose owner is several people or departments 「多个责任人」."""
    known = {*catalogue.people, *catalogue.people.values()}
    for kpi in catalogue.kpis.values():
        owners = [each.strip() for each in _BETWEEN.split(kpi.owner) if each.strip()]
        if len(owners) > 1 and kpi.owner not in known:
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(CODE, "error", place, kpi.id, kpi=name, count=len(owners), owner=kpi.owner)
