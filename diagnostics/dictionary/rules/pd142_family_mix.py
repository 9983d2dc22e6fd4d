"""PD142: results and processes that do not fit the role's family 「岗位序列与指标类别」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import TOLERANCE, has, weight_of
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.scorecard import Scorecard

CODE = "PD142"
HALF = 0.5


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose kinds of KPIs do not fit the family that they name 「指标类别不合岗位」."""
    for card in catalogue.cards:
        variant = _misfit(catalogue, card)
        if variant:
            severity: Severity = "error" if variant == "business_none" else "warning"
            share = percent(weight_of(catalogue, card, lambda each: each.kind == "result"), 2)
            yield found(
                CODE, severity, catalogue.card_place(card), card.id, variant=variant, card=card_name(card), share=share
            )


def _misfit(catalogue: Catalogue, card: Scorecard) -> str:
    """What is missing by the articles: business roles by results, support roles by processes and results."""
    results = weight_of(catalogue, card, lambda each: each.kind == "result")
    if card.family == "business":
        return "business_none" if not results else "business_low" if results < HALF - TOLERANCE else ""
    if card.family == "support" and not has(catalogue, card, "process", "behaviour"):
        return "support_process"
    if card.family in ("support", "technical") and not results:
        return f"{card.family}_result"
    return ""
