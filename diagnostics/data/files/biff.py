"""Records of an .xls workbook: extent, hidden rows, errors, formulas, before anything opens it 「XLS 记录」."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from diagnostics.data.files.compound_file import BrokenFileError, CompoundFile
from diagnostics.data.files.sheet_marks import PERCENT_FORMATS, Cell, SheetMarks, format_literal, is_percent_format

_BOF, _EOF, _FORMULA, _BOOLERR = 0x0809, 0x000A, 0x0006, 0x0205
_MULRK, _MULBLANK, _NUMBER, _RK = 0x00BD, 0x00BE, 0x0203, 0x027E
_CELLS = {_FORMULA, _BOOLERR, _MULRK, _MULBLANK, _NUMBER, _RK, 0x00FD, 0x0204, 0x0201}
_ROW, _COLINFO, _XF, _FORMAT, _BOUNDSHEET, _DATEMODE = 0x0208, 0x007D, 0x00E0, 0x041E, 0x0085, 0x0022
_FILEPASS, _SUPBOOK, _CODEPAGE = 0x002F, 0x01AE, 0x0042
# Files since 1997 hold texts in Unicode; older ones name a code page, by a number of their own for those of Windows.
_UNICODE, _WESTERN = 0x0600, {0x8001: 1252, 0x8000: 10_000}
# A workbook's own sheets, and functions of add-ins: neither leads to another file.
_OWN = (0x0401, 0x3A01)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(frozen=True, slots=True)
class Survey:
    """What the records of an .xls workbook say of it 「XLS 概况」.

    Parameters
    ----------
    encrypted, linked, macros : bool
        Whether it needs a password, reads other files, or carries code.
    rows, columns : int
        Last row and last column that a cell of any sheet stands in, counted from 1.
    """

    encrypted: bool
    linked: bool
    macros: bool
    rows: int
    columns: int


def survey_xls(raw: bytes) -> Survey:
    """Measure an .xls workbook by its records 「检查 XLS」.

    Raises
    ------
    BrokenFileError
        When it is no sound workbook.
    """
    container = CompoundFile(raw)
    names = {each.casefold() for each in container.names}
    if "encryptedpackage" in names:
        return Survey(encrypted=True, linked=False, macros=False, rows=0, columns=0)
    encrypted = linked = False
    rows = columns = 0
    for _, kind, body in _records(_workbook(container)):
        if kind == _FILEPASS:
            encrypted = True
        elif kind == _SUPBOOK and len(body) >= 4:
            linked = linked or struct.unpack_from("<HH", body)[1] not in _OWN
        elif kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in (_MULRK, _MULBLANK) else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
    return Survey(encrypted, linked, "_vba_project_cur" in names, rows, columns)


def xls_marks(raw: bytes, index: int) -> SheetMarks:
    """What the sheet at a place says beside its values 「XLS 工作表标记」.

    Parameters
    ----------
    raw : bytes
        The whole file.
    index : int
        Place of the sheet among all, counted from 0.

    Notes
    -----
    The format writes a formula whose value is an empty text like one that was never computed: they are taken for the
    latter only where no formula of the sheet has a value.
    """
    stream = _workbook(CompoundFile(raw))
    book = _book(stream)
    if index >= len(book.sheets):
        raise BrokenFileError("it lists fewer sheets than it holds")
    marks = _Marks(book)
    depth = 0
    for _, kind, body in _records(stream, book.sheets[index]):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if depth == 1:
            marks.take(kind, body)
    never = marks.empty if not marks.computed else set()
    return SheetMarks(
        frozenset(marks.rows), frozenset(marks.columns), frozenset(never), marks.errors, frozenset(marks.percent),
        book.since_1904, marks.literals,
    )  # fmt: skip


@dataclass(eq=False)
class _Book:
    """Formats and sheets of a workbook."""

    sheets: list[int] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)
    percent: set[int] = field(default_factory=lambda: set(PERCENT_FORMATS))
    literals: dict[int, str] = field(default_factory=dict)
    since_1904: bool = False
    encoding: str = ""

    def take(self, kind: int, body: bytes) -> None:
        if kind == _BOF and len(body) >= 2 and struct.unpack_from("<H", body)[0] < _UNICODE:
            self.encoding = "latin-1"
        elif kind == _CODEPAGE and len(body) >= 2 and self.encoding:
            self.encoding = _codec(struct.unpack_from("<H", body)[0])
        elif kind == _BOUNDSHEET and len(body) >= 4:
            self.sheets.append(struct.unpack_from("<I", body)[0])
        elif kind == _DATEMODE:
            self.since_1904 = body[:2] == b"\x01\x00"
        elif kind == _XF and len(body) >= 4:
            self.formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FORMAT and len(body) > 3:
            number, code = struct.unpack_from("<H", body)[0], self._text(body[2:])
            if is_percent_format(code):
                self.percent.add(number)
            if text := format_literal(code):
                self.literals[number] = text

    def _text(self, body: bytes) -> str:
        """Text behind its length: of two bytes and in Unicode, or of one and in the file's code page."""
        if self.encoding:
            return body[1:].decode(self.encoding, "replace")
        return body[3:].decode("utf-16-le" if len(body) > 2 and body[2] & 1 else "latin-1", "replace")


