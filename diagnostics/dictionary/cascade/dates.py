"""The period for which targets are held against each other where nobody names one 「目标生效期」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagnostics.dictionary.targets import TargetBook
from diagnostics.model.period import Cycle, Period
from diagnostics.model.target import TIERS, DatedValue

# Where nothing is dated any period does; a far one finds every unit that has opened.
_ANY = date(2100, 1, 1)


def latest_period(book: TargetBook, cycle: Cycle) -> Period:
    """Latest period in which a card, a target or a change begins to hold 「最近的目标生效期」.

    It is the state of things that the files describe last; what held before it is history.

    Parameters
    ----------
    book : TargetBook
        Cards, and changes of their targets.
    cycle : cycle
        Length of the period.
    """
    begun = max(_beginnings(book), default=None)
    ended = [book.calendar.parse(each.until).end for each in book.scorecards if each.until is not None]
    if begun is None and ended:
        return book.calendar.last_complete(cycle, min(ended))
    return book.calendar.at(begun or _ANY, cycle)


def _beginnings(book: TargetBook) -> Iterator[date]:
    for card in book.scorecards:
        if card.since is not None:
            yield book.calendar.parse(card.since).start
        for item in card.items:
            tiers = (getattr(item.targets, each) for each in TIERS if item.targets is not None)
            dated = (step for tier in tiers if isinstance(tier, tuple) for step in tier if isinstance(step, DatedValue))
            yield from (book.calendar.parse(each.since).start for each in dated)
    yield from (book.calendar.parse(each.since).start for each in book.changes)
