"""KPIs of a table, row by row 「逐行读取指标」."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnostics.data.layout.grid import Cell
from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.column_words import HOLDERS, Role
from diagnostics.loop.align.checkup.holder_words import holder_in, is_holder
from diagnostics.loop.align.checkup.sheet_view import SheetView
from diagnostics.loop.align.checkup.unit_words import unit_told

_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|总分|合计得分|grand total|total|sum|subtotal)", re.IGNORECASE)
NOTE = re.compile(
    r"^(?:备\s*注|说\s*明|注\s*[:\d]|注意|签\s*[字名]|被?考核人|被?考核者|员工签|员工确认|直接上级|上级签|审\s*[批核]|确认|日\s*期|填表|"
    r"考核等级|绩效等级|评语|综合评价|改进|编制|批准|note|remark|sign|approved|prepared|reviewed|date)",
    re.IGNORECASE,
)
_ROLES_READ: tuple[Role, ...] = (
    "definition", "base", "target", "stretch", "scoring", "source", "cycle", "owner", "unit", "direction",
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """A KPI as a sheet writes it 「指标行」.

    Parameters
    ----------
    name : str
        Name as written.
    place : str
        Cell of the name.
    holder : str
        Who is judged by it, empty where the table doesn't say.
    category : str
        Heading that it stands under.
    texts, cells, places : dict
        By role: text, the first cell as it stands, and where it stands.
    shared : bool
        Whether one weight cell stands for it and others together.
    group : str
        Where the weight of its group stands; its text and cell are those of ``group_weight``.
    """

    name: str
    place: str
    holder: str
    category: str
    texts: dict[Role, str] = field(default_factory=dict)
    cells: dict[Role, Cell] = field(default_factory=dict)
    places: dict[Role, str] = field(default_factory=dict)
    shared: bool = False
    group: str = ""


def joined(holders: Mapping[Role, str]) -> str:
    """Department, role and person as one name 「对象名称」."""
    return " · ".join(dict.fromkeys(holders[each] for each in HOLDERS if each in holders))


def read_lines(view: SheetView, roles: dict[int, Role], start: int, end: int) -> tuple[list[Line], int]:
    """KPIs of a table, up to its notes, and the row after the last 「读取各行」.

    Parameters
    ----------
    view : SheetView
        Sheet, or the part of it that the table stands in.
    roles : dict
        What each column holds.
    start, end : int
        First row, and the one that is no longer looked at.
    """
    named = _named(roles)
    lines: list[Line] = []
    banner, holders, last = "", dict[Role, str](), start
    for row in range(start, end):
        filled = view.filled(row)
        if not filled:
            continue
        first = plain(view.text(row, filled[0]))
        if len(filled) == 1 and unit_told(first):
            continue
        if _TOTAL.search(first) or _TOTAL.search(plain(view.text(row, named))):
            continue
        if NOTE.search(first) and not _weighs(view, roles, row):
            return lines, row + 1
        if len(filled) > 1 and len(holder_in([view.text(row, column) for column in filled])) == len(filled):
            # Whom the tables below are about, which stand beside each other.
            continue
        if len(filled) == 1 and _is_banner(view, row, filled[0]):
            banner, holders = _banner(view.text(row, filled[0]), banner, holders)
            continue
        _holders(view, roles, row, holders)
        if view.own(row, named) or _is_nameless(view, roles, row):
            lines.append(_line(view, roles, row, banner, joined(holders)))
        elif lines:
            _read(view, roles, row, lines[-1])
        last = row + 1
    return lines, last


def _named(roles: Mapping[int, Role]) -> int:
    return next(column for column, role in roles.items() if role == "name")


def _is_nameless(view: SheetView, roles: dict[int, Role], row: int) -> bool:
    """Whether a row is a KPI of its own whose name is blank: it has a weight, and no name reaches it from above."""
    merge = view.merge(row, _named(roles))
    reached = merge is not None and merge.top < row
    return not reached and (_weighs(view, roles, row) or view.is_lost(row, _named(roles)))


def _weighs(view: SheetView, roles: dict[int, Role], row: int) -> bool:
    return any(view.own(row, column) for column, role in roles.items() if role == "weight")


def _is_banner(view: SheetView, row: int, column: int) -> bool:
    """Whether the only cell of a row heads those below: merged across, or in the first column."""
    merge = view.merge(row, column)
    return (merge is not None and merge.right > merge.left) or column == 0


def _banner(text: str, banner: str, holders: dict[Role, str]) -> tuple[str, dict[Role, str]]:
    told = dict(holder_in([text]))
    if told or is_holder(text):
        return banner, told or {"role": text}
    return text, holders


def _holders(view: SheetView, roles: dict[int, Role], row: int, holders: dict[Role, str]) -> None:
    """Whom a row is about; what stands blank below a name goes on, up to another department or role."""
    own = {role: text for column, role in roles.items() if role in HOLDERS and (text := view.text(row, column))}
    for at, role in enumerate(HOLDERS):
        if own.get(role, holders.get(role)) != holders.get(role):
            for finer in HOLDERS[at + 1 :]:
                holders.pop(finer, None)
    holders.update(own)


def _line(view: SheetView, roles: dict[int, Role], row: int, banner: str, holder: str) -> Line:
    named = _named(roles)
    categories = [view.text(row, column) for column, role in roles.items() if role == "category"]
    place = view.place(row, named)
    line = Line(view.text(row, named), place, holder, " · ".join(filter(None, categories)) or banner)
    _read(view, roles, row, line)
    return line


def _read(view: SheetView, roles: dict[int, Role], row: int, line: Line) -> None:
    """Add what a row says; a KPI that spans rows has the texts of all."""
    for column, role in roles.items():
        if role == "weight":
            _read_weight(view, roles, row, column, line)
        elif role == "group_weight":
            _read_group(view, row, column, line)
        elif role in _ROLES_READ and view.text(row, column):
            _add(line, role, view.text(row, column), view.cell(row, column), view.place(row, column))


def _read_weight(view: SheetView, roles: dict[int, Role], row: int, column: int, line: Line) -> None:
    merge = view.merge(row, column)
    named = _named(roles)
    shared = False
    if merge is not None and merge.bottom > merge.top:
        below = [each for each in range(merge.top, merge.bottom + 1) if view.own(each, named)]
        shared = len(below) > 1
    if "weight" in line.cells and (shared or not line.shared):
        # Beside a weight of its own, that of the group says nothing new.
        return
    if view.text(row, column):
        line.cells["weight"], line.texts["weight"] = view.cell(row, column), view.text(row, column)
        line.places["weight"], line.shared = view.place(row, column), shared

    elif "weight" not in line.places and view.own_error(row, column):
        line.texts["weight"] = view.own_error(row, column)
        line.places["weight"] = view.place(row, column)


def _read_group(view: SheetView, row: int, column: int, line: Line) -> None:
    """Weight of the group that a row belongs to: merged over its rows, or written at the first of them."""
    for above in range(row, -1, -1):
        merge = view.merge(above, column)
        top = merge.top if merge is not None else above
        if view.own(top, column):
            line.group = view.place(top, column)
            line.texts["group_weight"], line.cells["group_weight"] = view.text(top, column), view.cell(top, column)
            return


def _add(line: Line, role: Role, text: str, cell: Cell, place: str) -> None:
    if role not in line.texts:
        line.texts[role], line.cells[role], line.places[role] = text, cell, place
    elif text not in line.texts[role].split("\n"):
        line.texts[role] = f"{line.texts[role]}\n{text}"
        line.cells[role] = line.texts[role]