def _codec(page: int) -> str:
    name = f"cp{_WESTERN.get(page, page)}"
    try:
        return codecs.lookup({"cp10000": "mac-roman"}.get(name, name)).name
    except LookupError:
        return "latin-1"


def _book(stream: bytes) -> _Book:
    book = _Book()
    for _, kind, body in _records(stream):
        if kind == _EOF:
            break
        book.take(kind, body)
    return book


@dataclass(eq=False)
class _Marks:
    """Marks of a sheet as its records come by."""

    book: _Book
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    empty: set[Cell] = field(default_factory=set)
    errors: dict[Cell, str] = field(default_factory=dict)
    percent: set[Cell] = field(default_factory=set)
    literals: dict[Cell, str] = field(default_factory=dict)
    computed: bool = False

    def take(self, kind: int, body: bytes) -> None:
        if kind == _ROW and len(body) >= 14:
            row, flags = struct.unpack_from("<H10xH", body)
            self.rows |= {row} if flags & 0x20 else set()
        elif kind == _COLINFO and len(body) >= 10:
            first, last, _, _, flags = struct.unpack_from("<5H", body)
            self.columns |= set(range(first, min(last, 255) + 1)) if flags & 1 else set()
        elif kind in _CELLS and len(body) >= 6:
            self._cell(kind, body)

    def _cell(self, kind: int, body: bytes) -> None:
        row, column, style = struct.unpack_from("<3H", body)
        if kind == _MULRK:
            for at in range((len(body) - 6) // 6):
                self._shown(row, column + at, struct.unpack_from("<H", body, 4 + 6 * at)[0])
        elif kind in (_NUMBER, _RK, _FORMULA):
            self._shown(row, column, style)
        if kind == _BOOLERR and len(body) >= 8 and body[7]:
            self.errors[row, column] = _ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA and len(body) >= 14:
            self._formula((row, column), body[6:14])

    def _shown(self, row: int, column: int, style: int) -> None:
        number = self.book.formats[style] if style < len(self.book.formats) else -1
        if number in self.book.percent:
            self.percent.add((row, column))
        if number in self.book.literals:
            self.literals[row, column] = self.book.literals[number]

    def _formula(self, cell: Cell, result: bytes) -> None:
        special = result[6:] == b"\xff\xff"
        if special and result[0] == 2:
            self.errors[cell] = _ERRORS.get(result[2], "#N/A")
        if special and result[0] == 3:
            self.empty.add(cell)
        else:
            self.computed = True


def _workbook(container: CompoundFile) -> bytes:
    stream = container.stream("Workbook") or container.stream("Book")
    if not stream:
        raise BrokenFileError("it holds no workbook")
    return stream


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and body of each record."""
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0 and length == 0:
            # The stream is padded to whole sectors.
            return
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
