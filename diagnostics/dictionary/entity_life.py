"""Facts in CSV files before their entity opened or after it closed 「存续期外的数据」."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice

from diagnostics.dictionary.csv_head import MOST_ROWS, Refused, read_rows, read_text
from diagnostics.dictionary.expression import parse_time
from diagnostics.dictionary.expression.nodes import Column
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.source_contents import csv_paths
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

CODE = "PD218"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_LISTED = 5


def life_findings(engagement: Engagement) -> Iterator[Finding]:
    """Sources with facts outside the life of an entity; the facts count all the same 「存续期外的数据」.

    Only CSV files with ISO days are looked at here; ``perfloop data unmatched`` looks at everything. Where a source has
    one day a month at most, that day stands for its month.
    """
    if not any(each.open is not None or each.close is not None for each in engagement.entities):
        return
    for name, source in engagement.settings.sources.items():
        if source.time is None or source.entity is None or not _time_column(source.time):
            continue
        cells = Counter(_cells(engagement, name))
        days = {day for _, day in cells}
        monthly = len(days) <= len({(each.year, each.month) for each in days})
        strays: Counter[str] = Counter()
        for (key, day), number in cells.items():
            if _outside(engagement.entities.life(key), day, monthly=monthly):
                strays[key] += number
        if strays:
            place = str(engagement.places.get(("source", name), f"source {name}"))
            shown = ", ".join(f"{engagement.entities[key].label} ({n})" for key, n in strays.most_common(_LISTED))
            more = ", …" if len(strays) > _LISTED else ""
            yield found(CODE, "warning", place, name, source=name, count=strays.total(), entities=shown + more)


def _time_column(text: str) -> str:
    """Column that gives the day by itself; empty where an expression makes it of several."""
    try:
        tree = parse_time(text).tree
    except InputError:
        # A name that no expression is, such as "sold (d)", is a column's.
        return text
    return tree.name if isinstance(tree, Column) else ""


def _cells(engagement: Engagement, name: str) -> Iterator[tuple[str, date]]:
    """Entity and day of each fact that names both."""
    source, known = engagement.settings.sources[name], engagement.entities.names
    for path in csv_paths(engagement, name):
        text = read_text(path, source.encoding)
        rows = iter(()) if isinstance(text, Refused) else read_rows(text)
        header = next(rows, [])
        time = _time_column(source.time or "")
        if time not in header or source.entity not in header:
            continue
        at, whose = header.index(time), header.index(source.entity)
        for row in islice(rows, MOST_ROWS):
            day = _day(row[at]) if len(row) == len(header) else None
            if day is not None and row[whose] in known:
                yield known[row[whose]], day


def _day(text: str) -> date | None:
    if _DAY.match(text) is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _outside(life: tuple[date | None, date | None], day: date, *, monthly: bool) -> bool:
    def whole(each: date) -> tuple[int, ...]:
        return (each.year, each.month) if monthly else (each.year, each.month, each.day)

    first, last = life
    return (first is not None and whole(day) < whole(first)) or (last is not None and whole(day) > whole(last))
