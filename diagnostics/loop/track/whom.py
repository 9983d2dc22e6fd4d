"""Whom a measure was done to, with whom it can be compared, and what else was going on there 「处理组与对照组」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from diagnostics.model.detection import FEWEST_COMPARISONS
from diagnostics.model.entity import Entities
from diagnostics.model.period import Calendar, Cycle, Period

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Others:
    """Other measures on the same KPI, or a related one, at the same entities 「重叠措施」.

    Parameters
    ----------
    package : tuple of Record
        Those that start in the same period: the effect is that of all of them together.
    overlapping : tuple of Record
        Those that begin or end while this one is at work, or are at work when it begins: neither can be told apart.
    later : date or None
        First day of the next measure after this one's window: its figures say nothing of this one any more.
    related : tuple of Record
        Those on a related KPI that begin while this one is at work, later, or are at work when it begins.
    related_start : tuple of Record
        Those of them that begin in the same period as this one or the one beside it: the two can't be told apart.
    """

    package: tuple[Record, ...] = ()
    overlapping: tuple[Record, ...] = ()
    later: date | None = None
    related: tuple[Record, ...] = ()
    related_start: tuple[Record, ...] = ()


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


def stop_of(record: Record, calendar: Calendar, cycle: Cycle) -> date | None:
    """First day whose figures a stopped measure has no part in, None for others: only whole periods count 「停止」."""
    if record["state"] != "stopped":
        return None
    period = calendar.at(date.fromisoformat(record["ended"]), cycle)
    return period.end if period.end <= date.fromisoformat(record["ended"]) + timedelta(1) else period.start


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


def comparisons(
    treated: Iterable[str], kpis: Collection[str], records: Iterable[Record], entities: Entities
) -> tuple[str, ...]:
    """Peers at which no measure on the KPI or a related one was ever begun 「对照对象」.

    Parameters
    ----------
    treated : iterable of str
        Entities of the measure, of one level.
    kpis : collection of str
        The measure's KPI and those related to it.
    records : iterable of mapping
        All measures.
    """
    whose = list(treated)
    busy: set[str] = set(touched(whose, entities))
    for record in started(records):
        if record["kpi"] in kpis:
            busy |= touched(record["entities"], entities)
    peers = {peer for key in whose for peer in entities.peers(key)}
    return tuple(sorted(each for each in peers - busy if not entities[each].person))


def neighbours(treated: Iterable[str], compared: Collection[str], entities: Entities) -> tuple[str, ...]:
    """Those compared with that share a parent with a treated entity: what is done there may reach them 「邻近对象」.

    Nobody, where fewer than 5 others are further away: then there is nothing to hold the neighbours against.
    """
    parents = {entities[each].parent for each in treated}
    near = tuple(each for each in compared if entities[each].parent in parents)
    return near if len(compared) - len(near) >= FEWEST_COMPARISONS else ()


def others(
    record: Record,
    records: Iterable[Record],
    entities: Entities,
    start: Period,
    *,
    calendar: Calendar,
    kpis: Collection[str],
) -> Others:
    """Other measures begun on the same KPI, or a related one, at the same entities 「重叠措施」.

    Parameters
    ----------
    start : Period
        First whole period after the start of the measure.
    kpis : collection of str
        The measure's KPI and those related to it.
    """
    own = touched(record["entities"], entities)
    first, last = window(record)
    beside = {calendar.shift(start, step).start for step in (-1, 0, 1)}
    package, overlapping, later, related, together = [], [], [], [], []
    for other in started(records):
        if other["id"] == record["id"] or other["kpi"] not in kpis or not own & set(other["entities"]):
            continue
        since, until = window(other)
        begins = first_period(other, calendar, start.cycle).start
        if other["kpi"] != record["kpi"]:
            related += [other] if until >= first else []
            together += [other] if until >= first and begins in beside else []
        elif begins == start.start:
            package.append(other)
        elif since <= last and until >= first:
            overlapping.append(other)
        elif since > last:
            later.append(since)
    return Others(tuple(package), tuple(overlapping), min(later, default=None), tuple(related), tuple(together))


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
