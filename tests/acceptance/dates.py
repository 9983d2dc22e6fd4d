"""Cells of a time column: read rightly and listed, or refused with row and column; no row in a wrong period."""

from __future__ import annotations

import datetime as dt
import re
import zipfile

from diagnostics.errors import InputError
from tests.acceptance.cells import Came, came_out, write_cells
from tests.acceptance.numbers import cells_of
from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import Workbench

KINDS = ("csv", "xlsx", "parquet")
# Forms of the issue whose meaning needs no second cell, read here by a pattern each.
_FORMS = (
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月((?P<d>\d{1,2})日)?", r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?",
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})([T ].*)?", r"(?P<y>\d{4})[-/](?P<m>\d{1,2})(?P<d>)",
)  # fmt: skip


def check(payload: Payload, workbench: Workbench) -> None:
    """A cell alone, and beside ISO days, in every kind of file; a serial also in a workbook that counts from 1904."""
    text = payload.text
    if "1904" in text:
        counted_from_1904(workbench, int(re.match(r"\d+", text)[0]))
        text = text.split()[0]
    cells = cells_of(text)
    for kind in KINDS:
        alone = [[cell, "north", 5, 1] for cell in cells]
        for rows in (alone, [*alone, ["2024-03-20", "south", 100, 1]]):
            write_cells(workbench, kind, rows)
            held(came_out(workbench), cells, rows, kind)
    assert workbench.perfloop("check", workbench.client).code in {0, 1, 2}


def held(came: Came, cells: list[str], rows: list[list[object]], kind: str) -> None:
    """Refused with the place; or every row is counted once, in the period that the cell names."""
    if came.error is not None:
        place = {"csv": r"cells\.csv:\d+", "xlsx": r"cells\.xlsx .*A\d+", "parquet": r"cells\.parquet \(row \d+\)"}[
            kind
        ]
        asked = r"is asked for by month, but column 'date'"
        assert re.search(f"{place}.*date|{asked}", str(came.error)), str(came.error)
        plain = len(cells) == 1 and period_of(cells[0]) and len(rows) == 1
        assert not plain or re.search(r"[A-Z][a-z]+/", cells[0]), f"refused: {came.error}"
        return
    assert came.rows == len(rows)
    assert sum(each or 0 for each in came.figures.values()) == sum(row[2] for row in rows)
    for cell in cells:
        period = period_of(cell)
        if re.fullmatch(r"\d{5}", cell) and len(rows) > len(cells):
            # Days of the same month stand in the column: they tell from which year the serial counts.
            period = f"{dt.date(1899, 12, 30) + dt.timedelta(int(cell)):%Y-%m}"
        assert period, f"{cell!r} was read as {came.figures}"
        assert came.figures["north", period]
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?(T[\d:]+)?", cell) or came.listed(cell), f"{cell!r} is not listed"


def period_of(cell: str) -> str:
    """Month that a cell names beyond doubt, else nothing."""
    for form in _FORMS:
        found = re.fullmatch(form, cell)
        if found:
            try:
                day = dt.date(int(found["y"]), int(found["m"]), int(found["d"] or 1))
            except ValueError:
                return ""
            return f"{day:%Y-%m}" if day.year > 1900 else ""
    return ""


def counted_from_1904(workbench: Workbench, serial: int) -> None:
    """A date cell of a workbook that counts from 1904 is that day; a bare serial of a text file is refused."""
    import openpyxl

    day = dt.datetime(1904, 1, 1) + dt.timedelta(serial)
    write_cells(workbench, "xlsx", [[serial, "north", 5, 1]])
    path = workbench.client / "data" / "cells.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["A2"].number_format = "yyyy-mm-dd"
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        assert b'date1904="1"' in archive.read("xl/workbook.xml")
    came = came_out(workbench)
    assert came.error is None, came.error
    assert came.figures == {("north", f"{day:%Y-%m}"): 5}
    write_cells(workbench, "csv", [[serial, "north", 5, 1]])
    assert isinstance(came_out(workbench).error, InputError)
