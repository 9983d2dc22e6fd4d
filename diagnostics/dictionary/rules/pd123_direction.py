"""PD123: a direction that says the opposite of the name 「方向与名称相反」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import names
from diagnostics.dictionary.rules.pd119_unit import is_against_name
from diagnostics.dictionary.wording import better
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi

CODE = "PD123"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs with ``higher`` where every name says lower is better, or the other way round 「方向与名称相反」."""
    for kpi in catalogue.kpis.values():
        if is_reversed(kpi) and not _is_rate_in_time(kpi):
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(CODE, "warning", place, kpi.id, variant=kpi.direction, kpi=name)


def is_reversed(kpi: Kpi) -> bool:
    """Whether the names that say which way is better all say the opposite 「方向是否相反」."""
    told = {each for each in map(better, names(kpi)) if each is not None}
    return len(told) == 1 and kpi.direction in {"higher", "lower"} and kpi.direction not in told


def _is_rate_in_time(kpi: Kpi) -> bool:
    """Whether a time bears the name of a rate, such as 及时率 in days: then the name is wrong, PD119 says so."""
    return kpi.direction == "lower" and kpi.unit in {"minutes", "hours", "days"} and is_against_name(kpi)
