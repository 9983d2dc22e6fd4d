"""Targets as agreed change requests leave them 「目标变更」."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.period import Calendar, Period
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import DatedValue, Targets, Tier


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


def changed(item: Item, changes: Iterable[ChangeRequest], read: Callable[[str], Period]) -> Item:
    """Item with the targets that changes leave, in the order in which they are given 「变更后的考核项」.

    A new value takes the place of what held until then. Steps of a dated list that begin later were agreed on as well
    and keep holding, unless the change is about the list as a whole: its old or its new value is a dated list, or the
    new one is no single number.

    Parameters
    ----------
    read : callable
        Period of a text, such as ``Calendar().parse``.

    Examples
    --------
    >>> steps = (DatedValue.model_validate({"from": "2025-01", "value": 5}),
    ...          DatedValue.model_validate({"from": "2025-04", "value": 7}))
    >>> [(each.since, each.value) for each in stepped(steps, 6, "2025-02", Calendar().parse)]
    [('2025-01', 5), ('2025-02', 6), ('2025-04', 7)]
    """
    values: dict[str, Tier | None] = {}
    targets = item.targets
    for each in changes:
        held = values.get(each.tier, getattr(targets, each.tier, None))
        steps = _steps(held)
        among = steps and not _steps(each.old) and isinstance(each.new, int | float)
        values[each.tier] = stepped(steps, each.new, each.since, read) if among else each.new
    if not values:
        return item
    made = targets.model_copy(update=values) if targets else Targets.model_validate({**values, "from": "none"})
    return item.model_copy(update={"targets": made})


def stepped(
    steps: Iterable[DatedValue], value: Tier, since: str, read: Callable[[str], Period]
) -> tuple[DatedValue, ...]:
    """Dated list with a value put in between its steps: those that begin later stay 「插入一期目标」."""
    start, held = read(since).start, tuple((read(each.since).start, each) for each in steps)
    new = DatedValue.model_validate({"from": since, "value": value})
    before = (each for begun, each in held if begun < start)
    return (*before, new, *(each for begun, each in held if begun > start))


def _steps(tier: Tier | None) -> tuple[DatedValue, ...]:
    return tuple(each for each in tier if isinstance(each, DatedValue)) if isinstance(tier, tuple) else ()
