"""Headings and rows of a source's plain tables, read without pandas and engine 「轻量读表」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.csv_head import MOST_BYTES, Refused, read_rows, read_text
from diagnostics.dictionary.source_contents import csv_paths
from diagnostics.dictionary.source_files import matching
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.engagement import Engagement

_WORKBOOK = ".xlsx"


def is_plain(engagement: Engagement, source: str) -> bool:
    """Whether a source is a plain table: one line of headings first, a record a row, in a file 「是否普通表」."""
    declared = engagement.settings.sources[source]
    layout = declared.layout or Layout()
    shaped = layout.first_row > 1 or layout.header_rows > 1 or layout.wide is not None or bool(layout.fill)
    return declared.engine != "postgres" and not shaped


def table_paths(engagement: Engagement, source: str, *, workbooks: bool) -> list[Path]:
    """Files of a source that are looked at: CSV without a layout, plain workbooks of 20 MB at most 「可查看的文件」.

    Parameters
    ----------
    workbooks : bool
        Whether workbooks are opened too.
    """
    found = csv_paths(engagement, source)
    declared, folder = engagement.settings.sources[source], engagement.data_folder
    if not workbooks or declared.layout is not None or not is_plain(engagement, source):
        return found
    paths = dict.fromkeys(path for each in declared.patterns for path in matching(folder, each))
    books = (each for each in paths if each.suffix.lower() == _WORKBOOK and each.resolve().is_relative_to(folder))
    return [*found, *(each for each in books if each.stat().st_size <= MOST_BYTES)]


def table_rows(engagement: Engagement, source: str, path: Path) -> Iterator[list[str]]:
    """Header and rows of a file as texts; nothing where it can't be read 「逐行读取」."""
    declared = engagement.settings.sources[source]
    if path.suffix.lower() == _WORKBOOK:
        yield from _sheet_rows(path, declared.sheet)
        return
    text = read_text(path, declared.encoding)
    if not isinstance(text, Refused):
        yield from read_rows(text)


def _sheet_rows(path: Path, sheet: str | None) -> Iterator[list[str]]:
    """Rows of a sheet, the first where none is named; a workbook that must not be opened has none."""
    from python_calamine import CalamineError, CalamineWorkbook

    from diagnostics.data.files.archive import check_workbook
    from diagnostics.data.files.source_files import SourceFile

    try:
        check_workbook(SourceFile(path.resolve(), path.name, "xlsx"))
        book = CalamineWorkbook.from_path(str(path))
        page = book.get_sheet_by_index(0) if sheet is None else book.get_sheet_by_name(sheet)
        for row in page.iter_rows():
            yield [_text(each) for each in row]
    except (InputError, CalamineError, OSError, IndexError):
        # What reads it whole says why; here it tells nothing.
        return


def _text(value: Any) -> str:
    """Cell as text: a day as ISO has it, a whole number without decimals."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
