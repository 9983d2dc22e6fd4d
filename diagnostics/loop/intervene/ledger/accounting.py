"""What entries about costs, benefits, homes and courses do to a measure 「成本收益与固化推进」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.known_people import names_measured
from diagnostics.model.measure_account import BenefitApproval, CostEntry, spent
from diagnostics.model.standard_work import CourseEntry, HomeEntry

if TYPE_CHECKING:
    from diagnostics.errors import Place
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.ledger_event import EventKind, LedgerEvent

# Bills come before the start and after the end; what nobody carried out brought nothing.
COSTING: tuple[EventKind, ...] = ("costed",)
SETTLING: tuple[EventKind, ...] = ("approved", "embedded", "concluded")
ACCOUNTING: tuple[EventKind, ...] = (*COSTING, *SETTLING)


def accounted(state: InterventionState, event: LedgerEvent) -> dict[str, object]:
    """Fields of the state that an entry about money or what becomes of a measure sets 「记账推进」.

    Raises
    ------
    InputError
        When nobody here decided the measure, its currency is another one, more is taken back than was spent, a stopped
        measure is to go on, or a review lies before its entry.
    """
    measure = state.intervention
    named = f"Event {event.event!r} of measure {measure.id!r}"
    if measure.external:
        raise InputError(f"{named} is {event.kind!r}, but nobody here decided it (external: true).")
    _check_currency(event, measure.currency, named)
    whose = {"event": event.event, "at": event.at, "actor": event.actor}
    if event.kind == "costed":
        costs = (*state.costs, CostEntry(**whose, money=event.money, note=event.note))
        if (spent(costs) or 0.0) < 0:
            raise InputError(f"{named} takes back more than was spent; {spent(state.costs) or 0:g} was reported.")
        return {"costs": costs}
    if event.kind == "approved":
        made = BenefitApproval(**whose, money=event.money, hash=event.hash, note=event.note)
        return {"benefits": (*state.benefits, made)}
    if event.kind == "concluded":
        if state.phase == "stopped" and event.course != "stop":
            raise InputError(f"{named} is to {event.course}, but it was stopped on {state.ended}; plan another.")
        made_course = CourseEntry(**whose, course=event.course, reason=event.reason)
        return {"courses": (*state.courses, made_course)}
    try:
        return {"homes": (*state.homes, HomeEntry(**whose, home=event.home))}
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"{named}: {why}.") from error


def _check_currency(event: LedgerEvent, currency: str | None, named: str) -> None:
    given = event.money.currency if event.money is not None else None
    if given and currency and given != currency:
        raise InputError(f"{named} is in {given!r}, must be {currency!r}, the measure's; currencies are not mixed.")


def check_account(engagement: Engagement, event: LedgerEvent, place: Place) -> None:
    """Refuse another currency than the engagement's, and words that name somebody who is measured 「核对记账」."""
    own = engagement.settings.currency
    given = event.money.currency if event.money is not None else None
    if given not in (None, own):
        raise InputError(f"currency == {given!r} ({place}), must be {own!r}, the engagement's; none are mixed.")
    if event.kind not in ACCOUNTING:
        return
    said = [event.note, event.reason, *((event.home.name, event.home.change) if event.home is not None else ())]
    if names_measured(engagement, "\n".join(text for each in said for text in (each.zh, each.en))):
        raise InputError(f"The entry's words name somebody who is measured ({place}); say what was done.")
