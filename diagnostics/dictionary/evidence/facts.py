"""Causes against the facts: slices that no fact is in, events after the last fact 「原因与数据」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from diagnostics.dictionary.csv_head import MOST_ROWS, Refused, read_rows, read_text
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.source_contents import csv_paths
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.root_cause import Hypothesis

CODE = "PD238"
_LISTED = 8
Columns = dict[str, set[str]]


def fact_findings(engagement: Engagement) -> Iterator[Finding]:
    """Slices of causes that no fact is in, events after the last fact, by the CSV files of their KPIs 「原因与数据」.

    Of a KPI that is computed from others, of workbooks and of Parquet nothing is looked at.
    """
    read: dict[str, Columns] = {}
    for cause in engagement.causes:
        source = engagement.kpis[cause.kpi].source
        if not source or not (cause.slice or any(each.event for each in cause.tests)):
            continue
        if source not in read:
            read[source] = _columns(engagement, source)
        yield from _slices(engagement, cause, read[source])
        yield from _events(engagement, cause, read[source])


def _slices(engagement: Engagement, cause: Hypothesis, columns: Columns) -> Iterator[Finding]:
    for name, value in cause.slice.items():
        values = {each.strip() for each in columns.get(name, ()) if each.strip()}
        if not values or value.strip() in values:
            continue
        close = nearest(value, values) or ""
        listed = sorted(values)
        shown = ", ".join(listed[:_LISTED]) + (", …" if len(listed) > _LISTED else "")
        yield found(CODE, "warning", _place(engagement, cause), cause.id, variant="slice_near" if close else "slice",
                    cause=cause.title, dimension=name, value=value, nearest=close, values=shown)  # fmt: skip


def _events(engagement: Engagement, cause: Hypothesis, columns: Columns) -> Iterator[Finding]:
    kpi = engagement.kpis[cause.kpi]
    time = kpi.time or engagement.settings.sources[str(kpi.source)].time
    days = [each for text in columns.get(str(time), ()) if (each := _day(text)) is not None]
    last = max(days, default=None)
    for test in cause.tests:
        if test.event is not None and last is not None and test.event > last:
            yield found(CODE, "warning", _place(engagement, cause), cause.id, variant="event", cause=cause.title,
                        event=test.event.isoformat(), last=last.isoformat())  # fmt: skip


def _place(engagement: Engagement, cause: Hypothesis) -> str:
    return str(engagement.places.get(("cause", cause.id), f"cause {cause.id}"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10].replace("/", "-"))
    except ValueError:
        return None


def _columns(engagement: Engagement, source: str) -> Columns:
    """Values of each column that causes need, of all files of a source."""
    settings = engagement.settings.sources[source]
    own = [each for each in engagement.causes if engagement.kpis[each.kpi].source == source]
    wanted = {name for each in own for name in each.slice}
    wanted |= {str(engagement.kpis[each.kpi].time or settings.time) for each in own}
    columns: Columns = {}
    for path in csv_paths(engagement, source):
        text = read_text(path, settings.encoding)
        if isinstance(text, Refused):
            return {}
        lines = read_rows(text)
        header = tuple(next(lines, ()))
        places = [(columns.setdefault(each, set()), header.index(each)) for each in wanted if each in header]
        for count, row in enumerate(islice(lines, MOST_ROWS), start=1):
            if count == MOST_ROWS:
                return {}
            for values, at in places:
                if at < len(row):
                    values.add(row[at])
    return columns
