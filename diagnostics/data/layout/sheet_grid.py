"""A sheet of a workbook as a grid of cells 「工作表网格」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.data.files.archive import check_workbook
from diagnostics.data.files.biff import xls_marks
from diagnostics.data.files.compound_file import BrokenFileError
from diagnostics.data.files.ooxml import xlsx_marks
from diagnostics.data.files.sheet_marks import SheetMarks
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.grid import Grid, Merge
from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def sheet_names(file: SourceFile) -> list[str]:
    """Sheets of a workbook that are shown, in its order 「可见工作表」.

    Raises
    ------
    InputError
        When the file is no workbook, or expands beyond the limits.
    """
    with _opened(file) as workbook:
        return [each.name for each in _worksheets(workbook) if _is_shown(each)]


def read_sheet_grid(file: SourceFile, source: str, sheet: str | None) -> Grid:
    """Sheet of a workbook as a grid of cells 「读取工作表网格」.

    Parameters
    ----------
    file : SourceFile
        Workbook, .xlsx or .xls.
    source : str
        Name of the source.
    sheet : str, optional
        Name of the sheet; the first that is shown where absent. A hidden one is read only when it is named.

    Raises
    ------
    InputError
        When the file is no workbook, expands beyond the limits, or has no such sheet.
    """
    with _opened(file) as workbook:
        sheets = _worksheets(workbook)
        names = [each.name for each in sheets]
        shown = [each.name for each in sheets if _is_shown(each)]
        if sheet is not None and sheet not in names:
            raise unknown("sheet", sheet, names, file.name)
        if sheet is None and not shown:
            raise InputError(f"{file.name} shows no sheet; name the one to read: sheet: {names[0] if names else '…'}.")
        chosen = sheet if sheet is not None else shown[0]
        rows, merges = _cells(workbook, chosen, file)
        marks = _marks(file, chosen, workbook.sheet_names.index(chosen))
    hidden = tuple(each for each in names if each not in shown and each != chosen)
    return Grid(source, file.name, chosen, rows, merges, marks, hidden)


def _opened(file: SourceFile) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(file)
    try:
        return CalamineWorkbook.from_path(str(file.path))
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise InputError(f"{file.name} can't be read as a workbook: {error}.") from error


def _worksheets(workbook: CalamineWorkbook) -> list[Any]:
    from python_calamine import SheetTypeEnum

    return [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]


def _is_shown(sheet: Any) -> bool:
    from python_calamine import SheetVisibleEnum

    return bool(sheet.visible == SheetVisibleEnum.Visible)


def _cells(workbook: CalamineWorkbook, sheet: str, file: SourceFile) -> tuple[list[list[Any]], tuple[Merge, ...]]:
    from python_calamine import CalamineError

    try:
        found = workbook.get_sheet_by_name(sheet)
        rows = found.to_python(skip_empty_area=False)
        merges = tuple(Merge(*top, *bottom) for top, bottom in found.merged_cell_ranges or ())
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise InputError(f"{file.name} can't be read as a workbook: {error}.") from error
    return [[None if each == "" else each for each in row] for row in rows], merges


def _marks(file: SourceFile, sheet: str, index: int) -> SheetMarks:
    try:
        if file.kind == "xls":
            return xls_marks(file.path.read_bytes(), index)
        return xlsx_marks(str(file.path), sheet)
    except BrokenFileError as error:
        raise InputError(f"{file.name} can't be read as a workbook: {error}.") from error
