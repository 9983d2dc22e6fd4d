"""PD118: a wording that calls for better without saying how much 「表述模糊」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import holdings, names, said, stated
from diagnostics.dictionary.wording import Vague, rewording, tells_counting, vague_degree, vague_name
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi
from diagnostics.model.text import Text

CODE = "PD118"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs whose name is a call or a field of work, or whose definition says well without a limit 「表述模糊」."""
    for kpi in catalogue.kpis.values():
        finding = _name(catalogue, kpi) or _definition(catalogue, kpi)
        if finding is not None:
            yield finding


def _name(catalogue: Catalogue, kpi: Kpi) -> Finding | None:
    for name in names(kpi):
        vague, after = vague_name(name), rewording(name, cycle=kpi.cycle)
        if vague is None or after is None:
            continue
        counted = any(tells_counting(each) for each in said(kpi.definition))
        if counted and vague.kind == "task":
            # A bare label over a definition that counts does no harm.
            continue
        told = counted or any(stated(item) for _, item in holdings(catalogue, kpi.id))
        return _found(catalogue, kpi, vague, "tip" if told else "warning", after.after)
    return None


def _definition(catalogue: Catalogue, kpi: Kpi) -> Finding | None:
    vague = next((each for each in map(vague_degree, said(kpi.definition)) if each is not None), None)
    return None if vague is None else _found(catalogue, kpi, vague, "tip", Text())


def _found(catalogue: Catalogue, kpi: Kpi, vague: Vague, severity: Severity, after: Text) -> Finding:
    place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
    return found(CODE, severity, place, kpi.id, variant=vague.kind, kpi=name, word=vague.word, after=after)
