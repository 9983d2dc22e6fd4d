"""Whether the CSV files of an engagement's sources hold what its files name 「数据源内容」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from diagnostics.dictionary.csv_head import MOST_ROWS, SUFFIXES, Refused, read_rows, read_text
from diagnostics.dictionary.entity_proposal import hint
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.source_files import matching
from diagnostics.dictionary.used_columns import used_columns
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entities
from diagnostics.model.finding import Finding, Severity

CODES = ("PD204", "PD205", "PD206", "PD207")
_LISTED = 5


@dataclass(frozen=True, slots=True)
class _File:
    """A CSV file of a source: its header, how many rows were read, and the values of its entity columns."""

    source: str
    name: str
    place: str
    header: tuple[str, ...] = ()
    rows: int = 0
    values: dict[str, set[str]] = field(default_factory=dict)

    def found(self, code: str, severity: Severity = "error", variant: str = "", **told: str | int) -> Finding:
        said = {"source": self.source, "file": self.name, **told}
        return found(code, severity, self.place, self.source, variant=variant, **said)


def content_findings(engagement: Engagement) -> Iterator[Finding]:
    """What a run would refuse in the CSV files of the sources: text, header, columns, entities 「数据源内容检查」.

    Workbooks and Parquet are not opened: this needs the standard library only. Of a source at most 200,000 rows are
    looked at, of a file at most 20 MB.
    """
    for source in engagement.settings.sources:
        columns, left, refused = _entity_columns(engagement, source), MOST_ROWS, False
        files: list[_File] = []
        for path in csv_paths(engagement, source):
            opened = _opened(engagement, source, path, (tuple(columns), left))
            if isinstance(opened, Finding):
                refused = True
                yield opened
            else:
                files.append(opened)
                left -= opened.rows
        if not refused and files and not any(each.rows for each in files):
            yield files[0].found("PD205", variant="rows")
        yield from _missing(engagement, files)
        for file in files:
            yield from _strangers(engagement, file, columns)


def absent_columns(engagement: Engagement) -> Iterator[Finding]:
    """Columns that are named and that the header of a CSV file lacks 「缺少的列」.

    Only headers are read, and files that can't be read are left to what reads them whole.
    """
    for source in engagement.settings.sources:
        opened = [_opened(engagement, source, path, ((), 0)) for path in csv_paths(engagement, source)]
        yield from _missing(engagement, [each for each in opened if isinstance(each, _File)])


def _entity_columns(engagement: Engagement, source: str) -> dict[str, Severity]:
    """Columns that name the entities of a source's KPIs; a warning where every filter may leave strangers out."""
    severities: dict[str, Severity] = {}
    for kpi in engagement.kpis.values():
        column = kpi.entity or engagement.settings.sources[source].entity
        if kpi.source == source and kpi.measure is not None and column:
            severities[column] = "error" if kpi.where is None else severities.get(column, "warning")
        for reading in (each for each in kpi.readings if each.source == source):
            named = reading.entity or engagement.settings.sources[source].entity
            if named:
                severities[named] = "error" if reading.where is None else severities.get(named, "warning")
    return severities


def csv_paths(engagement: Engagement, source: str) -> list[Path]:
    """CSV files of a source that are there, inside the data folder, not empty; PD201 to PD203 tell of the others.

    A file with a layout has its header and its columns where the layout says: what reads it tells of them.
    """
    folder = engagement.data_folder
    declared = engagement.settings.sources[source]
    patterns = declared.patterns if declared.layout is None else ()
    paths = dict.fromkeys(path for each in patterns for path in matching(folder, each))
    return [
        each
        for each in paths
        if each.suffix.lower() in SUFFIXES and each.resolve().is_relative_to(folder) and each.stat().st_size
    ]


def _opened(engagement: Engagement, source: str, path: Path, wanted: tuple[tuple[str, ...], int]) -> _File | Finding:
    """What was read of a file: values of these columns in at most so many rows; or why nothing could be."""
    place = str(engagement.places.get(("source", source), f"source {source}"))
    file = _File(source, path.relative_to(engagement.data_folder).as_posix(), place)
    text = read_text(path, engagement.settings.sources[source].encoding)
    if isinstance(text, Refused):
        return file.found("PD204", variant=text.kind, tried=", ".join(text.tried), fits=text.fits, line=text.line)
    lines = read_rows(text)
    file = replace(file, header=tuple(next(lines, ())))
    problem = _header_problem(file)
    if problem is not None:
        return problem
    values: dict[str, set[str]] = {each: set() for each in wanted[0] if each in file.header}
    places = [(own, file.header.index(each)) for each, own in values.items()]
    rows, width = 0, len(file.header)
    # One row is read even where enough were: it tells a file with rows from one without.
    for row in islice(lines, max(wanted[1], 1)):
        rows += 1
        if len(row) == width:
            for own, at in places:
                own.add(row[at])
    return replace(file, rows=rows, values=values)


def _header_problem(file: _File) -> Finding | None:
    if not file.header:
        return file.found("PD205", variant="none")
    seen: dict[str, int] = {}
    for number, name in enumerate(file.header, 1):
        if not name.strip():
            return file.found("PD205", variant="blank", number=number)
        # The engine does not tell upper from lower case.
        first = seen.setdefault(name.casefold(), number)
        if first != number:
            return file.found("PD205", variant="twice", column=name, first=first, second=number)
    return None


def _missing(engagement: Engagement, files: list[_File]) -> Iterator[Finding]:
    """Columns that are named and that a file lacks, each once for what names it."""
    seen = set()
    for file in files:
        for use in used_columns(engagement, file.source, file.header):
            if use.column in file.header or use in seen:
                continue
            seen.add(use)
            place = str(engagement.places.get(use.key, " ".join(use.key)))
            close = nearest(use.column, file.header)
            told = {"source": file.source, "file": file.name, "column": use.column, "used_by": use.about}
            # What drives a cause may be figures that nobody counts yet.
            kind = "cause_" if use.key[0] == "cause" else ""
            if close:
                yield found("PD206", "error", place, use.about, variant=f"{kind}nearest", nearest=close, **told)
            else:
                columns = ", ".join(file.header[:12]) + (", …" if len(file.header) > 12 else "")
                yield found("PD206", "error", place, use.about, variant=f"{kind}absent", columns=columns, **told)


def _strangers(engagement: Engagement, file: _File, columns: Mapping[str, Severity]) -> Iterator[Finding]:
    """Values of an entity column that name no entity."""
    known = engagement.entities.names
    for column, values in file.values.items():
        strangers = sorted(values - known.keys())
        if strangers:
            names = _shown(strangers, engagement.entities)
            yield file.found("PD207", columns[column], column=column, count=len(strangers), names=names)


def _shown(strangers: list[str], entities: Entities) -> str:
    parts = []
    for each in strangers[:_LISTED]:
        close = hint(each, entities)
        parts.append(f"{each!r} (≈ {close!r})" if close else repr(each))
    return ", ".join(parts) + (", …" if len(strangers) > _LISTED else "")
