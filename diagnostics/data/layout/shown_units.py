"""Numbers that a spreadsheet shows with a unit that no cell holds: 12 shown as 12万元 「数字格式中的单位」."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.data.layout.grid import Cell, Grid, cell_text
from diagnostics.data.layout.number_text import SHARES
from diagnostics.data.layout.scales import Stated
from diagnostics.data.layout.unit_text import read_unit


def refuse_shown_units(
    grid: Grid, name: str, cells: Sequence[tuple[Cell, tuple[int, int]]], stated: Stated, currency: str
) -> None:
    """Refuse a number whose format shows a scale or a foreign currency that nothing else says 「拒绝格式单位」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    name : str
        Column.
    cells : sequence of (cell, place)
        Cells of the column.
    stated : Stated
        Its scale, and who says it.
    currency : str
        ISO code of the engagement's currency.

    Raises
    ------
    InputError
        Naming the cell: a format may divide what is stored, or stand beside it, so the unit is never applied.
    """
    if stated.is_declared or not grid.marks.literals:
        return
    for cell, place in cells:
        text = grid.marks.literals.get(place)
        if text is None or isinstance(cell, bool) or not isinstance(cell, int | float):
            continue
        unit = read_unit(text, currency, about=name)
        if unit.doubt or unit.scale not in (None, "元", stated.scale):
            scale = f"'{unit.scale}'" if unit.scale in SHARES else unit.scale or "\u4e07\u5143"
            raise grid.refuse(
                f"of column {name!r} is stored as {cell_text(cell)} and shown with {text!r} by its number format: say"
                f" what its figures are under layout, scale ({name}: {scale}, or {name}: 元 for figures"
                f" as they stand; source {grid.source!r}).",
                *place,
            )
