"""Plain Excel sheets become a table: first row header, one row a fact 「读取 Excel」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from diagnostics.data.files.archive import check_workbook
from diagnostics.data.files.header import check_header
from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import pyarrow as pa


def read_sheet(file: SourceFile, sheet: str | None, texts: Iterable[str]) -> pa.Table:
    """Sheet of a workbook as an Arrow table 「读取工作表」.

    Parameters
    ----------
    file : SourceFile
        Workbook.
    sheet : str, optional
        Name of the sheet, the first where absent.
    texts : iterable of str
        Columns that stay text whatever they hold.

    Raises
    ------
    InputError
        When the file is no workbook, expands beyond the limits, has no such sheet, no header, or a row that is longer.

    Notes
    -----
    Formulas are not computed here: a cell shows the value that was saved with it, and is empty where none was.
    """
    import pyarrow as pa

    header, rows = _cells(file, sheet)
    wanted = set(texts)
    arrays = [_array([row[at] for row in rows], name in wanted) for at, name in enumerate(header)]
    return pa.Table.from_arrays(arrays, names=list(header))


def _cells(file: SourceFile, sheet: str | None) -> tuple[list[str], list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(file)
    try:
        workbook = CalamineWorkbook.from_path(str(file.path))
        names = workbook.sheet_names
        if sheet is not None and sheet not in names:
            raise unknown("sheet", sheet, names, file.name)
        chosen = sheet if sheet is not None else names[0]
        rows = workbook.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise InputError(f"{file.name} can't be read as a workbook: {error}.") from error
    return _plain(rows, f"{file.name} ({chosen})")


def _plain(rows: Sequence[Sequence[Any]], place: str) -> tuple[list[str], list[list[Any]]]:
    """Header and facts of a plain sheet; empty rows and columns at the edges don't count."""
    if not any(each != "" for row in rows for each in row):
        raise InputError(f"{place} is empty.")
    header = [_text(each) or "" for each in rows[0]]
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise InputError(f"{place} has an empty first row; a plain sheet has its header there.")
    check_header(header, f"{place} row 1")
    facts = []
    for number, row in enumerate(rows[1:], 2):
        if any(each != "" for each in row[len(header) :]):
            raise InputError(f"{place} row {number} has more cells than the header has names ({len(header)}).")
        if any(each != "" for each in row[: len(header)]):
            facts.append(list(row[: len(header)]))
    return header, facts


def _array(cells: list[Any], is_text: bool) -> pa.Array:
    """Arrow column of the narrowest type that all cells have; Excel keeps every number as a float."""
    import pyarrow as pa

    values = [None if each == "" else each for each in cells]
    kinds = {type(each) for each in values} - {type(None)}
    if not is_text and kinds and kinds <= {int, float}:
        whole = all(each is None or (float(each).is_integer() and abs(each) < 2**53) for each in values)
        return pa.array([None if each is None else int(each) if whole else float(each) for each in values])
    if not is_text and kinds == {date}:
        return pa.array(values, pa.date32())
    if not is_text and kinds and kinds <= {date, datetime}:
        moments = [datetime(each.year, each.month, each.day) if type(each) is date else each for each in values]
        return pa.array(moments, pa.timestamp("us"))
    if not is_text and kinds == {bool}:
        return pa.array(values, pa.bool_())
    return pa.array([_text(each) for each in values], pa.string())


def _text(cell: Any) -> str | None:
    """Text of a cell: a whole number without its decimals, a date in ISO form."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
