"""A sheet as its cells stand, with merges and what is hidden, before anybody takes it for a table 「单元格网格」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from diagnostics.data.files.sheet_marks import SheetMarks, letters
from diagnostics.errors import InputError

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are shown as one; rows and columns are counted from 0, the last ones belong to it 「合并单元格」."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell belongs to it 「是否包含」."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a text file, as its cells stand 「单元格网格」.

    Parameters
    ----------
    source, file, sheet : str
        Where it comes from; ``sheet`` is empty for text files.
    rows : sequence of sequence
        Cells; None is blank. Rows may differ in length.
    merges : tuple of Merge
        Cells that are shown as one; text files have none.
    marks : SheetMarks
        Hidden rows, errors, formulas without a value.
    hidden_sheets : tuple of str
        Sheets of the workbook that are hidden and were not read.
    lines : tuple of int
        Line of a text file in which each row ends; empty for sheets.
    is_parted : bool
        Whether ``;`` or a tab parts the fields of a text file: its numbers may have decimal commas.
    """

    source: str
    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]
    merges: tuple[Merge, ...] = ()
    marks: SheetMarks = field(default_factory=SheetMarks)
    hidden_sheets: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    is_parted: bool = False

    @property
    def width(self) -> int:
        """Columns of the longest row 「列数」."""
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """Cell at a place; None beyond the last of a row 「取单元格」."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def at(self, row: int, column: int | None = None) -> str:
        """Place as a person finds it: ``C7`` or ``line 7`` 「位置」.

        Examples
        --------
        >>> Grid("s", "a.xlsx", "Sheet1", [["x"]]).at(6, 2), Grid("s", "a.csv", "", [["x"]], lines=(1,)).at(0)
        ('C7', 'line 1')
        """
        if not self.sheet:
            return f"line {self.lines[row] if row < len(self.lines) else row + 1}"
        return f"row {row + 1}" if column is None else f"{letters(column)}{row + 1}"

    def place(self, row: int, column: int | None = None) -> str:
        """Place with file and sheet, for errors 「完整位置」.

        Examples
        --------
        >>> Grid("s", "a.xlsx", "Sheet1", [["x"]]).place(6, 2)
        'a.xlsx (Sheet1!C7)'
        >>> Grid("s", "a.csv", "", [["x"]], lines=(1,)).place(0, 2)
        'a.csv:1'
        """
        if self.sheet:
            shown = self.at(row, column)
            return f"{self.file} ({self.sheet} {shown})" if column is None else f"{self.file} ({self.sheet}!{shown})"
        return f"{self.file}:{self.at(row).removeprefix('line ')}"

    @property
    def name(self) -> str:
        """File and sheet 「文件与工作表」."""
        return f"{self.file} ({self.sheet})" if self.sheet else self.file

    def refuse(self, problem: str, row: int, column: int | None = None) -> InputError:
        """Error that names the place 「定位报错」."""
        return InputError(f"{self.place(row, column)} {problem}")

    def is_blank(self, row: int) -> bool:
        """Whether a row holds nothing 「是否空行」."""
        return all(is_blank(each) for each in self.rows[row])

    def merges_in(self, first: int, last: int) -> Iterator[Merge]:
        """Merges that touch rows, first to last 「所涉合并」."""
        return (each for each in self.merges if each.top <= last and each.bottom >= first)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or nothing but spaces 「是否空单元格」.

    Examples
    --------
    >>> is_blank(None), is_blank(" \u3000"), is_blank(0)
    (True, True, False)
    """
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_text(cell: Cell) -> str:
    """Text of a cell: a whole number without its decimals, a day in ISO form 「单元格文本」.

    Examples
    --------
    >>> cell_text(1001.0), cell_text(date(2025, 3, 9)), cell_text(datetime(2025, 3, 9)), cell_text(None)
    ('1001', '2025-03-09', '2025-03-09', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
