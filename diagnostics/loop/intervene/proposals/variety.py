"""Whether measures cover more than one side, and more than money 「措施组合检查」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.loop.intervene.findings import finding_of
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.library_card import LibraryCard
    from diagnostics.model.proposal import Proposal


def of_proposals(found: Sequence[Proposal]) -> tuple[Finding, ...]:
    """What is to be said of proposals together 「建议组合」."""
    sides = {each.card.dimension for each in found}
    if len(found) > 1 and len(sides) == 1:
        side = next(iter(sides))
        name = Text(zh=say(f"intervene.dimension.{side}", "zh"), en=say(f"intervene.dimension.{side}", "en"))
        return (finding_of("PI102", "library/interventions", "", count=len(found), dimension=name),)
    return ()


def of_money(states: Sequence[InterventionState], cards: Mapping[str, LibraryCard]) -> tuple[Finding, ...]:
    """Whether money is all that the measures offer people 「唯奖金论」.

    Parameters
    ----------
    states : sequence of InterventionState
        Measures of the ledger.
    cards : mapping of LibraryCard
        Library: what else a measure brings is written on the card it came from.

    Notes
    -----
    A measure is about money where it touches pay or follows a pay scenario. Anything in skills, process or culture, or
    an incentive whose card names a form that is not material, is more than money.
    """
    decided = [each.intervention for each in states if not each.intervention.external and each.phase != "stopped"]
    paid = [each for each in decided if each.touches_pay or each.scenario]
    if not paid:
        return ()
    for each in decided:
        card = cards.get(each.library)
        besides = card is not None and any(one.form != "material" for one in card.incentives)
        if each.dimension != "incentive" or besides or (each not in paid and not each.library):
            return ()
    return (finding_of("PI117", "ledger.yaml", "", count=len(paid)),)
