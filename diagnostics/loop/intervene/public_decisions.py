"""Decisions as pages and minutes may bear them 「可公开的决议」."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from diagnostics.loop.intervene.ledger import Ledger
    from diagnostics.model.decision import DecisionState
    from diagnostics.model.engagement import Engagement


def public_decision(state: DecisionState, engagement: Engagement, private: Collection[str] = ()) -> DecisionState:
    """Decision as pages and minutes may bear it 「可公开的决议」.

    Parameters
    ----------
    private : collection of str
        Measures about the pay of few, as `diagnostics.loop.intervene.planning.private_measures` tells.

    Returns
    -------
    DecisionState
        Words that name somebody who is measured stay in the ledger, whole; amounts stay there where the decision is
        about one of those measures, or about no measure in particular but about pay, while there are such measures.
    """
    from diagnostics.loop.intervene.ledger.known_people import names_measured
    from diagnostics.model.private_pay import speaks_of_pay, text_without_amounts
    from diagnostics.model.text import Text
    from diagnostics.terms import LANGUAGES, say

    decision, note = state.decision, state.note
    words = "\n".join(text for each in (decision.text, note) for text in (each.zh, each.en))
    if names_measured(engagement, words):
        withheld = Text(**{each: say("meeting.withheld", each) for each in LANGUAGES})
        return state.model_copy(update={"decision": decision.model_copy(update={"text": withheld}), "note": Text()})
    if decision.measure in private or (private and not decision.measure and speaks_of_pay(words)):
        told = decision.model_copy(update={"text": text_without_amounts(decision.text)})
        return state.model_copy(update={"decision": told, "note": text_without_amounts(note)})
    return state


def public_decisions(engagement: Engagement, ledger: Ledger, day: date | None = None) -> dict[str, DecisionState]:
    """Decisions by id as papers of a meeting may bear them, as of a day or now 「可公开的决议」."""
    from diagnostics.loop.intervene.planning import private_measures

    private = private_measures(engagement, ledger.states().values())
    return {key: public_decision(each, engagement, private) for key, each in ledger.decisions(day).items()}
