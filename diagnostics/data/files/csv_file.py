"""CSV files become a table of the engine: strict shape, types from every row 「读取 CSV」."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostics.data.engine.facts import NUMBER
from diagnostics.data.files.header import check_header, check_same_header
from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError

_TYPES = ("BIGINT", "DOUBLE", "DATE", "VARCHAR")
_NUMBERS = ("BIGINT", "DOUBLE")
_HEAD = 1 << 20
_DELIMITERS = ",;\t|"
_BREAKS = {"\r\n": "\\r\\n", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a file is written: header, delimiter, line ends."""

    file: SourceFile
    path: Path
    header: tuple[str, ...]
    delimiter: str
    line_end: str

    def options(self) -> dict[str, str]:
        return {
            "delim": sql_text(self.delimiter),
            "quote": sql_text('"'),
            "escape": sql_text('"'),
            "header": "true",
            "nullstr": "''",
            "compression": "'none'",
        }


def load_csv(
    connection: Any, table: str, files: Sequence[tuple[SourceFile, Path]], source: str, texts: Iterable[str]
) -> None:
    """Load CSV files into a table 「载入 CSV」.

    Parameters
    ----------
    connection : duckdb connection
        Where the table is made.
    table : str
        Its name.
    files : sequence of (SourceFile, Path)
        Each with the path of its UTF-8 form.
    source : str
        Name of the source, for errors.
    texts : iterable of str
        Columns that stay text whatever they hold: 00123 stays 00123.

    Raises
    ------
    InputError
        When a file is empty, has no or a doubtful header, is not UTF-8, or a row has more or fewer fields than the
        header; the line is named.

    Notes
    -----
    A column becomes whole numbers, numbers or ISO dates where every row has that form, else text. Only an empty field
    is missing: ``N/A``, ``nan``, ``inf`` and ``0x10`` are text, and so is the column; a measure that needs its numbers
    refuses it.
    """
    shapes = [_shape(file, path) for file, path in files]
    check_same_header([(each.file.name, each.header) for each in shapes], source)
    types = _common_types([_types(connection, each) for each in shapes])
    types.update({each: "VARCHAR" for each in texts if each in types})
    for number, shape in enumerate(shapes):
        columns = ", ".join(f"{sql_text(name)}: '{types[name]}'" for name in shape.header)
        options = {**shape.options(), "columns": f"{{{columns}}}", "auto_detect": "false", "dateformat": "'%Y-%m-%d'"}
        options["new_line"] = f"'{_BREAKS[shape.line_end]}'"
        query = f"SELECT * FROM read_csv({sql_text(str(shape.path))}, {_joined(options)})"  # noqa: S608 (all quoted)
        made = f'INSERT INTO "{table}" BY NAME {query}' if number else f'CREATE TEMP TABLE "{table}" AS {query}'
        _run(connection, made, shape)


def sql_text(value: str) -> str:
    """Quoted SQL text 「SQL 文本」.

    Examples
    --------
    >>> print(sql_text("O'Brien"))
    'O''Brien'
    """
    return "'" + value.replace("'", "''") + "'"


def _joined(options: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in options.items())


def _shape(file: SourceFile, path: Path) -> _Shape:
    with path.open("rb") as stream:
        raw = stream.read(_HEAD)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{file.name} is written in UTF-16; say so: encoding: utf-16.")
    text = _decoded(raw, file)
    if not text.strip():
        raise InputError(f"{file.name} is empty.")
    first = re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))
    try:
        header = tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration) as error:
        raise InputError(f"{file.name}:1 has no header that can be read: {error}.") from error
    check_header(header, f"{file.name}:1")
    ending = re.search(r"\r\n|\n|\r", text)
    return _Shape(file, path, header, delimiter, ending.group() if ending else "\n")


