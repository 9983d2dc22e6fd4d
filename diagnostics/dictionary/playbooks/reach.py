"""How far a client's figures reach, told by the ends of its text files 「数据跨度」.

A file whose middle is not read may reach further than its ends tell; what that leaves open, a run's figures show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from diagnostics.dictionary.csv_head import read_rows
from diagnostics.dictionary.playbooks.look_for import kpis_found
from diagnostics.dictionary.tree import formula_names
from diagnostics.model.engagement import Engagement
from diagnostics.model.playbook_matches import HistoryMatch, KpiMatch

_END = 65_536
# The year first; what may be a week or a quarter is left to the run.
_DAY = re.compile(r"\s*(\d{4})[-/.\u5e74]?(\d{1,2})(?:[-/.\u6708](\d{1,2})|(\d{2}))?(?!\d)")
_DAYS = {"week": 7, "month": 30.4375, "quarter": 91.3125, "year": 365.25}


def periods_found(
    engagement: Engagement, match: HistoryMatch, measures: Mapping[str, tuple[str, date | None]]
) -> int | None:
    """How many periods of history there are, None where the files' ends can't tell, or no measure starts 「历史期数」.

    Parameters
    ----------
    measures : mapping
        KPI and start by measure; with ``of: measure`` the measure with most history counts.
    """
    spans = {name: _span(engagement, name) for name in _with_kpis(engagement, match.kpis)}
    if match.of == "end":
        known = [_periods(*each, match) for each in spans.values() if each is not None]
        return (min if match.kpis else max)(known, default=None)
    found: list[int] = []
    for kpi, start in measures.values():
        span = spans.get(engagement.kpis[kpi].source if kpi in engagement.kpis else "") or _widest(spans.values())
        if start is None:
            continue
        if span is None:
            return None
        first, last = span
        found.append(_periods(first, start, match) if match.side == "before" else _periods(start, last, match))
    # Without a measure nothing is short of history: that there is none is another requirement's matter.
    return max(found, default=None)


def _widest(spans: Iterable[tuple[date, date] | None]) -> tuple[date, date] | None:
    known = [each for each in spans if each is not None]
    return max(known, key=lambda each: each[1] - each[0], default=None)


def _with_kpis(engagement: Engagement, match: KpiMatch | None) -> list[str]:
    """Sources of KPIs: of all, or of those that match and of what their formulas are made of."""
    kpis, names = engagement.kpis, list(engagement.kpis if match is None else kpis_found(engagement, match))
    for key in names:
        names += [each for each in formula_names(kpis[key]) if each in kpis and each not in names]
    used = {kpis[each].source for each in names}
    return [name for name in engagement.settings.sources if name in used]


def _periods(first: date, last: date, match: HistoryMatch) -> int:
    """Periods from one day to another; a month or quarter that is begun counts, as its figure is there."""
    if last < first:
        return 0
    # From the first of a month to the first of another there are whole months, and the last one beside.
    begun = 1 if match.of == "end" or match.side == "after" else 0
    if match.cycle in ("month", "quarter"):
        months = (last.year - first.year) * 12 + last.month - first.month
        return (months if match.cycle == "month" else months // 3) + begun
    return int((last - first).days / _DAYS[match.cycle]) + begun


def _span(engagement: Engagement, source: str) -> tuple[date, date] | None:
    column = engagement.settings.sources[source].time
    if not column:
        return None
    # What checks files knows the files' reader, which takes playbooks over.
    from diagnostics.dictionary.source_contents import csv_paths

    days = [day for path in csv_paths(engagement, source) for day in _days(path, column)]
    return (min(days), max(days)) if days else None


def _days(path: Path, column: str) -> Iterator[date]:
    with path.open("rb") as stream:
        head = stream.read(_END)
        size = path.stat().st_size
        stream.seek(max(size - _END, len(head)))
        tail = stream.read(_END)
    # Digits and ASCII names read alike in all encodings; a column of another name is left to the run.
    lines = head.decode("utf-8-sig", errors="replace")
    rows = read_rows(lines if size <= _END else lines[: lines.rfind("\n") + 1])
    header = next(rows, [])
    if column not in header:
        return
    at = header.index(column)
    rest = tail.decode("utf-8", errors="replace")
    further = read_rows(rest if size <= 2 * _END else rest[rest.find("\n") + 1 :])
    for row in (*rows, *further):
        if len(row) == len(header) and (day := _day(row[at])):
            yield day


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3] or found[4] or 1)
    try:
        return date(year, month, day)
    except ValueError:
        return None
