"""Which periods the files of a source cover, as far as a cheap look tells 「期间覆盖」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from diagnostics.data.layout.period_text import read_period
from diagnostics.dictionary.csv_head import MOST_BYTES, MOST_ROWS
from diagnostics.dictionary.request.fields import time_column
from diagnostics.loop.intervene.ledger.today import today_of
from diagnostics.run.request.tables import table_paths, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Cycle, Period

_ROWS_AT_ONCE = 1000
# Days of the cycles of which no gap is told: firms rest.
_WITHOUT_GAPS: dict[Cycle, int] = {"day": 1, "week": 7}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Headed:
    """A file with its headings, None where they can't be read, and whether a record stands below them 「表头」."""

    path: Path
    header: tuple[str, ...] | None
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Covered:
    """Periods of a source's facts 「已有期间」.

    Parameters
    ----------
    first, last : Period
        The earliest and the latest.
    count : int
        Periods from the first to the last, both included.
    gaps : tuple of str
        Periods in between without a fact; of days and weeks none are told, for firms rest.
    whole : bool
        Whether every row was looked at.
    ahead : date, optional
        The latest day that is yet to come; such days are none of the periods.
    """

    first: Period
    last: Period
    count: int
    gaps: tuple[str, ...]
    whole: bool
    ahead: date | None = None


@dataclass(frozen=True, slots=True)
class Timeless:
    """Records of which none bears a time, or only times yet to come, the latest of them 「无有效期间」."""

    ahead: date | None = None


def headers(engagement: Engagement, source: str, *, workbooks: bool = True) -> tuple[Headed, ...]:
    """Files of a source that are looked at, with their headings 「读取表头」.

    Parameters
    ----------
    workbooks : bool
        Whether workbooks are opened too.
    """
    found = []
    for path in table_paths(engagement, source, workbooks=workbooks):
        rows = table_rows(engagement, source, path)
        row = next(rows, None)
        # Rows of commas alone are no records; the first that holds anything tells.
        found.append(Headed(path, tuple(row) if row else None, any(any(map(str.strip, each)) for each in rows)))
    return tuple(found)


def covered(engagement: Engagement, source: str, cycle: Cycle) -> Covered | Timeless | None:
    """Periods that the files of a source have facts in; None where this look can't tell 「期间覆盖」.

    Parameters
    ----------
    cycle : str
        Cycle that periods are counted in.

    Notes
    -----
    Only a time that is a column is looked at, and only days and periods that tell their order themselves. Of a source
    at most 200,000 rows are read, of a file at most 20 MB.
    """
    column = time_column(engagement, source)
    texts: set[str] = set()
    left, files = MOST_ROWS, table_paths(engagement, source, workbooks=True)
    for path in files:
        rows = table_rows(engagement, source, path)
        header = next(rows, None)
        if header is None or column is None or column not in header:
            return None
        left -= _gather(islice(rows, left), header.index(column), texts)
    whole = left > 0 and all(each.stat().st_size <= MOST_BYTES for each in files)
    if files and whole and not any(map(str.strip, texts)):
        return Timeless()
    return _of_days(engagement, _days(engagement, source, texts), cycle, whole=whole)


def _gather(rows: Iterator[list[str]], at: int, texts: set[str]) -> int:
    """Add the texts of a column to those that were seen; how many rows there were."""
    count = 0
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        count += len(some)
        try:
            texts.update(map(itemgetter(at), some))
        except IndexError:
            # Rows that are too short to have the column tell nothing.
            texts.update(row[at] for row in some if len(row) > at)
    return count


def _days(engagement: Engagement, source: str, texts: set[str]) -> set[date] | None:
    """First days that these texts name; None where one names none, or one that its form does not tell."""
    layout, days = engagement.settings.sources[source].layout, set()
    for text in texts:
        if not text.strip():
            continue
        try:
            if _ISO.fullmatch(text):
                days.add(date.fromisoformat(text[:10]))
                continue
        except ValueError:
            return None
        read = read_period(text, engagement.calendar, layout.year if layout else None)
        if read is None:
            return None
        days.add(read.start)
    return days


def _of_days(
    engagement: Engagement, days: set[date] | None, cycle: Cycle, *, whole: bool
) -> Covered | Timeless | None:  # fmt: skip
    if not days:
        return None
    calendar = engagement.calendar
    # Systems write days such as 9999-12-31 where there is none.
    come = calendar.at(today_of(engagement), cycle).end
    past = {each for each in days if each < come}
    ahead = max(days - past, default=None)
    if not past:
        return Timeless(ahead)
    first, last = calendar.at(min(past), cycle), calendar.at(max(past), cycle)
    if cycle in _WITHOUT_GAPS:
        span = (last.start - first.start).days
        return Covered(first, last, span // _WITHOUT_GAPS[cycle] + 1, (), whole, ahead)
    there, gaps, count = {calendar.at(each, cycle).text for each in past}, [], 1
    period = first
    while period.text != last.text:
        # The first day after a period is in the next one.
        period = calendar.at(period.end if period.end > period.start else period.start + timedelta(1), cycle)
        count += 1
        if period.text not in there:
            gaps.append(period.text)
    return Covered(first, last, count, tuple(gaps), whole, ahead)
