"""A sheet as people see it: merged cells filled, read by row or by column 「工作表视图」."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from diagnostics.data.layout.grid import Cell, Grid, Merge, cell_text, is_blank

# A KPI sheet is written by hand; what lies beyond is data.
MOST_ROWS, MOST_COLUMNS = 6000, 60
_MOST_CELLS = 500_000


@dataclass(frozen=True)
class SheetView:
    """A sheet with its merges filled 「工作表视图」.

    Parameters
    ----------
    grid : Grid
        Cells as they stand.
    turned : bool
        Whether KPIs stand beside each other: rows and columns are then exchanged.
    left : int
        First column looked at, of a table that stands beside another.
    right : int, optional
        Column that is no longer looked at.
    """

    grid: Grid
    turned: bool = False
    left: int = 0
    right: int | None = None

    def part(self, left: int, right: int) -> SheetView:
        """Columns from one to before another as a sheet of their own 「部分列」."""
        return replace(self, left=self.left + left, right=self.left + right)

    @cached_property
    def height(self) -> int:
        """Rows looked at 「行数」."""
        return self.grid.width if self.turned else min(len(self.grid.rows), MOST_ROWS)

    @cached_property
    def width(self) -> int:
        """Columns looked at 「列数」."""
        whole = len(self.grid.rows) if self.turned else self.grid.width
        return min(whole if self.right is None else self.right, MOST_COLUMNS) - self.left

    @property
    def is_cut(self) -> bool:
        """Whether the sheet goes on below the rows looked at 「是否被截断」."""
        return len(self.grid.rows) > MOST_ROWS and any(
            not self.grid.is_blank(row) for row in range(MOST_ROWS, len(self.grid.rows))
        )

    def own_error(self, row: int, column: int) -> str:
        """What a cell holds in place of a value: an error such as #DIV/0!, or a formula without one 「单元格错误」."""
        at, marks = self._real(row, column), self.grid.marks
        return marks.errors.get(at, "") or ("=…" if at in marks.never_computed else "")

    def is_lost(self, row: int, column: int) -> bool:
        """Whether a cell holds a formula or an error and no text 「内容是否丢失」."""
        return not self.text(row, column) and bool(self.own_error(row, column))

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Merge]:
        """Merge of each cell that lies in one; beyond the last row and column there is nothing to fill."""
        last, right = min(len(self.grid.rows), MOST_ROWS), min(self.grid.width, MOST_ROWS)
        cells = (
            ((row, column), each)
            for each in self.grid.merges
            for row in range(each.top, min(each.bottom + 1, last))
            for column in range(each.left, min(each.right + 1, right))
        )
        return dict(islice(cells, _MOST_CELLS))

    def _real(self, row: int, column: int) -> tuple[int, int]:
        across = column + self.left
        return (across, row) if self.turned else (row, across)

    def merge(self, row: int, column: int) -> Merge | None:
        """Merge that a cell belongs to, as rows and columns are read here 「所在合并」."""
        found = self._covering.get(self._real(row, column))
        if found is None:
            return found
        seen = Merge(found.left, found.top, found.right, found.bottom) if self.turned else found
        # What began left of a part begins at its edge.
        return replace(seen, left=max(seen.left - self.left, 0), right=seen.right - self.left)

    def cell(self, row: int, column: int) -> Cell:
        """Cell; that of its merge where it is merged 「取单元格」."""
        at = self._real(row, column)
        merge = self._covering.get(at)
        return self.grid.cell(*((merge.top, merge.left) if merge is not None else at))

    def text(self, row: int, column: int) -> str:
        """Text of a cell without blanks around it 「单元格文本」."""
        return cell_text(self.cell(row, column)).strip()

    def own(self, row: int, column: int) -> bool:
        """Whether something stands in this very cell rather than in a merge that began above it 「是否本格内容」."""
        merge = self.merge(row, column)
        return (merge is None or merge.top == row) and not is_blank(self.cell(row, column))

    def filled(self, row: int) -> list[int]:
        """Columns of a row in which something begins 「有内容的列」."""
        return [
            column for column in range(self.width) if not is_blank(self.cell(row, column)) and self._begins(row, column)
        ]

    def _begins(self, row: int, column: int) -> bool:
        merge = self.merge(row, column)
        return merge is None or (merge.left == column and merge.top == row)

    def rows_above(self, first: int, last: int) -> list[list[str]]:
        """Texts of the rows from one to before another; of a turned sheet, of its title 「上方文字」."""
        if self.turned:
            return [[text] for row in range(len(self.grid.rows)) if (text := self._title(row))]
        return [[self.text(row, column) for column in self.filled(row)] for row in range(first, last)]

    def _title(self, row: int) -> str:
        """Text of a row of the sheet that holds nothing else."""
        told = [cell_text(each).strip() for each in self.grid.rows[row] if not is_blank(each)]
        return told[0] if len(told) == 1 else ""

    def place(self, row: int, column: int) -> str:
        """Cell as a person finds it: ``考核表!C7`` or ``line 7`` 「位置」."""
        shown = self.grid.at(*self._real(row, column))
        return f"{self.grid.sheet}!{shown}" if self.grid.sheet else shown
