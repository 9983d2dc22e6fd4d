"""Workbooks are measured before they are opened 「压缩包检查」."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator

from diagnostics.data.files.biff import survey_xls
from diagnostics.data.files.compound_file import SIGNATURE, BrokenFileError
from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError

MAX_MEMBERS = 2000
MAX_BYTES = 200_000_000
MAX_RATIO = 100
MAX_XLS_BYTES = 100_000_000
# Small parts may well be written a hundred times shorter; a bomb is large.
_SMALL = 1_000_000
MAX_CELLS = 10_000_000
_CHUNK = 1 << 20
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
# Entities stand in a document type, and no workbook needs one.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")
_ZIP = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError)


def check_workbook(file: SourceFile) -> None:
    """Measure a workbook, .xlsx or .xls, before anything opens it 「检查工作簿」.

    Raises
    ------
    InputError
        When it is something else under a workbook's name, needs a password, holds macros or links to other files, or
        is larger than the limits.
    """
    with file.path.open("rb") as stream:
        head = stream.read(2048)
    if file.kind == "xlsx" and not head.startswith(_ZIP):
        raise InputError(f"{file.name} is no xlsx workbook: {_instead(file, head)}.")
    if file.kind == "xls" and not head.startswith(SIGNATURE):
        raise InputError(f"{file.name} is no xls workbook: {_instead(file, head)}.")
    if file.kind == "xls":
        _check_xls(file)
    else:
        check_archive(file)


def _instead(file: SourceFile, head: bytes) -> str:
    """What a file is that is not what its name says, and what to do."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return "it is empty"
    if head.startswith(SIGNATURE):
        return _old_workbook(file)
    if head.startswith(_ZIP):
        return "it is an xlsx workbook or another archive; rename it to .xlsx if it is a workbook"
    if text[:1] == b"<":
        return "it is a web page or XML under another name; open it in Excel and save it as .xlsx"
    if b"\x00" not in head:
        return "it is plain text; rename it to .csv if it is a table"
    return "its first bytes are those of no workbook"


def _old_workbook(file: SourceFile) -> str:
    try:
        encrypted = survey_xls(file.path.read_bytes()).encrypted if _size(file) <= MAX_XLS_BYTES else False
    except BrokenFileError:
        return "it is a broken file of the old format"
    if encrypted:
        return "it is protected by a password; save it without one"
    return "it is a workbook of the old format; rename it to .xls"


def _check_xls(file: SourceFile) -> None:
    if _size(file) > MAX_XLS_BYTES:
        raise InputError(
            f"{file.name} has {_size(file) / 1e6:.0f} MB, at most {MAX_XLS_BYTES / 1e6:.0f} MB are opened."
        )
    try:
        found = survey_xls(file.path.read_bytes())
    except BrokenFileError as error:
        raise InputError(f"{file.name} is no xls workbook: {error}.") from error
    if found.encrypted:
        raise InputError(f"{file.name} is protected by a password; save it without one.")
    if found.macros:
        raise InputError(f"{file.name} holds macros; save it as a workbook without.")
    if found.linked:
        raise InputError(f"{file.name} links to other files; break the links (Data, Edit Links) and save it.")
    if found.rows * found.columns > MAX_CELLS:
        raise _too_far(file, found.rows, found.columns, "a sheet")


def check_archive(file: SourceFile) -> None:
    """Measure an archive before anything opens it 「检查压缩包」.

    Raises
    ------
    InputError
        When it is no archive, has more than 2,000 members, expands to more than 200 MB or more than 100 times, holds a
        member twice, another archive, macros, links to other files, XML with a document type, or a sheet of more than
        10 million cells from its first to its last.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = archive.infolist()
            _check_sizes(file, members)
            _check_names(file, members)
            for each in members:
                _check_member(file, archive, each)
    except _BROKEN as error:
        raise InputError(f"{file.name} is no xlsx workbook: {error}.") from error


def _check_sizes(file: SourceFile, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise InputError(f"{file.name} holds {len(members)} members, at most {MAX_MEMBERS} are opened.")
    size, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    if size > MAX_BYTES:
        raise InputError(f"{file.name} expands to {size / 1e6:.0f} MB, at most {MAX_BYTES / 1e6:.0f} MB are opened.")
    if packed > _size(file):
        raise InputError(f"{file.name} claims the same bytes for several members; save the workbook anew.")
    if size > _SMALL and size > MAX_RATIO * max(packed, 1):
        raise InputError(f"{file.name} expands {size / max(packed, 1):.0f} times, at most {MAX_RATIO} times is opened.")


def _check_names(file: SourceFile, members: list[zipfile.ZipInfo]) -> None:
    names = [each.filename.replace("\\", "/").casefold() for each in members]
    if len(set(names)) < len(names):
        raise InputError(f"{file.name} holds a member twice; save the workbook anew.")
    if any(each.flag_bits & 1 for each in members):
        raise InputError(f"{file.name} is protected by a password; save it without one.")
    if any(each.endswith("vbaproject.bin") or "/macrosheets/" in each for each in names):
        raise InputError(f"{file.name} holds macros; save it as a workbook without.")
    if any("externallinks/" in each for each in names):
        raise InputError(f"{file.name} links to other files; break the links (Data, Edit Links) and save it.")


def _check_member(file: SourceFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse what a member holds: another archive, a document type, more than it claims, a sheet too large."""
    name = member.filename.split("/")[-1]
    # A sheet may stand under any name: the workbook's own list of them is text that the file brings.
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    rows = columns = 0
    rest = b""
    for number, chunk in enumerate(_content(archive, member)):
        if not number and (chunk.startswith(_ARCHIVES) or chunk.startswith(SIGNATURE)):
            raise InputError(f"{file.name} holds another archive ({name}); save the workbook without embedded files.")
        if is_xml and not number and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in chunk[:256]):
            raise InputError(f"{file.name} holds XML that is not UTF-8 ({name}); save the workbook anew.")
        if not is_xml:
            continue
        held = rest + chunk
        if _DOCTYPE.search(held):
            raise InputError(f"{file.name} holds XML with a document type of its own ({name}); no workbook needs one.")
        for letters, row in _CELL.findall(held):
            rows, columns = max(rows, int(row)), max(columns, _column(letters))
        # The last tag may go on in the next chunk.
        rest = held[held.rfind(b"<") :][:4096]
        if rows * columns > MAX_CELLS:
            raise _too_far(file, rows, columns, name)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Chunks of a member as it really is: its size in the list is only what the file says of itself."""
    claimed = member.file_size
    # The reader stops at the claimed size; claiming one more shows whether the content goes on.
    member.file_size = claimed + 1
    done = 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                done += len(chunk)
                if done > claimed:
                    raise zipfile.BadZipFile(f"member {member.filename!r} is larger than it says")
                yield chunk
    finally:
        member.file_size = claimed
    if done < claimed:
        raise zipfile.BadZipFile(f"member {member.filename!r} is shorter than it says")


def _too_far(file: SourceFile, rows: int, columns: int, sheet: str) -> InputError:
    return InputError(
        f"{file.name} has a cell in row {rows} and one in column {columns} of {sheet}: {rows * columns:,} cells,"
        f" at most {MAX_CELLS:,} are opened. Delete what stands far out."
    )


def _size(file: SourceFile) -> int:
    return file.path.stat().st_size


def _column(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = 26 * number + each - 64
    return number
