"""Blank rows of text files are left out, blanks around names taken away; both are listed 「空行与首尾空格」."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from diagnostics.data.files.csv_file import CsvFiles
from diagnostics.data.files.csv_shape import Shape, sql_text
from diagnostics.data.layout.column_sql import quoted
from diagnostics.data.layout.columns import FILE
from diagnostics.data.layout.converted import MOST_EXAMPLES, Spot
from diagnostics.data.layout.wanted import name_columns
from diagnostics.model.conversion import Conversion, Example

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine

# What Python strips and client files hold: spaces, tabs, breaks, the no-break and the full-width space.
_BLANKS = " \t\r\n\u00a0\u3000"


def tidied(engine: Engine, table: str, source: str, files: CsvFiles) -> Iterator[Conversion]:
    """Leave out rows that hold nothing, and take away blanks around names, in place 「整理空行与空格」.

    Parameters
    ----------
    table : str
        Table as loaded from the files.
    source : str
        Its source.
    files : CsvFiles
        Files, for the places.
    """
    types = {row[0]: row[1] for row in engine.raw.execute(f'DESCRIBE "{table}"').fetchall() if row[0] != FILE}
    yield from _without_blank_rows(engine.raw, table, types, (source, files))
    for name in sorted(name_columns(engine.engagement, source)):
        if types.get(name) == "VARCHAR":
            yield from _trimmed(engine.raw, table, name, (source, files))


def _without_blank_rows(
    connection: Any, table: str, types: dict[str, str], told: tuple[str, CsvFiles]
) -> Iterator[Conversion]:
    if len(types) < 2:
        # Of one column a blank row is a missing value.
        return
    source, files = told
    blank = " AND ".join(
        f"coalesce({_trim(name)}, '') = ''" if kind == "VARCHAR" else f"{quoted(name)} IS NULL"
        for name, kind in types.items()
    )
    if not connection.execute(f'SELECT 1 FROM "{table}" WHERE {blank} LIMIT 1').fetchone():  # noqa: S608 (quoted)
        return
    connection.execute(f'DELETE FROM "{table}" WHERE {blank}')  # noqa: S608 (quoted)
    for shape in files.shapes:
        lines = _blank_lines(shape)
        if lines:
            shown = tuple(Example(f"line {line}", text, "") for line, text in lines[:MOST_EXAMPLES])
            yield Conversion(source, shape.file.name, "", "", "blank_row", len(lines), shown)


def _blank_lines(shape: Shape) -> list[tuple[int, str]]:
    """Lines of a file that hold delimiters and blanks alone, each with its text."""
    found = []
    with shape.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=shape.delimiter)
        line = 1
        try:
            for record in reader:
                if len(record) > 1 and not any(each.strip() for each in record):
                    found.append((line, shape.delimiter.join(record)))
                line = reader.line_num + 1
        except csv.Error:
            # The engine has read the file: a field too long for this reader only hides a line.
            return found
    return found


def _trimmed(connection: Any, table: str, name: str, told: tuple[str, CsvFiles]) -> Iterator[Conversion]:
    source, files = told
    padded = f"{_trim(name)} <> {quoted(name)}"
    query = f'SELECT {quoted(name)}, count(*) FROM "{table}" WHERE {padded} GROUP BY 1 ORDER BY 1'  # noqa: S608 (quoted)
    counts = dict(connection.execute(query).fetchall())
    if not counts:
        return
    # What holds blanks alone is a missing name.
    connection.execute(
        f"UPDATE \"{table}\" SET {quoted(name)} = nullif({_trim(name)}, '') WHERE {padded}"  # noqa: S608 (quoted)
    )
    spots = files.find([(name, each) for each in counts])
    by_file: dict[int, list[str]] = defaultdict(list)
    for text in counts:
        by_file[spots.get((name, text), Spot(0)).file].append(text)
    for number, texts in sorted(by_file.items()):
        shown = tuple(
            Example(spots.get((name, each), Spot(0)).place, each, each.strip(_BLANKS)) for each in texts[:MOST_EXAMPLES]
        )
        count = sum(counts[each] for each in texts)
        yield Conversion(source, files.shapes[number].file.name, "", name, "trimmed", count, shown)


def _trim(name: str) -> str:
    return f"trim({quoted(name)}, {sql_text(_BLANKS)})"
