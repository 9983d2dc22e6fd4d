"""Who agreed to a measure, as results tell it: no word of who objects or of what was said 「签字状况」."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.model.agreement import Signature
    from diagnostics.model.intervention_state import InterventionState


def agreement_record(
    state: InterventionState, day: date, people: Mapping[str, str], *, withheld: bool = False
) -> dict[str, Any]:
    """Who agreed to a measure as of a day, and how many objections are open 「签字状况」.

    Parameters
    ----------
    day : date
        As-of date: an objection is overdue once its due date lies before it.
    people : mapping
        Display names of those who act; signatories do.
    withheld : bool
        Whether the measure is done to people: what a party expects in the KPI's unit is then left out.
    """
    open_ones, cleared = state.open_objections, state.clearance

    def named(party: str) -> dict[str, Any]:
        return {"party": party, "name": people.get(party, party)}

    return {
        "contract": state.contract,
        "signed": [
            {**named(each.party), "at": each.at.isoformat(), **_expected(each, withheld)} for each in state.signed
        ],
        "unsigned": [named(each) for each in state.unsigned],
        "objections": len(state.objections),
        "objections_open": len(open_ones),
        "objections_overdue": sum(each.due < day for each in open_ones),
        "objections_due": min((each.due.isoformat() for each in open_ones), default=None),
        "cleared": None if cleared is None else {**named(cleared.actor), "at": cleared.at.isoformat()},
    }


def _expected(signature: Signature, withheld: bool) -> dict[str, Any]:
    expected = signature.expected
    if expected is None or (withheld and expected.absolute is not None):
        return {"expected": None}
    return {"expected": expected.model_dump(mode="json", include={"relative", "absolute"})}
