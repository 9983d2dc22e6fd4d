"""Cells of CSV files that a run would refuse, found with the standard library alone 「单元格初查」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from diagnostics.data.files.sheets import needs_grid
from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.number_column import NumberRules, decide_numbers
from diagnostics.data.layout.units import own_scale
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


def cell_findings(engagement: Engagement) -> Iterator[Finding]:
    """Columns of CSV files with a cell that a run would refuse: the first, with its line 「单元格检查」.

    Parameters
    ----------
    engagement : Engagement
        Opened engagement. Of a source at most 200,000 rows are looked at; columns with corrections, and sources that
        are read as a sheet by their layout, are left to the run.
    """
    for source, declared in engagement.settings.sources.items():
        if declared.engine != "postgres" and not needs_grid(declared.layout):
            texts = _texts(engagement, source)
            for column, kind, text, rule in _wrong(engagement, source, texts):
                file, line = texts[column][text]
                place = str(engagement.places.get(("source", source), f"source {source}"))
                told: dict[str, str | int] = {"source": source, "file": file, "line": line, "column": column}
                yield found(CODE, "error", place, source, variant=kind, written=text[:80], rule=rule, **told)


def _texts(engagement: Engagement, source: str) -> _Texts:
    """Texts of the columns that are used as numbers or days, in the first rows of the source's files."""
    texts: _Texts = {}
    left = MOST_ROWS
    for path in _paths(engagement, source):
        text = read_text(path, engagement.settings.sources[source].encoding)
        if isinstance(text, Refused):
            return {}
        rows = numbered_rows(text)
        header = next(rows, (0, []))[1]
        wanted = _wanted(engagement, source, header)
        places = [(header.index(each), texts.setdefault(each, {})) for each in wanted.numbers | wanted.days]
        name = path.relative_to(engagement.data_folder).as_posix()
        for line, row in islice(rows, max(left, 0)):
            left -= 1
            if len(row) == len(header):
                for at, seen in places:
                    seen.setdefault(row[at], (name, line))
    return texts


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


def _wrong(engagement: Engagement, source: str, texts: _Texts) -> Iterator[tuple[str, str, str, str]]:
    """First wrong text of each column, with its kind and the rule it breaks."""
    layout = engagement.settings.sources[source].layout
    rules = layout or Layout()
    for column, seen in texts.items():
        wanted = _wanted(engagement, source, [column])
        if wanted.days:
            days = DayRules(engagement.calendar, rules.date_order, rules.year, rules.missing)
            kind, decided = "day", decide_days(filter(None, seen), None, days)
        else:
            scale = rules.scale.get(column) or own_scale(column)
            bare = next((each for each in seen if _PLAIN.fullmatch(each) and float(each)), None)
            odd = [each for each in seen if each and not _PLAIN.fullmatch(each)]
            numbers = NumberRules(rules.missing, engagement.settings.currency, scale)
            kind, decided = "number", decide_numbers(odd, bare if bare not in rules.missing else None, numbers)
        first = min(decided.wrong, key=lambda each: seen[each][1], default=None)
        if first is not None:
            yield column, kind, first, decided.wrong[first]
