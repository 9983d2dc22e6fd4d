"""Cycles that the facts of a source fill from end to end 「完整周期」."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from diagnostics.data.engine import Engine
    from diagnostics.model.period import Calendar, Cycle

# Fewer cycles between the first and the last don't tell how far facts usually reach.
FEWEST = 2


def cut_starts(days: Iterable[date], cycle: Cycle, calendar: Calendar) -> frozenset[date]:
    """First days of the first and last cycle, that facts reach less far into than into others 「首尾残缺周期」.

    Parameters
    ----------
    days : iterable of date
        Days that have facts.
    cycle : str
        Length of a cycle.

    Notes
    -----
    Shops closed on Sundays end every week on a Saturday, and monthly facts stand on one day: neither is cut.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> from diagnostics.model.period import Calendar
    >>> days = [date(2025, 1, 6) + timedelta(each) for each in range(31)]
    >>> sorted(cut_starts(days, "week", Calendar()))
    [datetime.date(2025, 2, 3)]
    """
    held: dict[date, list[int]] = defaultdict(list)
    for day in days:
        start = calendar.at(day, cycle).start
        held[start].append((day - start).days)
    starts = sorted(held)
    inner = starts[1:-1]
    if len(inner) < FEWEST:
        return frozenset()
    found = []
    if min(held[starts[0]]) > max(min(held[each]) for each in inner):
        found.append(starts[0])
    if max(held[starts[-1]]) < min(max(held[each]) for each in inner):
        found.append(starts[-1])
    return frozenset(found)


def fact_days(engine: Engine, source: str, time: str) -> Sequence[date]:
    """Days on which a source has facts 「有数据的日期」.

    Parameters
    ----------
    time : str
        Expression of a fact's day.
    """
    from diagnostics.dictionary.expression import parse_time
    from diagnostics.dictionary.expression.build import build_day

    facts = engine.facts(source)
    day = build_day(parse_time(time, facts.columns), facts).cast("date")
    table = facts.table.select(perfloop_day=day).distinct()
    found = engine.frame(table)["perfloop_day"].dropna()
    return [each.date() if hasattr(each, "date") else each for each in found]
