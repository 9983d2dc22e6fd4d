"""Workbooks are measured before they are opened 「压缩包检查」."""

from __future__ import annotations

import re
import zipfile
import zlib

from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError

MAX_MEMBERS = 2000
MAX_BYTES = 200_000_000
MAX_RATIO = 100
# Small parts may well be written a hundred times shorter; a bomb is large.
_SMALL = 1_000_000
MAX_CELLS = 10_000_000
_CHUNK = 1 << 20
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")


def check_archive(file: SourceFile) -> None:
    """Measure an archive before anything opens it 「检查压缩包」.

    Raises
    ------
    InputError
        When it is no archive, has more than 2,000 members, expands to more than 200 MB or more than 100 times, holds a
        member twice, macros, or a sheet of more than 10 million cells from its first to its last.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError(f"{file.name} is no xlsx workbook: {error}.") from error
    if len(members) > MAX_MEMBERS:
        raise InputError(f"{file.name} holds {len(members)} members, at most {MAX_MEMBERS} are opened.")
    size, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    if size > MAX_BYTES:
        raise InputError(f"{file.name} expands to {size / 1e6:.0f} MB, at most {MAX_BYTES / 1e6:.0f} MB are opened.")
    if size > _SMALL and size > MAX_RATIO * max(packed, 1):
        raise InputError(f"{file.name} expands {size / max(packed, 1):.0f} times, at most {MAX_RATIO} times is opened.")
    names = [each.filename for each in members]
    if len(set(names)) < len(names):
        raise InputError(f"{file.name} holds a member twice; save the workbook anew.")
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise InputError(f"{file.name} holds macros; save it as a workbook without.")
    # A sheet may stand under any name: the workbook's own list of them is text that the file brings.
    _check_extent(file, [each for each in names if each.lower().endswith(".xml")])


def _check_extent(file: SourceFile, sheets: list[str]) -> None:
    """Refuse a sheet whose far corner would make the reader fill millions of empty cells."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            for sheet in sheets:
                rows, columns = _extent(archive, sheet)
                if rows * columns > MAX_CELLS:
                    raise InputError(
                        f"{file.name} has a cell in row {rows} and one in column {columns} of {sheet.split('/')[-1]}:"
                        f" {rows * columns:,} cells, at most {MAX_CELLS:,} are opened. Delete what stands far out."
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise InputError(f"{file.name} is no xlsx workbook: {error}.") from error


def _extent(archive: zipfile.ZipFile, sheet: str) -> tuple[int, int]:
    """Last row and last column that a cell of a sheet stands in."""
    rows = columns = 0
    rest = b""
    with archive.open(sheet) as stream:
        while chunk := stream.read(_CHUNK):
            held = rest + chunk
            for letters, number in _CELL.findall(held):
                rows = max(rows, int(number))
                columns = max(columns, _column(letters))
            # The last tag may go on in the next chunk.
            rest = held[held.rfind(b"<") :][:4096]
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = 26 * number + each - 64
    return number
