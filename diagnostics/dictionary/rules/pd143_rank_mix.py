"""PD143: KPIs that do not fit the rank of those who hold the role 「职级与指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import TOLERANCE, has, held, weight_of
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.scorecard import Scorecard

CODE = "PD143"
HALF = 0.5


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards that ask of a rank what is another rank's to do 「指标不合职级」."""
    for card in catalogue.cards:
        variant = _misfit(catalogue, card)
        if variant:
            severity: Severity = "warning" if variant == "senior_process" else "tip"
            share = percent(weight_of(catalogue, card, lambda each: each.kind != "result"), 2)
            yield found(
                CODE, severity, catalogue.card_place(card), card.id, variant=variant, card=card_name(card), share=share
            )


def _misfit(catalogue: Catalogue, card: Scorecard) -> str:
    """By the article: juniors carry out, the middle reaches the team's goals and develops people, seniors steer."""
    kpis = held(catalogue, card)
    if card.rank == "senior":
        if weight_of(catalogue, card, lambda each: each.kind == "result") < HALF - TOLERANCE:
            return "senior_process"
        return "senior_goal" if catalogue.goals and not _serves_a_goal(catalogue, card) else ""
    if card.rank == "middle":
        told = bool(kpis) and all(each.view is not None for each in kpis)
        return "middle_people" if told and not any(each.view == "learning" for each in kpis) else ""
    # Of business roles results are asked, of support roles PD142 asks for processes.
    if card.rank == "junior" and card.family == "technical" and not has(catalogue, card, "process", "behaviour"):
        return "junior_process"
    return ""


def _serves_a_goal(catalogue: Catalogue, card: Scorecard) -> bool:
    """Whether a KPI of the card is a mother metric, or a goal names it."""
    named = {kpi for goal in catalogue.goals or () for kpi in goal.kpis}
    named |= {result.kpi for goal in catalogue.goals or () for result in goal.key_results if result.kpi}
    return any(each.mother or each.id in named for each in held(catalogue, card))
