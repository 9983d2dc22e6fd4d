"""Tables of slides: as large as they fit, on further slides where they don't 「幻灯片表格」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import MISSING
from diagnostics.look.theme import LIGHT, mark, status_word
from diagnostics.run.printing.slides.fit import LINE, POINTS, column_widths, cut, lines
from diagnostics.run.printing.slides.text import Style, write

if TYPE_CHECKING:
    from diagnostics.look.tables import Table
    from diagnostics.terms import Language

_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
_PAD, _SIDE = 0.12, 0.08
# A cell of more lines makes a row that nobody reads from a wall.
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Grid:
    """Part of a table that stands on one slide 「表格片段」.

    Parameters
    ----------
    cells : tuple of tuples of str
        Rows, the heads first.
    right : tuple of bool
        Which columns are set to the right.
    widths, heights : tuple of float
        Inches of each column and row.
    points : float
        Size of the letters.
    note : str
        Line below.
    """

    cells: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    points: float
    note: str = ""


def grids(table: Table, room: tuple[float, float], language: Language) -> list[Grid]:
    """Parts of a table, each as high as a slide has room 「分页表格」.

    Parameters
    ----------
    room : (float, float)
        Breadth and height in inches.
    """
    columns = [each for each in table.columns if each.kind != "spark"]
    heads = tuple(each.label for each in columns)
    rows = [tuple(_cell(row.get(each.key, ""), each.kind, language) for each in columns) for row in table.rows]
    if not rows:
        rows = [tuple("" for _ in columns)]
    points, widths = _sizes(heads, rows, room)
    cells = [tuple(_short(text, width, points) for text, width in zip(row, widths, strict=True)) for row in rows]
    right = tuple(each.align == "right" for each in columns)
    found: list[Grid] = []
    head = _row(heads, widths, points)
    left = [(row, _row(row, widths, points)) for row in cells]
    while left:
        taken: list[tuple[tuple[str, ...], float]] = []
        tall = head
        while left and (not taken or tall + left[0][1] <= room[1]):
            row, height = left.pop(0)
            taken.append((row, min(height, room[1] - head)))
            tall += height
        parts = (heads, *(row for row, _ in taken)), (head, *(height for _, height in taken))
        found.append(Grid(parts[0], right, tuple(widths), parts[1], points, table.note if not left else ""))
    return found


def _cell(text: str, kind: str, language: Language) -> str:
    if not text:
        return MISSING
    return f"{mark(text).shape} {status_word(text, language)}" if kind == "status" else text


def _sizes(heads: tuple[str, ...], rows: list[tuple[str, ...]], room: tuple[float, float]) -> tuple[float, list[float]]:
    """Largest letters in which all rows stand on one slide; the smallest where none do."""
    points, widths = _SIZES[-1], [room[0] / len(heads)] * len(heads)
    for points in _SIZES:
        widths = column_widths([heads, *rows], room[0], points)
        tall = sum(_row(each, widths, points) for each in (heads, *rows))
        if tall <= room[1]:
            break
    return points, widths


def _row(cells: tuple[str, ...], widths: list[float], points: float) -> float:
    most = max(lines(text, width - 2 * _SIDE, points) for text, width in zip(cells, widths, strict=True))
    return min(most, _MOST_LINES) * points * LINE / POINTS + _PAD


def _short(text: str, width: float, points: float) -> str:
    room = width - 2 * _SIDE, _MOST_LINES * points * LINE / POINTS + 1e-6
    return "\n".join(cut([text], room, points)[0])


def add_table(drawn: Any, grid: Grid, at: tuple[float, float, float], language: Language) -> None:
    """Draw a part of a table, and its note below 「画表格」.

    Parameters
    ----------
    at : (float, float, float)
        Left and upper edge, and breadth, in inches.
    """
    from pptx.util import Inches

    left, top, breadth = at
    tall = sum(grid.heights)
    shape = drawn.shapes.add_table(
        len(grid.cells), len(grid.right), Inches(left), Inches(top), Inches(breadth), Inches(tall)
    )
    table = shape.table
    _plain(table)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Inches(width)
    for number, (row, height) in enumerate(zip(grid.cells, grid.heights, strict=True)):
        table.rows[number].height = Inches(height)
        for place, text in enumerate(row):
            style = Style(
                grid.points,
                LIGHT["ink" if number else "soft"],
                language,
                bold=not number,
                right=grid.right[place],
            )
            _fill(table.cell(number, place), text, style)
    if grid.note:
        _note(drawn, grid.note, (left, top + tall + 0.08, breadth), language)


def _plain(table: Any) -> None:
    """No bands and no colours of the template: lines and letters."""
    table.horz_banding = False
    told = table._tbl.tblPr  # noqa: SLF001 (a style is named by no other way)
    for each in list(told):
        told.remove(each)
    style = told.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId", {})
    # "No style, table grid".
    style.text = "{5940675A-B579-460E-94D1-54222C63F5DA}"
    told.append(style)


def _fill(cell: Any, text: str, style: Style) -> None:
    from pptx.util import Inches

    write(cell.text_frame, [text], style)
    cell.margin_left = cell.margin_right = Inches(_SIDE)
    cell.margin_top = cell.margin_bottom = Inches(_PAD / 2)


def _note(drawn: Any, text: str, at: tuple[float, float, float], language: Language) -> None:
    from pptx.util import Inches

    left, top, breadth = at
    tall = min(0.55, 7.0 - top)
    if tall < 0.25:
        return
    box = drawn.shapes.add_textbox(Inches(left), Inches(top), Inches(breadth), Inches(tall)).text_frame
    write(box, cut([text], (breadth, tall), 10.0)[0], Style(10.0, LIGHT["soft"], language))
