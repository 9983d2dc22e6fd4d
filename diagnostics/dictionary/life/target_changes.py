"""Targets as agreed change requests leave them 「目标变更」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.period import Calendar, Period
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import Targets


@dataclass(frozen=True, slots=True)
class Dated:
    """A change request with the period from which it holds 「变更及其生效期」."""

    change: ChangeRequest
    since: Period


def in_order(changes: Iterable[ChangeRequest], calendar: Calendar) -> tuple[Dated, ...]:
    """Change requests in the order in which they begin to hold, then as requested 「按生效期排序」."""
    dated = [Dated(each, calendar.parse(each.since)) for each in changes]
    return tuple(sorted(dated, key=lambda each: (each.since.start, each.change.requested)))


def agreed(changes: Iterable[ChangeRequest]) -> tuple[ChangeRequest, ...]:
    """Change requests that somebody agreed to: no other one holds 「已批准的变更」."""
    return tuple(each for each in changes if each.agreed_by)


def in_force(card: Scorecard, day: date, calendar: Calendar) -> bool:
    """Whether a card holds on a day 「考核表是否生效」."""
    begun = card.since is None or calendar.parse(card.since).start <= day
    return begun and (card.until is None or day < calendar.parse(card.until).end)


def cards_of(
    change: ChangeRequest, since: Period, scorecards: Iterable[Scorecard], calendar: Calendar
) -> Iterator[tuple[int, Scorecard, Item]]:
    """Cards whose target a change is about, by place in the file; a later card states its own 「变更所涉」."""
    for place, card in enumerate(scorecards):
        if card.id == change.scorecard and in_force(card, since.last_day, calendar):
            yield from ((place, card, item) for item in card.items if item.kpi == change.kpi)


def changed(item: Item, changes: Iterable[ChangeRequest]) -> Item:
    """Item with the targets that changes leave, in the order in which they are given 「变更后的考核项」.

    A new value replaces all that the card says of the tier, later steps of a dated list included.
    """
    values: dict[str, object] = {each.tier: each.new for each in changes}
    if not values:
        return item
    targets = item.targets
    made = targets.model_copy(update=values) if targets else Targets.model_validate({**values, "from": "none"})
    return item.model_copy(update={"targets": made})
