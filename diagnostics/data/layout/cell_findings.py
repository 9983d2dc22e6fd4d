"""Cells of CSV files that a run would refuse, found with the standard library alone 「单元格初查」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from diagnostics.data.files.csv_shape import COMMA_PARTED, delimiter_of
from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.number_column import NumberRules, decide_numbers
from diagnostics.data.layout.odd_cells import Decided
from diagnostics.data.layout.scales import Stated, stated
from diagnostics.data.layout.swapped_days import swap_texts
from diagnostics.data.layout.totals import is_note, is_total
from diagnostics.dictionary.csv_head import MOST_ROWS, SUFFIXES, Refused, numbered_rows, read_text
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.source_files import matching
from diagnostics.dictionary.used_columns import ColumnRoles, column_roles
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.layout import Layout

CODE = "PD211"
_PLAIN = re.compile(r"\s*[+-]?(?:[0-9]{1,24}\.?[0-9]*|\.[0-9]+)\s*")

# By column: each text with the file and line in which it stands first.
_Texts = dict[str, dict[str, tuple[str, int]]]


@dataclass(slots=True)
class _Seen:
    """Texts of a source's columns; whether commas may be decimal in one of its files; texts by column and file."""

    texts: _Texts = field(default_factory=dict)
    is_parted: bool = False
    files: dict[str, list[set[str]]] = field(default_factory=dict)


def cell_findings(engagement: Engagement) -> Iterator[Finding]:
    """Columns of CSV files with a cell that a run would refuse: the first, with its line 「单元格检查」.

    Parameters
    ----------
    engagement : Engagement
        Opened engagement. Of a source at most 200,000 rows are looked at; columns with corrections, and sources whose
        layout says that their header or their months stand otherwise, are left to the run.
    """
    for source, declared in engagement.settings.sources.items():
        if declared.engine != "postgres" and not _is_shaped(declared.layout):
            seen = _texts(engagement, source)
            texts = seen.texts
            for column, kind, text, rule in _wrong(engagement, source, seen):
                # What a header states wrongly stands in the first line of the file.
                file, line = texts[column].get(text) or (next(iter(texts[column].values()))[0], 1)
                place = str(engagement.places.get(("source", source), f"source {source}"))
                told: dict[str, str | int] = {"source": source, "file": file, "line": line, "column": column}
                yield found(CODE, "error", place, source, variant=kind, written=text[:80], rule=rule, **told)


def _is_shaped(layout: Layout | None) -> bool:
    """Whether a layout says that a file is no plain table with its header in the first line."""
    headed = layout is not None and (layout.first_row > 1 or layout.header_rows > 1)
    return headed or (layout is not None and (layout.wide is not None or bool(layout.fill)))


def _is_left_out(row: list[str], layout: Layout | None) -> bool:
    """Whether a row may be a total or a note, which a layout leaves out."""
    return layout is not None and (any(is_total(each, layout.totals) for each in row) or is_note(row))


def _texts(engagement: Engagement, source: str) -> _Seen:
    """Texts of the columns that are used as numbers or days, in the first rows; whether commas may be decimal."""
    found, layout = _Seen(), engagement.settings.sources[source].layout
    left = MOST_ROWS
    for path in _paths(engagement, source):
        text = read_text(path, engagement.settings.sources[source].encoding)
        if isinstance(text, Refused):
            return _Seen()
        found.is_parted = found.is_parted or delimiter_of(re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]) in COMMA_PARTED
        rows = numbered_rows(text)
        header = next(rows, (0, []))[1]
        wanted = _wanted(engagement, source, header)
        columns = [(header.index(each), each) for each in wanted.numbers | wanted.days]
        places: list[tuple[int, dict[str, int]]] = [(at, {}) for at, _ in columns]
        name = path.relative_to(engagement.data_folder).as_posix()
        for line, row in islice(rows, max(left, 0)):
            left -= 1
            if len(row) == len(header) and not _is_left_out(row, layout):
                for at, first in places:
                    first.setdefault(row[at], line)
        for (_, each), (_, first) in zip(columns, places, strict=True):
            seen = found.texts.setdefault(each, {})
            for written, at in first.items():
                seen.setdefault(written, (name, at))
            found.files.setdefault(each, []).append(set(first))
    return found


def _paths(engagement: Engagement, source: str) -> list[Path]:
    folder = engagement.data_folder
    names = engagement.settings.sources[source].patterns
    paths = dict.fromkeys(path for each in names for path in matching(folder, each))
    return [each for each in paths if each.suffix.lower() in SUFFIXES and each.resolve().is_relative_to(folder)]


def _wanted(engagement: Engagement, source: str, header: list[str]) -> ColumnRoles:
    """Columns that are used as numbers and as days, without those that name something or are corrected."""
    declared = engagement.settings.sources[source]
    names: set[str | None] = {declared.entity, declared.person}
    for kpi in engagement.kpis.values():
        names |= {kpi.entity, *kpi.dimensions, *(each.entity for each in kpi.readings)}
    names |= {each.column for each in engagement.corrections if each.source == source}
    roles = column_roles(engagement, source, tuple(header))
    kept = {each for each in header if each not in names}
    return ColumnRoles(roles.numbers & kept - roles.days, roles.days & kept)


def _wrong(engagement: Engagement, source: str, all_seen: _Seen) -> Iterator[tuple[str, str, str, str]]:
    """First wrong text of each column, with its kind and the rule it breaks."""
    layout = engagement.settings.sources[source].layout or Layout()
    for column, seen in all_seen.texts.items():
        if _wanted(engagement, source, [column]).days:
            kind, decided = "day", _days(engagement, layout, seen, all_seen.files[column])
        else:
            said = stated(column, layout, engagement.settings.currency)
            if said.doubt and seen:
                yield column, "number", column, f"its header {said.doubt}"
                continue
            kind, decided = "number", _numbers(engagement, layout, seen, (said, all_seen.is_parted))
        first = min(decided.wrong, key=lambda each: seen[each][1], default=None)
        if first is not None:
            yield column, kind, first, decided.wrong[first]


def _days(engagement: Engagement, layout: Layout, seen: Collection[str], files: list[set[str]]) -> Decided:
    rules = DayRules(engagement.calendar, layout.date_order, layout.year, layout.missing, layout.swapped_dates)
    decided = decide_days(filter(None, seen), None, rules, files)
    swap_texts(seen, rules, decided)
    return decided


def _numbers(engagement: Engagement, layout: Layout, seen: Collection[str], of: tuple[Stated, bool]) -> Decided:
    said, is_parted = of
    bare = next((each for each in seen if _PLAIN.fullmatch(each) and float(each)), None)
    # Where plain numbers don't mean what they say, or may not, each is read like any other text.
    every = said.scale not in (None, "元") or layout.decimal == "," or (is_parted and layout.decimal is None)
    odd = [each for each in seen if each and (every or not _PLAIN.fullmatch(each))]
    rules = NumberRules(
        layout.missing, engagement.settings.currency, said.scale, said.is_declared, layout.decimal, is_parted
    )
    return decide_numbers(odd, bare if not every and bare not in layout.missing else None, rules)
