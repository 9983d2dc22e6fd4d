"""Parts of an .xlsx workbook, read without resolving anything: hidden rows, formulas, formats 「XLSX 部件」."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from diagnostics.data.files.compound_file import BrokenFileError
from diagnostics.data.files.sheet_marks import PERCENT_FORMATS, Cell, SheetMarks, format_literal, is_percent_format

_CHUNK = 1 << 18
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# What makes a closer look at a sheet worth its time.
_MARKED = rb"""<(?:\w+:)?f[\s/>]|t\s*=\s*["']e["']|hidden\s*=\s*["'](?:1|true)"""
_TAIL = 64
_Start = Callable[[str, dict[str, str]], None]


def xlsx_marks(path: str, name: str) -> SheetMarks:
    """What a sheet says beside its values 「XLSX 工作表标记」.

    Parameters
    ----------
    path : str
        Workbook, measured before by ``check_archive``.
    name : str
        Name of the sheet; one that holds no formula, error, hidden row or cell shown in percent is not looked at.

    Raises
    ------
    BrokenFileError
        When a part is no sound XML, or brings a document type of its own.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            book = _Book()
            _parse(archive, "xl/workbook.xml", book.start)
            part = _part(archive, book.sheets.get(name))
            styles, literals = _telling_styles(archive)
            if part is None or not _is_marked(archive, part, styles | literals.keys()):
                return SheetMarks(since_1904=book.since_1904)
            sheet = _Sheet(styles, literals)
            _parse(archive, part, sheet.start, sheet.end, sheet.text)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise BrokenFileError(str(error)) from error
    return SheetMarks(
        frozenset(sheet.rows), frozenset(sheet.columns), frozenset(sheet.never), sheet.errors,
        frozenset(sheet.percent), book.since_1904, sheet.literals,
    )  # fmt: skip


@dataclass(eq=False)
class _Book:
    """Sheets of a workbook by name, and its first day."""

    sheets: dict[str, str] = field(default_factory=dict)
    since_1904: bool = False

    def start(self, tag: str, told: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets[told.get("name", "")] = next((told[each] for each in told if each.endswith(":id")), "")
        elif tag == "workbookPr":
            self.since_1904 = told.get("date1904", "0") in ("1", "true")


def _part(archive: zipfile.ZipFile, key: str | None) -> str | None:
    """Name of the part that holds a sheet, by the key of its relation."""
    targets: dict[str, str] = {}

    def start(tag: str, told: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[told.get("Id", "")] = told.get("Target", "")

    _parse(archive, "xl/_rels/workbook.xml.rels", start)
    target = targets.get(key or "", "")
    if not target:
        return None
    part = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join("xl", target))
    return part if part in archive.namelist() else None


def _telling_styles(archive: zipfile.ZipFile) -> tuple[frozenset[int], dict[int, str]]:
    """Cell styles that show percent, and those that show a text beside the number."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset(), {}
    percent, styles, inside = set(PERCENT_FORMATS), [], False
    texts: dict[int, str] = {}

    def start(tag: str, told: dict[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt" and is_percent_format(told.get("formatCode", "")):
            percent.add(_whole(told.get("numFmtId", "")))
        elif tag == "numFmt" and (text := format_literal(told.get("formatCode", ""))):
            texts[_whole(told.get("numFmtId", ""))] = text
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            styles.append(_whole(told.get("numFmtId", "")))

    _parse(archive, "xl/styles.xml", start)
    shown = {at: texts[each] for at, each in enumerate(styles) if each in texts}
    return frozenset(at for at, each in enumerate(styles) if each in percent), shown


@dataclass(eq=False)
class _Sheet:
    """Marks of a sheet as its elements come by."""

    percent_styles: frozenset[int]
    literal_styles: dict[int, str]
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    never: set[Cell] = field(default_factory=set)
    errors: dict[Cell, str] = field(default_factory=dict)
    percent: set[Cell] = field(default_factory=set)
    literals: dict[Cell, str] = field(default_factory=dict)
    _row: int = -1
    _column: int = -1
    _kind: str = ""
    _style: int = 0
    _formula: bool = False
    _value: str = ""
    _reading: bool = False

    def start(self, tag: str, told: dict[str, str]) -> None:
        if tag == "c":
            self._place(told.get("r"))
            self._kind, self._style = told.get("t", "n"), _whole(told.get("s", "0"))
            self._formula, self._value = False, ""
        elif tag == "v":
            self._reading = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row, self._column = _whole(told["r"]) - 1 if "r" in told else self._row + 1, -1
            if _is_true(told.get("hidden")):
                self.rows.add(self._row)
        elif tag == "col" and _is_true(told.get("hidden")):
            self.columns |= set(range(_whole(told.get("min", "1")) - 1, min(_whole(told.get("max", "1")), 16_384)))

    def text(self, part: str) -> None:
        if self._reading:
            self._value += part

    def end(self, tag: str) -> None:
        if tag == "v":
            self._reading = False
        elif tag == "c":
            cell = (self._row, self._column)
            if self._kind == "e":
                self.errors[cell] = self._value or "#N/A"
            elif self._formula and not self._value and self._kind != "str":
                self.never.add(cell)
            elif self._style in self.percent_styles and self._kind == "n" and self._value:
                self.percent.add(cell)
            elif self._style in self.literal_styles and self._kind == "n" and self._value:
                self.literals[cell] = self.literal_styles[self._style]

    def _place(self, text: str | None) -> None:
        found = _PLACE.fullmatch(text or "")
        if found is None:
            self._column += 1
            return
        self._row, self._column = int(found[2]) - 1, -1
        for each in found[1]:
            self._column = 26 * (self._column + 1) + ord(each) - 65


def _is_marked(archive: zipfile.ZipFile, part: str, styles: Collection[int]) -> bool:
    shown = "|".join(map(str, sorted(styles)))
    marked = re.compile(_MARKED + (rf"""|\ss\s*=\s*["'](?:{shown})["']""".encode() if styles else b""))
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if marked.search(rest + chunk):
                return True
            rest = chunk[-_TAIL:]
    return False


def _parse(archive: zipfile.ZipFile, part: str, start: _Start, end: Any = None, text: Any = None) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise BrokenFileError(f"{part} brings a document type of its own")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, told: start(tag.rpartition(":")[2], told)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except KeyError as error:
        raise BrokenFileError(f"it holds no {part}") from error
    except expat.ExpatError as error:
        raise BrokenFileError(f"{part} is no sound XML: {error}") from error


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
