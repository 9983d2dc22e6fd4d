"""What a measure costs, and who confirmed what it brought 「成本与收益确认」."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words

if TYPE_CHECKING:
    from diagnostics.model.intervention_state import InterventionState


class Money(Noun):
    """A sum that an entry of the ledger is about 「金额」.

    Parameters
    ----------
    amount : float
        In the currency's base unit. A cost below 0 takes back what was reported too much; a benefit below 0 is a loss.
    currency : str, optional
        ISO code; the measure's, else the engagement's, where absent. Another one is refused.
    forecast : bool
        With a cost: whether it is what all of it will have cost in the end, rather than what was spent.
    period : str
        With a benefit: period of the run that counted it, such as ``2025-06``.
    """

    amount: float = Field(allow_inf_nan=False, ge=-1e13, le=1e13)
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    forecast: bool = False
    period: str = Field(default="", max_length=32)


class CostEntry(Noun):
    """A cost as somebody reported it 「成本上报」.

    Parameters
    ----------
    event : str
        Entry that recorded it.
    at : date
        Day of the entry.
    actor : str
        Who reported it.
    money : Money
        Spent since the last entry, or a forecast of the whole.
    note : Text
        What for.
    """

    event: str
    at: date
    actor: str
    money: Money
    note: Words = Text()


class BenefitApproval(Noun):
    """A benefit that somebody confirmed, with the figures it rests on 「收益确认」.

    Parameters
    ----------
    event : str
        Entry that recorded it.
    at : date
        Day of the entry.
    actor : str
        Who confirmed it.
    money : Money
        The benefit that is confirmed.
    hash : str
        Fingerprint of the figures it was computed from; other figures are not confirmed by it.
    note : Text
        What was said about it.
    """

    event: str
    at: date
    actor: str
    money: Money
    hash: str
    note: Words = Text()


def spent(entries: Iterable[CostEntry]) -> float | None:
    """What was spent; None where nobody reported a cost, which is not a cost of nothing 「实际成本」.

    Examples
    --------
    >>> spent(())
    """
    found = [each.money.amount for each in entries if not each.money.forecast]
    return math.fsum(found) if found else None


def forecast_cost(entries: Iterable[CostEntry]) -> float | None:
    """What all of it will have cost, as last forecast; None where nobody did 「预测成本」."""
    return next((each.money.amount for each in reversed(tuple(entries)) if each.money.forecast), None)


def confirmed_later(
    states: Iterable[InterventionState], day: date, period: str = ""
) -> dict[str, tuple[BenefitApproval, ...]]:
    """Benefits confirmed after a day, by measure: who confirms the figures of a run does so after its day 「事后确认」.

    Parameters
    ----------
    states : iterable of InterventionState
        Measures as they stand today.
    period : str
        Period of the run whose benefits were confirmed; any where empty.
    """
    found = {
        each.intervention.id: tuple(one for one in each.benefits if one.at > day and period in ("", one.money.period))
        for each in states
    }
    return {key: each for key, each in found.items() if each}


def account_record(
    state: InterventionState,
    people: Mapping[str, str],
    *,
    withheld: bool = False,
    later: Iterable[BenefitApproval] = (),
) -> dict[str, Any]:
    """Costs and confirmations of a measure, as the hand-off has them 「成本与确认交接内容」.

    Parameters
    ----------
    people : mapping
        Display names of those who act.
    withheld : bool
        Whether the measure changes the pay of so few that its cost tells what somebody is paid: it is left out then.
    later : iterable of BenefitApproval
        Confirmations of this run's figures that came after its day.

    Returns
    -------
    dict
        ``planned, forecast, spent``: costs in the base unit, None where nobody said or they
        are ``withheld``; ``spent_after_end``: whether any
        of it came once the measure had been stopped; ``approvals``: who confirmed a benefit, in order.
    """
    costs = state.costs
    late = state.phase == "stopped" and state.ended is not None and any(each.at > state.ended for each in costs)
    sums = {"planned": state.intervention.cost, "forecast": forecast_cost(costs), "spent": spent(costs)}
    return {
        **(dict.fromkeys(sums) if withheld else sums),
        "withheld": withheld,
        "spent_until": max((each.at.isoformat() for each in costs if not each.money.forecast), default=None),
        "spent_after_end": late,
        "approvals": [
            {
                "by": each.actor, "name": people.get(each.actor, each.actor), "at": each.at.isoformat(),
                "amount": each.money.amount, "period": each.money.period, "hash": each.hash,
                "own": each.actor == state.intervention.owner,
            }
            for each in (*state.benefits, *later)
        ],
    }  # fmt: skip
