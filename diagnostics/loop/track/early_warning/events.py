"""From periods at which a rule speaks to events, one alert each 「预警事件」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Periods with a figure in which no rule speaks, after which an event is over. Fewer, and the same event would be told
# twice; many more, and nothing would ever be over.
QUIET = 3


@dataclass(frozen=True, slots=True)
class Event:
    """A stretch of time in which a rule speaks, pauses included 「预警事件」.

    Parameters
    ----------
    since, last : int
        Positions of the first period it is about, and of the last in which the rule spoke.
    fired : int
        Position at which the rule first spoke.
    open : bool
        Whether fewer than three quiet periods have followed.
    """

    since: int
    fired: int
    last: int
    open: bool


def events(speaks: Sequence[int], there: Sequence[bool]) -> tuple[Event, ...]:
    """Events of a rule on a series, in order of time 「归并为事件」.

    Parameters
    ----------
    speaks : sequence of int
        For each period how many figures, itself included, the rule speaks of; 0 where it is silent.
    there : sequence of bool
        Whether the period has a figure: one without says nothing, neither that it goes on nor that it is over.

    Examples
    --------
    >>> events([0, 2, 3, 0, 0, 0, 1], [True] * 7)
    (Event(since=0, fired=1, last=2, open=False), Event(since=6, fired=6, last=6, open=True))
    """
    return tuple(_events(speaks, there))


def _events(speaks: Sequence[int], there: Sequence[bool]) -> Iterator[Event]:
    present = [position for position, each in enumerate(there) if each]
    running: Event | None = None
    quiet = 0
    for number, position in enumerate(present):
        if speaks[position]:
            since = present[max(0, number - speaks[position] + 1)]
            if running is None:
                running = Event(since, position, position, open=True)
            running = Event(min(running.since, since), running.fired, position, open=True)
            quiet = 0
        elif running is not None:
            quiet += 1
            if quiet == QUIET:
                yield Event(running.since, running.fired, running.last, open=False)
                running = None
    if running is not None:
        yield running
