"""Whom a measure was done to, with whom it can be compared, and what else was going on there 「处理组与对照组」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diagnostics.model.entity import Entities
from diagnostics.model.period import Calendar, Cycle, Period

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Others:
    """Other measures on the same KPI at the same entities 「重叠措施」.

    Parameters
    ----------
    package : tuple of Record
        Those that start in the same period: the effect is that of all of them together.
    overlapping : tuple of Record
        Those that begin or end while this one is at work, or are at work when it begins: neither can be told apart.
    later : date or None
        First day of the next measure after this one's window: its figures say nothing of this one any more.
    """

    package: tuple[Record, ...] = ()
    overlapping: tuple[Record, ...] = ()
    later: date | None = None


def started(records: Iterable[Record]) -> list[Record]:
    """Measures that were begun, whatever became of them 「已启动措施」."""
    return [each for each in records if each.get("started")]


def first_period(record: Record, calendar: Calendar, cycle: Cycle) -> Period:
    """First whole period after the start of a measure 「首个生效周期」."""
    return first_whole(date.fromisoformat(record["started"]), calendar, cycle)


def first_whole(day: date, calendar: Calendar, cycle: Cycle) -> Period:
    """First period that begins on a day or later 「其后首个完整周期」."""
    period = calendar.at(day, cycle)
    return period if period.start >= day else calendar.shift(period, 1)


def touched(keys: Iterable[str], entities: Entities) -> frozenset[str]:
    """These entities, all under them, and all above them 「受影响对象」.

    What is done to a region is done to its stores, and what a store does shows in its region.
    """
    known = [each for each in keys if each in entities]
    above = {up for key in known for up in _above(key, entities)}
    return entities.below(known) | above


def _above(key: str, entities: Entities) -> set[str]:
    found: set[str] = set()
    at: str | None = key
    while at is not None:
        found.add(at)
        at = entities[at].parent
    return found


def comparisons(treated: Iterable[str], kpi: str, records: Iterable[Record], entities: Entities) -> tuple[str, ...]:
    """Peers at which no measure on the KPI was ever begun 「对照对象」.

    Parameters
    ----------
    treated : iterable of str
        Entities of the measure, of one level.
    records : iterable of mapping
        All measures.
    """
    whose = list(treated)
    busy: set[str] = set(touched(whose, entities))
    for record in started(records):
        if record["kpi"] == kpi:
            busy |= touched(record["entities"], entities)
    peers = {peer for key in whose for peer in entities.peers(key)}
    return tuple(sorted(each for each in peers - busy if not entities[each].person))


def others(record: Record, records: Iterable[Record], entities: Entities, calendar: Calendar, cycle: Cycle) -> Others:
    """Other measures begun on the same KPI at the same entities 「重叠措施」."""
    own = touched(record["entities"], entities)
    start, (first, last) = first_period(record, calendar, cycle), window(record)
    package, overlapping, later = [], [], []
    for other in started(records):
        if other["id"] == record["id"] or other["kpi"] != record["kpi"] or not own & set(other["entities"]):
            continue
        since, until = window(other)
        if first_period(other, calendar, cycle).start == start.start:
            package.append(other)
        elif since <= last and until >= first:
            overlapping.append(other)
        elif since > last:
            later.append(since)
    return Others(tuple(package), tuple(overlapping), min(later, default=None))


def window(record: Record) -> tuple[date, date]:
    """Days on which a measure is at work and being judged 「作用窗口」.

    From its start until it was stopped, else until its trial ends or it is decided, else without end.
    """
    first = date.fromisoformat(record["started"])
    if record["state"] == "stopped":
        return first, date.fromisoformat(record["ended"])
    trial = record.get("trial") or {}
    ends = [each for each in (trial.get("to"), record.get("decision")) if each]
    return first, max((date.fromisoformat(each) for each in ends), default=date.max)
