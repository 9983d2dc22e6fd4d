"""Which periods the files of a source cover, as far as a cheap look tells 「期间覆盖」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from diagnostics.data.layout.period_text import read_period
from diagnostics.dictionary.csv_head import MOST_BYTES, MOST_ROWS
from diagnostics.dictionary.request.fields import time_column
from diagnostics.run.request.tables import table_paths, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Cycle, Period

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Headed:
    """A file with its headings; None where they can't be read 「表头」."""

    path: Path
    header: tuple[str, ...] | None


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
    """

    first: Period
    last: Period
    count: int
    gaps: tuple[str, ...]
    whole: bool


def headers(engagement: Engagement, source: str, *, workbooks: bool = True) -> tuple[Headed, ...]:
    """Files of a source that are looked at, with their headings 「读取表头」.

    Parameters
    ----------
    workbooks : bool
        Whether workbooks are opened too.
    """
    found = []
    for path in table_paths(engagement, source, workbooks=workbooks):
        row = next(table_rows(engagement, source, path), None)
        found.append(Headed(path, tuple(row) if row else None))
    return tuple(found)


def covered(engagement: Engagement, source: str, cycle: Cycle) -> Covered | None:
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
        at = header.index(column)
        for row in islice(rows, left):
            left -= 1
            if len(row) > at:
                texts.add(row[at])
    whole = left > 0 and all(each.stat().st_size <= MOST_BYTES for each in files)
    return _of_days(engagement, _days(engagement, source, texts), cycle, whole=whole)


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


def _of_days(engagement: Engagement, days: set[date] | None, cycle: Cycle, *, whole: bool) -> Covered | None:
    if not days:
        return None
    calendar = engagement.calendar
    there = {calendar.at(each, cycle).text for each in days}
    first, last = calendar.at(min(days), cycle), calendar.at(max(days), cycle)
    gaps: list[str] = []
    period, count = first, 1
    while period.text != last.text:
        # The first day after a period is in the next one.
        period = calendar.at(period.end if period.end > period.start else period.start + timedelta(1), cycle)
        count += 1
        if period.text not in there:
            gaps.append(period.text)
    told = () if cycle in ("day", "week") else tuple(gaps)
    return Covered(first, last, count, told, whole)
