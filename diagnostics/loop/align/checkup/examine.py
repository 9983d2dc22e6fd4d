"""A KPI sheet from file to findings 「体检」."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from diagnostics.data.files.file_grids import file_grids
from diagnostics.data.layout.grid import Grid
from diagnostics.dictionary.wording import is_chinese
from diagnostics.errors import InputError
from diagnostics.loop.align.checkup.drafts import Drafts
from diagnostics.loop.align.checkup.problems import problems
from diagnostics.loop.align.checkup.rewrite import rewritten
from diagnostics.loop.align.checkup.sheet_view import SheetView
from diagnostics.loop.align.checkup.tables import SheetTable, tables
from diagnostics.model.checkup import Checkup, Doubt
from diagnostics.terms import Language

_REMEDY = "name its encoding, such as --encoding gb18030, or save it as UTF-8."


def examine(path: Path, name: str = "", encoding: str = "") -> Checkup:
    """Hold a KPI sheet to the rules, without client data 「KPI 体检」.

    Parameters
    ----------
    path : Path
        Workbook or text file with one or more tables of KPIs.
    name : str
        What to call it in errors; its own name by default.
    encoding : str
        What a text file is written in; told by its bytes where empty.

    Raises
    ------
    InputError
        When the file can't be read, or no sheet has a table of KPIs.
    """
    grids = file_grids(path, name, encoding, _REMEDY)
    drafts = Drafts()
    for grid in grids:
        found = _tables(grid)
        if not found and any(not grid.is_blank(row) for row in range(len(grid.rows))):
            drafts.doubts.append(Doubt(grid.sheet or path.name, "sheet", "", "sheet"))
        for table in found:
            drafts.add(table, grid.sheet, path.stem)
        if SheetView(grid).is_cut:
            drafts.doubts.append(Doubt(grid.sheet or path.name, "sheet", f"{len(grid.rows):,}", "rows"))
    for hidden in grids[0].hidden_sheets if grids else ():
        drafts.doubts.append(Doubt(hidden, "sheet", "", "hidden"))
    if not drafts.cards:
        raise InputError(_nothing(name or path.name, grids))
    told = problems(drafts)
    return Checkup(
        name or path.name, _language(drafts), tuple(drafts.cards), told, rewritten(drafts, told), tuple(drafts.doubts)
    )


def _tables(grid: Grid) -> tuple[SheetTable, ...]:
    """Tables by row; where there are none, by column."""
    return tables(SheetView(grid)) or tables(SheetView(grid, turned=True))


def _language(drafts: Drafts) -> Language:
    names = [each.name for card in drafts.cards for each in card.items]
    return "zh" if 2 * sum(map(is_chinese, names)) >= len(names) else "en"


def _nothing(name: str, grids: Sequence[Grid]) -> str:
    sheets = ", ".join(repr(each.sheet) for each in grids if each.sheet)
    among = f" (sheets {sheets})" if sheets else ""
    return (
        f"{name} holds no table of KPIs{among}: none of its rows or columns is headed by the KPI (指标, 考核项目, KPI)"
        " and by weight, target or scoring (权重, 目标, 评分标准)."
    )
