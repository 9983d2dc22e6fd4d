"""A plain text file as a table of texts in the engine, each row with its line 「文本表」."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostics.data.files.csv_shape import COMMA_PARTED, sql_text
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.grid import Cell, Grid
from diagnostics.data.layout.text_grid import HEAD, delimiter_in

# Rows at the end of a file that may be notes about all of it.
_TAIL = 20
_CHUNK = 1 << 24
# What most texts hold and no blank does: a text with one of these is not blank.
_SOLID = "[!-~\\x{4e00}-\\x{9fff}]"


@dataclass(frozen=True, eq=False)
class TextTable:
    """A plain text file as a table of texts: columns ``c0``, ``c1`` …, and ``row`` from 1 「文本表」.

    Parameters
    ----------
    connection : duckdb connection
        Where the table is.
    name : str
        Its name.
    grid : Grid
        Header and last rows of the file as a grid, for headings and for notes.
    width : int
        Columns.
    lines : sequence of int, optional
        Line in which each row ends, the header's first; None where row 1 is line 2, and so on.
    """

    connection: Any
    name: str
    grid: Grid
    width: int
    lines: Sequence[int] | None

    def at(self, row: int) -> str:
        """Place of a row as a person finds it 「行位置」."""
        return f"line {row + 1 if self.lines is None else self.lines[row]}"

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query 「查询」."""
        found: list[tuple[Any, ...]] = self.connection.execute(query).fetchall()
        return found

    @property
    def sql(self) -> str:
        """Its name, quoted 「表名引用」."""
        return '"' + self.name + '"'

    def drop(self) -> None:
        """Free it 「释放」."""
        self.connection.execute(f'DROP TABLE IF EXISTS "{self.name}"')


def open_text_table(connection: Any, name: str, file: SourceFile, path: Path, source: str) -> TextTable | None:
    """Load a text file whose rows all have the header's fields; None for any other 「载入文本表」.

    Parameters
    ----------
    connection : duckdb connection
        Where the table is made.
    name : str
        What to call it.
    file : SourceFile
        File, for its name.
    path : Path
        Its UTF-8 form.
    source : str
        Name of the source.

    Notes
    -----
    Blank cells are NULL. What is wrong with a file that is not loaded, the reading cell by cell says.
    """
    import duckdb

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            delimiter = delimiter_in(head)
            header = next(csv.reader(stream, delimiter=delimiter, strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return None
    if len(header) < 2 or not all(map(str.strip, header)):
        return None
    try:
        connection.execute(f'CREATE TEMP TABLE "{name}" AS {_read(path, delimiter, len(header))}')
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return None
    table = _placed(TextTable(connection, name, Grid(source, file.name, "", []), len(header), None), path, delimiter)
    if table is None:
        connection.execute(f'DROP TABLE "{name}"')
        return None
    _blank(table)
    rows = table.ask(f"SELECT * EXCLUDE (row) FROM {table.sql} ORDER BY row DESC LIMIT {_TAIL}")  # noqa: S608 (our own names)
    cells: list[Sequence[Cell]] = [[each or None for each in header], *reversed(rows)]
    first = table.lines[0] if table.lines is not None else 1
    grid = Grid(source, file.name, "", cells, lines=(first,), is_parted=delimiter in COMMA_PARTED)
    return TextTable(connection, name, grid, len(header), table.lines)


def _read(path: Path, delimiter: str, width: int) -> str:
    """Query of all cells as texts, in the order of the file: the engine keeps none that it reads with several hands."""
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    options = f"delim={sql_text(delimiter)}, quote='\"', escape='\"', header=true, nullstr='', compression='none'"
    reader = f"read_csv({sql_text(str(path))}, {options}, auto_detect=false, parallel=false, columns={{{columns}}})"
    return f"SELECT *, row_number() OVER () AS row FROM {reader}"  # noqa: S608 (our own names)


def _placed(table: TextTable, path: Path, delimiter: str) -> TextTable | None:
    """The table with the lines of its rows; None where rows and records of the file are not the same."""
    ((count,),) = table.ask(f"SELECT count(*) FROM {table.sql}")  # noqa: S608 (our own name)
    if _line_count(path) == count + 1:
        return table
    lines = array("q")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            lines.extend(reader.line_num for record in reader if record)
    except csv.Error:
        return None
    return TextTable(table.connection, table.name, table.grid, table.width, lines) if len(lines) == count + 1 else None


def _line_count(path: Path) -> int:
    """Lines of a file; -1 where they don't all end alike."""
    feeds = returns = pairs = 0
    last = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            feeds, returns = feeds + chunk.count(b"\n"), returns + chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            last = chunk[-1:]
    if returns and not feeds == returns == pairs:
        return -1
    return feeds + (last not in (b"", b"\n"))


def _blank(table: TextTable) -> None:
    """Make cells that hold blanks alone NULL, in place."""
    for at in range(table.width):
        odd = f"SELECT DISTINCT c{at} FROM {table.sql} WHERE NOT regexp_matches(c{at}, '{_SOLID}')"  # noqa: S608
        blanks = [sql_text(text) for (text,) in table.ask(odd) if not text.strip()]
        if blanks:
            table.ask(f"UPDATE {table.sql} SET c{at} = NULL WHERE c{at} IN ({', '.join(blanks)})")  # noqa: S608
