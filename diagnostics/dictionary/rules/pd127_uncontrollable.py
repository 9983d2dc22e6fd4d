"""PD127: a KPI that those judged by it can't move 「不可控」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import holdings, judged
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi
from diagnostics.model.text import Text

CODE = "PD127"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scored KPIs that depend on others, where nobody says how the two share them 「不可控」."""
    for kpi in judged(catalogue):
        cards = [card for card, _ in holdings(catalogue, kpi.id) if card.entity not in kpi.depends_on]
        variant = _variant(kpi)
        if cards and variant:
            severity: Severity = "tip" if variant == "alone" else "warning"
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(
                CODE, severity, place, kpi.id, variant=variant, kpi=name, card=card_name(cards[0]),
                others=_listed(catalogue, kpi),
            )  # fmt: skip


def _variant(kpi: Kpi) -> str:
    if kpi.control == "other":
        return "other"
    if kpi.depends_on and kpi.control == "own":
        return "contradiction"
    if kpi.depends_on and kpi.control is None:
        return "unsettled"
    return "alone" if kpi.control == "shared" and not kpi.depends_on else ""


def _listed(catalogue: Catalogue, kpi: Kpi) -> Text:
    """Names of those whom it depends on, as readers know them."""
    known = {each.id: each.name or each.id for each in catalogue.entities or ()}
    told = [known.get(each, each) for each in kpi.depends_on]
    return Text(zh="、".join(told), en=", ".join(told))
