"""Readings of KPIs, checked once when an engagement is opened 「其他口径校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.expression_check import text_errors
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown


def reading_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Readings that can't be counted: id twice, unknown source, an expression, no day 「其他口径校验」.

    Columns are checked later, when the source is read: opening an engagement touches no data.
    """
    document, sources = files.kpis_file, files.settings.sources
    for index, kpi in enumerate(files.kpis):
        first: dict[str, int] = {}
        for number, reading in enumerate(kpi.readings):
            path = (index, "readings", number)
            about = f"reading {reading.id!r} of KPI {kpi.id!r}"
            place = error_place(document, path)
            if reading.id in first:
                line = document.line((*path[:-1], first[reading.id]))
                yield InputError(f"The {about} occurs twice ({place}), first in line {line}; ids are unique in a KPI.")
            first.setdefault(reading.id, number)
            source = sources.get(reading.source)
            if source is None:
                where = f"{error_place(document, (*path, 'source'))} of {about}"
                yield unknown("source", reading.source, sources, where)
            elif (reading.time or source.time) is None:
                yield InputError(
                    f"The {about} has no time ({place}): neither it nor source {reading.source!r} names the day of a"
                    " fact; give it 'time'."
                )
            yield from text_errors(document, (*path, "measure"), "measure", reading.measure, about)
            yield from text_errors(document, (*path, "where"), "filter", reading.where, about)