def _decoded(raw: bytes, file: SourceFile) -> str:
    try:
        # The head may end inside a character.
        return raw.decode("utf-8-sig") if len(raw) < _HEAD else raw[: raw.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _not_utf8(file, line) from error


def _not_utf8(file: SourceFile, line: int | str) -> InputError:
    return InputError(f"{file.name}:{line} is not UTF-8; name the file's encoding, such as encoding: gb18030.")


def _types(connection: Any, shape: _Shape) -> dict[str, str]:
    """Types that every row of a file has; text where the engine can't tell, the strict read then says why."""
    import duckdb

    options = {**shape.options(), "sample_size": "-1", "dateformat": "'%Y-%m-%d'", "skip": "0", "comment": "''"}
    options["auto_type_candidates"] = str(list(_TYPES))
    query = f"SELECT columns FROM sniff_csv({sql_text(str(shape.path))}, {_joined(options)})"  # noqa: S608 (all quoted)
    try:
        found = {each["name"]: each["type"] for each in connection.execute(query).fetchone()[0]}
    except duckdb.Error:
        found = {}
    types = {name: found.get(name, "VARCHAR") for name in shape.header}
    numbers = [name for name in shape.header if types[name] in _NUMBERS]
    for name, is_number in zip(numbers, _are_numbers(connection, shape, numbers), strict=True):
        types[name] = types[name] if is_number else "VARCHAR"
    return types


def _are_numbers(connection: Any, shape: _Shape, names: Sequence[str]) -> Sequence[bool]:
    """Whether columns that the engine takes for numbers are written as such: it takes nan, inf, 0x10, 1_000 too."""
    import duckdb

    if not names:
        return []
    columns = ", ".join(f"{sql_text(each)}: 'VARCHAR'" for each in shape.header)
    options = {**shape.options(), "columns": f"{{{columns}}}", "auto_detect": "false"}
    options["new_line"] = f"'{_BREAKS[shape.line_end]}'"
    quoted = ['"' + each.replace('"', '""') + '"' for each in names]
    looks = ", ".join(f"coalesce(bool_and(regexp_matches({each}, {sql_text(NUMBER)})), true)" for each in quoted)
    query = f"SELECT {looks} FROM read_csv({sql_text(str(shape.path))}, {_joined(options)})"  # noqa: S608 (all quoted)
    try:
        found: Sequence[bool] = connection.execute(query).fetchone()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        # The strict read says what is wrong with the file.
        return [True] * len(names)
    return found


def _common_types(types: Sequence[dict[str, str]]) -> dict[str, str]:
    """One type a column for all files."""
    common = {}
    for name in types[0]:
        seen = {each[name] for each in types}
        common[name] = seen.pop() if len(seen) == 1 else "DOUBLE" if seen == {"BIGINT", "DOUBLE"} else "VARCHAR"
    return common


def _run(connection: Any, query: str, shape: _Shape) -> None:
    import duckdb

    try:
        connection.execute(query)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise _refusal(str(error), shape) from error


def _refusal(message: str, shape: _Shape) -> InputError:
    """Error in our words from the engine's, which names options that nobody set."""
    found = re.search(r"CSV Error on Line: (\d+)", message)
    place = f"{shape.file.name}:{found.group(1)}" if found else shape.file.name
    fields = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    if fields:
        return InputError(f"{place} has {fields.group(2)} fields, the header has {fields.group(1)}.")
    if "unterminated quote" in message:
        return InputError(f"{place} opens a quote that nothing closes.")
    if "utf-8" in message or "unicode" in message.lower():
        return _not_utf8(shape.file, found.group(1) if found else "?")
    if "invalid state" in message:
        return InputError(f"{place} mixes line ends, or quotes a field halfway; save it as plain CSV.")
    lines = [each for each in message.splitlines() if each and not each.startswith(("Original Line", "CSV Error"))]
    reason = next((each for each in lines if "Error on Line" not in each), "its shape")
    return InputError(f"{place} can't be read as CSV: {reason.strip()}")
