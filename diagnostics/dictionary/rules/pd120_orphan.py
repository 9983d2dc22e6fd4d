"""PD120: a KPI that people are judged by and that serves no goal 「孤立指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import judged
from diagnostics.model.finding import Finding

CODE = "PD120"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scored KPIs without a goal at, above or below them; the highest of each branch 「孤立指标」."""
    served = {kpi for goal in catalogue.goals or () for kpi in goal.kpis}
    served |= {each.kpi for goal in catalogue.goals or () for each in goal.key_results if each.kpi}
    if not served:
        return
    linked = _linked(catalogue, served)
    for kpi in judged(catalogue):
        above = _above(catalogue, kpi.id)
        # What reaches no mother metric is PD108's matter; below an orphan only the orphan is named.
        if kpi.id in linked or not catalogue.tree.path_to_mother(kpi.id) or _scored(catalogue, above - linked):
            continue
        yield found(CODE, "warning", catalogue.place("kpi", kpi.id), kpi.id, kpi=catalogue.kpi_name(kpi.id))


def _linked(catalogue: Catalogue, served: set[str]) -> set[str]:
    """KPIs that a goal names, and all that drive them or are driven by them."""
    known = served & set(catalogue.kpis)
    found_, waiting = set(known), list(known)
    while waiting:
        for child in catalogue.tree.children[waiting.pop()]:
            if child not in found_:
                found_.add(child)
                waiting.append(child)
    return found_ | {each for key in known for each in _above(catalogue, key)}


def _above(catalogue: Catalogue, kpi: str) -> set[str]:
    found_: set[str] = set()
    waiting = [kpi]
    while waiting:
        for parent in catalogue.tree.parents[waiting.pop()]:
            if parent not in found_:
                found_.add(parent)
                waiting.append(parent)
    return found_


def _scored(catalogue: Catalogue, keys: set[str]) -> bool:
    return any(each.id in keys for each in judged(catalogue))
