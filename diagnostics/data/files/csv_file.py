"""CSV files become a table of the engine: strict shape, types from every row 「读取 CSV」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostics.data.files.csv_places import places
from diagnostics.data.files.csv_shape import COMMA_PARTED, Shape, not_utf8, read_shape
from diagnostics.data.files.csv_types import NUMBERS, common_types, types_of
from diagnostics.data.files.header import check_same_header
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.converted import Spot
from diagnostics.errors import InputError


@dataclass(frozen=True, eq=False)
class CsvFiles:
    """CSV files of one source, their shape and types known 「CSV 文件组」.

    Parameters
    ----------
    shapes : tuple
        How each is written.
    types : dict
        Type of each column that every row of every file has.
    """

    shapes: tuple[Shape, ...]
    types: dict[str, str]

    def load(self, connection: Any, table: str, *, numbered: str = "") -> None:
        """Load them into a table 「载入」.

        Parameters
        ----------
        connection : duckdb connection
            Where the table is made.
        table : str
            Its name.
        numbered : str
            Name of a column for the number of the file, where it is wanted.

        Raises
        ------
        InputError
            When a row has more or fewer fields than the header, or is no UTF-8; the line is named.
        """
        for number, shape in enumerate(self.shapes):
            own = f", {number} AS {numbered}" if numbered else ""
            query = f"SELECT *{own} FROM {shape.reader(self.types)}"  # noqa: S608 (quoted)
            made = f'INSERT INTO "{table}" BY NAME {query}' if number else f'CREATE TEMP TABLE "{table}" AS {query}'
            _run(connection, made, shape)

    @property
    def is_parted(self) -> bool:
        """Whether ``;`` or a tab parts the fields of one: its numbers may have decimal commas 「是否分号分隔」."""
        return any(each.delimiter in COMMA_PARTED for each in self.shapes)

    def with_texts(self, days: Collection[str], numbers: Collection[str]) -> CsvFiles:
        """Columns used as days as text, unless all hold ISO dates: 2025.10 is no 2025.1 「日期列保留原文」.

        Parameters
        ----------
        numbers : collection of str
            Columns whose decimals may be written otherwise than the engine takes them: 1.100 may be 1100.
        """
        types = {
            name: "VARCHAR" if (name in days and kind in NUMBERS) or (name in numbers and kind == "DOUBLE") else kind
            for name, kind in self.types.items()
        }
        return CsvFiles(self.shapes, types)

    def find(self, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], Spot]:
        """Line of the first record that holds each (column, text) 「查找所在行」."""
        found: dict[tuple[str, str], Spot] = {}
        for number, shape in enumerate(self.shapes):
            left = set(wanted) - found.keys()
            found |= {key: Spot(number, f"line {line}") for key, line in places(shape, left).items()}
        return found


def open_csv(
    connection: Any,
    files: Sequence[tuple[SourceFile, Path]],
    source: str,
    texts: Iterable[str],
) -> CsvFiles:
    """Shape and types of a source's CSV files 「识别 CSV」.

    Parameters
    ----------
    connection : duckdb connection
        What looks at them.
    files : sequence of (SourceFile, Path)
        Each with the path of its UTF-8 form.
    source : str
        Name of the source, for errors.
    texts : iterable of str
        Columns that stay text whatever they hold: 00123 stays 00123.

    Raises
    ------
    InputError
        When a file is empty, has no or a doubtful header, or is not UTF-8.

    Notes
    -----
    A column becomes whole numbers, numbers or ISO dates where every row has that form, else text. Only an empty field
    is missing: ``N/A``, ``nan``, ``inf`` and ``0x10`` are text, and so is the column; what it is read as where it is
    used is decided by ``data.layout.columns``.
    """
    shapes = tuple(read_shape(file, path) for file, path in files)
    check_same_header([(each.file.name, each.header) for each in shapes], source)
    types = common_types([types_of(connection, each) for each in shapes])
    types.update({each: "VARCHAR" for each in texts if each in types})
    return CsvFiles(shapes, types)


def _run(connection: Any, query: str, shape: Shape) -> None:
    import duckdb

    try:
        connection.execute(query)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise _refusal(str(error), shape) from error


def _refusal(message: str, shape: Shape) -> InputError:
    """Error in our words from the engine's, which names options that nobody set."""
    found = re.search(r"CSV Error on Line: (\d+)", message)
    place = f"{shape.file.name}:{found.group(1)}" if found else shape.file.name
    fields = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    if fields:
        return InputError(f"{place} has {fields.group(2)} fields, the header has {fields.group(1)}.")
    if "unterminated quote" in message:
        return InputError(f"{place} opens a quote that nothing closes.")
    if "utf-8" in message or "unicode" in message.lower():
        return not_utf8(shape.file, found.group(1) if found else "?")
    if "invalid state" in message:
        return InputError(f"{place} mixes line ends, or quotes a field halfway; save it as plain CSV.")
    lines = [each for each in message.splitlines() if each and not each.startswith(("Original Line", "CSV Error"))]
    reason = next((each for each in lines if "Error on Line" not in each), "its shape")
    return InputError(f"{place} can't be read as CSV: {reason.strip()}")
