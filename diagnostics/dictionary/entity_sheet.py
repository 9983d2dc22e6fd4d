"""Entities from a sheet of a workbook 「读取考核对象工作表」."""

from __future__ import annotations

import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from diagnostics.dictionary.entity_cells import read_header, read_row
from diagnostics.dictionary.yaml_file import Document, Path_
from diagnostics.dictionary.yaml_scalar import checked_text
from diagnostics.errors import InputError

MAX_BYTES, MAX_UNPACKED, MAX_MEMBERS, MAX_ROWS, MAX_COLUMNS = 16_000_000, 100_000_000, 500, 50_000, 40
TITLES = ("entities", "考核对象")
_HEAD = 2000
# What Excel shows where a formula failed.
_FAILED = ("#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#NULL!", "#NUM!")


def read_entity_sheet(path: Path, root: Path) -> Document:
    """Rows of a workbook's sheet ``entities`` (``考核对象``), else of its first, with the row of each 「读取工作表」.

    Raises
    ------
    InputError
        When the file is absent, too large, no workbook, or its head or a cell can't be read.
    """
    name = path.relative_to(root).as_posix()
    _measure(path, name)
    sheet, cells = _cells(path, name)
    about = f"{name}, sheet {sheet!r}"
    filled = [(at, row) for at, row in enumerate(cells, start=1) if any(each not in ("", None) for each in row)]
    if not filled:
        raise InputError(f"{about}: the sheet is empty; its first row names the columns.")
    if len(filled) > MAX_ROWS or len(filled[0][1]) > MAX_COLUMNS:
        raise InputError(f"{about} has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns, the most that is read.")
    (first, head), *rows = filled
    texts = [_text(each, f"{about}, row {first}") for each in head]
    width = max((at + 1 for at, each in enumerate(texts) if each), default=0)
    header = read_header(texts[:width], f"{about}, row {first}")
    data: list[Any] = []
    marks: dict[Path_, tuple[int, int]] = {}
    for at, row in rows:
        place = f"{about}, row {at}"
        told = [_text(each, place) for each in row]
        if any(told[width:]):
            raise InputError(f"{place}: a cell right of the last column holds {next(filter(None, told[width:]))!r}.")
        marks[(len(data),)] = (at, 1)
        data.append(read_row(header, told[:width], place))
    return Document(name, data, marks)


def _measure(path: Path, name: str) -> None:
    """Refuse what is absent, no archive, unpacks to too much or defines entities of XML, before anything opens it."""
    if not path.is_file():
        raise InputError(f"{name} is not there.")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"{name} is larger than {MAX_BYTES:,} bytes, the most that is read.")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            unpacked = sum(each.file_size for each in members)
            if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS:
                raise InputError(
                    f"{name} unpacks to {unpacked:,} bytes in {len(members):,} parts; at most {MAX_UNPACKED:,} bytes in"
                    f" {MAX_MEMBERS:,} parts are read."
                )
            typed = [each.filename for each in members if _has_document_type(archive, each)]
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise InputError(f"{name} is no xlsx workbook: {error}.") from error
    if typed:
        raise InputError(f"{name} holds a document type ({typed[0][:60]}), which no workbook needs.")


def _has_document_type(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    if not member.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(member) as stream:
        return b"<!" in stream.read(_HEAD)


def _cells(path: Path, name: str) -> tuple[str, list[list[Any]]]:
    """Title of the sheet and its values; a formula without a computed value is refused."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        shown = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        written = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        title = next((each for each in shown.sheetnames if each.strip().lower() in TITLES), shown.sheetnames[0])
        pairs = zip(
            *(book[title].iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS) for book in (shown, written)),
            strict=True,
        )
        rows = [
            [_value(one.value, two.value, f"{name}, sheet {title!r}, row {at}") for one, two in zip(*pair, strict=True)]
            for at, pair in enumerate(pairs, start=1)
        ]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        IndexError,
        AttributeError,
        TypeError,
        ValueError,
        OSError,
    ) as error:
        raise InputError(f"{name} can't be read as a workbook: {error}.") from error
    return title, rows


def _value(shown: Any, written: Any, place: str) -> Any:
    if isinstance(shown, str) and shown in _FAILED:
        raise InputError(f"{place}: a cell shows {shown}, a formula that failed.")
    if shown is None and isinstance(written, str) and written.startswith("="):
        raise InputError(f"{place}: the formula {written[:60]!r} was never computed; open and save it in Excel.")
    return shown


def _text(value: Any, place: str) -> str:
    """Cell as it would stand in a csv file: days as ISO text, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        if value.time() != value.min.time():
            raise InputError(f"{place}: a cell holds the moment {value}, a day is needed.")
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = str(value).strip()
    try:
        return checked_text(text)
    except ValueError as error:
        raise InputError(f"{place}: {error}.") from error
