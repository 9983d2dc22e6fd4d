"""KPI tables of a sheet: header, rows, whose they are 「定位指标表」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.card_words import assessed
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.header import POINTS, Header, headers, settled
from diagnostics.loop.align.checkup.holder_words import holder_in
from diagnostics.loop.align.checkup.lines import NOTE, Line, joined, read_lines
from diagnostics.loop.align.checkup.period_words import cycle_above, other_cycle
from diagnostics.loop.align.checkup.sheet_view import SheetView
from diagnostics.loop.align.checkup.sides import beside, sides
from diagnostics.loop.align.checkup.unit_words import currency_of, unit_above, unit_of_heading, unit_told
from diagnostics.model.period import Cycle

_FIGURED = re.compile(r"[-+]?[\d.,]+\s*%?")


@dataclass(frozen=True, slots=True)
class Unknown:
    """Column with something in it whose heading says nothing 「没认出的列」.

    Parameters
    ----------
    place, heading : str
        Where the heading stands, and what it says.
    holds : {"figures", "points", "texts"}
        What most of its cells look like.
    """

    place: str
    heading: str
    holds: Literal["figures", "points", "texts"]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A KPI table of a sheet 「指标表」.

    Parameters
    ----------
    place : str
        First cell of the header.
    roles : frozenset
        What its columns hold.
    title, holder : str
        What stands above it, and whose it is by that.
    lines : tuple of Line
        KPIs in order.
    cycle : str, optional
        Cycle that is told above it.
    points : bool
        Whether the weight column is headed by points rather than by weights: 分值.
    assessed : str, optional
        How often it is scored, where the words above it say so.
    unit, target_unit : str
        What amounts are in by the words around it, and by the heading of its targets; empty where untold.
    other_cycle : str
        Cycle that is told above it and that no KPI can have: half a year, two weeks.
    unknown : tuple of Unknown
        Columns whose headings say nothing.
    is_cut : bool
        Whether the sheet goes on below the last row that was looked at.
    is_parted : bool
        Whether the fields of its file are parted by a sign that leaves the comma to decimals.
    currency : str
        Currency that the words around it and its headings tell, where that is not the yuan.
    """

    place: str
    roles: frozenset[Role]
    title: str
    holder: str
    cycle: Cycle | None
    lines: tuple[Line, ...]
    points: bool
    assessed: Cycle | None = None
    unit: str = ""
    target_unit: str = ""
    other_cycle: str = ""
    unknown: tuple[Unknown, ...] = ()
    is_cut: bool = False
    is_parted: bool = False
    currency: str = ""


def tables(view: SheetView) -> tuple[SheetTable, ...]:
    """KPI tables of a sheet, in order: below each other, and beside each other 「读取指标表」."""
    return tuple(each for part in sides(view) for each in _stacked(part))


def _stacked(view: SheetView) -> list[SheetTable]:
    """Tables of a part of the sheet, from the top down."""
    heads = list(headers(view))
    found = []
    above = 0
    for number, header in enumerate(heads):
        end = heads[number + 1].row if number + 1 < len(heads) else view.height
        made = [_table(part, own, above, end) for part, own in beside(view, header, end)]
        above = max(last for _, last in made)
        found += [table for table, _ in made if table.lines]
    return found


def _table(view: SheetView, header: Header, above: int, end: int) -> tuple[SheetTable, int]:
    start = header.row + header.depth
    roles = settled(view, header, start, end)
    told = _above(view, above, header.row)
    lines, last = read_lines(view, roles, start, end)
    weights = [text for column, text in header.labels.items() if roles.get(column) == "weight"]
    points = bool(weights) and not any(
        re.search(r"权重|占比|比重|w(?:eigh|g?)t", each, re.IGNORECASE) for each in weights
    )
    heads = [header.labels[column] for column, role in roles.items() if role in {"target", "name"}]
    headed = [unit_of_heading(each) for each in heads]
    around = [*told.cells, *(text for row in range(start, end) for text in _lone(view, row))]
    table = SheetTable(
        view.place(header.row, min(roles)), frozenset(roles.values()), told.title, told.holder, told.cycle,
        tuple(lines), points, told.assessed, unit_above(around), next(filter(None, headed), ""), told.other,
        tuple(_unknown(view, header, roles, start, last)), view.is_cut and end == view.height, view.grid.is_parted,
        currency_of([*heads, *filter(unit_told, around)]),
    )  # fmt: skip
    return table, last


def _lone(view: SheetView, row: int) -> list[str]:
    """Text of a row that holds one cell."""
    filled = view.filled(row)
    return [view.text(row, filled[0])] if len(filled) == 1 else []


def _unknown(view: SheetView, header: Header, roles: dict[int, Role], start: int, end: int) -> Iterator[Unknown]:
    for column, heading in header.labels.items():
        texts = [view.text(row, column) for row in range(start, end) if view.own(row, column)]
        if column in roles or not heading or not texts:
            continue
        figured = sum(bool(_FIGURED.fullmatch(each)) for each in texts)
        pointed = sum(bool(POINTS.search(each)) for each in texts)
        holds: Literal["figures", "points", "texts"] = "texts"
        if 2 * figured >= len(texts):
            holds = "figures"
        elif 3 * pointed > len(texts):
            holds = "points"
        yield Unknown(view.place(header.row + header.depth - 1, column), heading, holds)


@dataclass(frozen=True, slots=True)
class _Above:
    title: str
    holder: str
    cycle: Cycle | None
    assessed: Cycle | None
    other: str
    cells: tuple[str, ...]


def _above(view: SheetView, first: int, last: int) -> _Above:
    """Title above a table, whose it is (岗位:销售经理, or two cells beside each other), and for what period."""
    title = ""
    holders: dict[Role, str] = {}
    told: list[str] = []
    for cells in view.rows_above(first, last):
        if len(cells) == 1 and not title and not NOTE.search(plain(cells[0])) and not unit_told(cells[0]):
            title = cells[0]
        told += cells
        for role, name in holder_in(cells):
            holders.setdefault(role, name)
    other = next((each for each in told if other_cycle(each)), "")
    return _Above(title, joined(holders), cycle_above(told), None if other else assessed(told), other, tuple(told))
