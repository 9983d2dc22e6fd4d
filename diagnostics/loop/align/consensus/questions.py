"""What the workshop asks before and after 「工作坊问题」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.tree import build_tree
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.terms import Language, say

# Asked of everyone, whatever is measured.
GENERAL = ("goal", "own", "reach", "rule", "data", "tool", "reward", "help")
# A sheet that takes longer than ten minutes is not filled in.
MOST_KPIS = 15


def kpi_question(kpi: Kpi, language: Language) -> str:
    """Question that asks about a KPI 「指标题」."""
    return say("workshop.question.kpi", language, kpi=kpi.name.say(language) or kpi.id)


def asked(engagement: Engagement, language: Language) -> Iterator[str]:
    """Questions of the sheet, in order: the general ones, then the KPIs that are scored 「全部问题」."""
    yield from (say(f"workshop.question.{each}", language) for each in GENERAL)
    scored = {item.kpi for card in engagement.scorecards for item in card.items}
    tree = build_tree(engagement.kpis)
    ordered = [key for key, _, _ in tree.walk() if key in scored]
    # Mother metrics first: where the sheet has no room for all, those are not left out.
    ordered.sort(key=lambda key: not engagement.kpis[key].mother)
    yield from (kpi_question(engagement.kpis[key], language) for key in ordered[:MOST_KPIS])
