"""Where the header of a sheet seems to stand: below titles and units, over one row or several 「表头识别」."""

from __future__ import annotations

from collections.abc import Collection

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, Grid, cell_text, is_blank
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.number_text import read_number
from diagnostics.data.layout.totals import is_note
from diagnostics.data.layout.units import line_scale, whole_unit
from diagnostics.data.layout.wide import turn_of
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar

LOOKED_AT = 40
MOST_HEADER_ROWS = 4
_UNIT = ("单位", "金额单位", "货币单位", "计量单位")


def find_header(grid: Grid, calendar: Calendar) -> tuple[int, int]:
    """First row of a header, counted from 0, and how many rows it has 「识别表头」.

    Raises
    ------
    InputError
        When the sheet is empty, or no row looks like a header.
    """
    used = {at for row in grid.rows[:LOOKED_AT] for at, cell in enumerate(row) if not is_blank(cell)}
    if not used:
        raise InputError(f"{grid.name} is empty.")
    for row in range(min(len(grid.rows), LOOKED_AT)):
        if _is_header_row(grid, row, len(used)):
            return row, _header_rows(grid, row, calendar)
    raise InputError(f"{grid.name} has no row that looks like a header; say it under layout, first_row.")


def _spread(grid: Grid, row: int) -> dict[int, Cell]:
    """Cells of a row, each along its merged cells."""
    found = {at: cell for at, cell in enumerate(grid.rows[row]) if not is_blank(cell)}
    for merge in grid.merges_in(row, row):
        value = grid.cell(merge.top, merge.left)
        if merge.top == row and not is_blank(value):
            found |= dict.fromkeys(range(merge.left, merge.right + 1), value)
    return found


def _is_header_row(grid: Grid, row: int, used: int) -> bool:
    """Whether a row names columns: it spans the table, and does not say one thing across all of it."""
    beside = labels_beside(grid, row)
    cells = {at: cell for at, cell in _spread(grid, row).items() if at not in beside}
    used -= len(beside)
    own = [cell for at, cell in enumerate(grid.rows[row]) if not is_blank(cell) and at not in beside]
    texts = [each for each in own if isinstance(each, str) and read_number(each) is None]
    across = _is_title(grid, row, beside)
    if not across and not texts and len(cells) > 1 and _are_years_above(grid, row):
        return True
    if across or not texts or _states_unit(texts, len(own), used):
        return False
    if len(own) == 1 and used > 1 and len(cells) == 1:
        return False
    below = [each for each in grid.rows[row + 1 : row + 1 + MOST_HEADER_ROWS] if any(not is_blank(c) for c in each)]
    open_header = len(own) >= 2 and bool(below) and len(cells) * 2 < used
    return len(cells) * 2 >= used or (open_header and len(own) >= 3)


def _is_title(grid: Grid, row: int, beside: Collection[int]) -> bool:
    """Whether a row is one text merged over several columns from the first, or labels such as 编制单位:财务部."""
    own = {at: cell for at, cell in enumerate(grid.rows[row]) if not is_blank(cell) and at not in beside}
    labels = {at for at, cell in own.items() if isinstance(cell, str) and is_note([narrow(cell).lstrip(" ([【")])}
    first = min((at for each in grid.rows for at, cell in enumerate(each) if not is_blank(cell)), default=0)
    if len(labels) == len(own) > 0:
        return not beside
    spans = [each for each in grid.merges_in(row, row) if each.top == row and each.left <= first < each.right]
    return any(not own.keys() - labels - set(range(each.left, each.right + 1)) for each in spans)


def labels_beside(grid: Grid, row: int) -> dict[int, str]:
    """Cells of a row that state a unit beside the table, such as 单位:万元, with nothing below them 「表旁单位」.

    Returns
    -------
    dict of str
        Text by column; none where no names of columns stand to its left, as in a title's row.
    """
    found = {
        at: cell
        for at, cell in enumerate(grid.rows[row])
        if isinstance(cell, str) and narrow(cell).lstrip(" ([【").startswith(_UNIT) and line_scale(cell)
        and all(is_blank(grid.cell(below, at)) for below in range(row + 1, len(grid.rows)))
    }  # fmt: skip
    names = [each for each in grid.rows[row][: min(found, default=0)] if isinstance(each, str) and each.strip()]
    return found if len(names) >= 2 else {}


def _are_years_above(grid: Grid, row: int) -> bool:
    """Whether a row holds years and nothing else, and names stand below: 2024, 2025 above months."""
    own = [cell for cell in grid.rows[row] if not is_blank(cell)]
    years = [each for each in own if isinstance(each, int | float) and float(each).is_integer() and _is_year(int(each))]
    below = [cell for cell in grid.rows[row + 1] if not is_blank(cell)] if row + 1 < len(grid.rows) else []
    return len(years) == len(own) < len(below) and all(isinstance(each, str) for each in below)


def _is_year(number: int) -> bool:
    return 1990 <= number <= 2100


def _states_unit(texts: list[str], cells: int, used: int) -> bool:
    """Whether a row is the line 单位:万元 above a header; a header's own 销售额(单位:万元) names a column."""
    if cells < used and any(whole_unit(each) is not None for each in texts):
        return True
    stating = [narrow(each).lstrip(" ([【") for each in texts if line_scale(each)]
    return bool(stating) and (cells * 2 < used or any(each.startswith(_UNIT) for each in stating))


def _header_rows(grid: Grid, first: int, calendar: Calendar) -> int:
    """Rows of a header: those below that are merged into it or name parts of it."""
    rows = 1
    while rows < MOST_HEADER_ROWS and first + rows < len(grid.rows):
        row = first + rows
        if not _goes_on(grid, first, row, calendar):
            break
        rows += 1
    return rows


def _goes_on(grid: Grid, first: int, row: int, calendar: Calendar) -> bool:
    own = {at: cell for at, cell in enumerate(grid.rows[row]) if not is_blank(cell)}
    if not own:
        return False
    above = [merge for merge in grid.merges_in(first, row - 1) if merge.top >= first]
    reaching = any(merge.bottom >= row for merge in above)
    spans = [merge for merge in above if merge.right > merge.left]
    under = [cell for at, cell in own.items() if any(each.left <= at <= each.right for each in spans)]
    names = _are_names(list(own.values()), calendar)
    if reaching and (names or not _has_figures(own)):
        return True
    if spans and under and len(under) == len([a for a in own if any(s.left <= a <= s.right for s in spans)]):
        # Columns that the row above names one by one, such as 1月 below 2024, have their names: what follows are facts.
        unnamed = sum(not is_blank(grid.cell(row - 1, at)) for at in own) <= len(own) - len(under) + len(spans)
        return names or (unnamed and _are_counters(under, own))
    upper = _spread(grid, row - 1)
    gaps = [at for at in own if at not in upper]
    return bool(gaps) and names and len(gaps) * 2 >= len(own) and _follows_period(grid, row - 1, calendar)


def _are_names(cells: list[Cell], calendar: Calendar) -> bool:
    """Whether cells name columns: texts that are no figures, or periods."""
    texts = [each for each in cells if isinstance(each, str)]
    if len(texts) < len(cells):
        return False
    periods = sum(turn_of(Heading(0, (each,), each, (0, 0)), 2000, calendar) is not None for each in texts)
    figures = sum(read_number(each) is not None for each in texts)
    return figures <= periods


def _are_counters(under: list[Cell], own: dict[int, Cell]) -> bool:
    """Whether the cells below a span count from 1 and what stands beside them are texts: 1, 2, 3 … of 12 factors."""
    numbers = [each for each in under if isinstance(each, int | float) and not isinstance(each, bool)]
    beside = [each for each in own.values() if each not in numbers]
    return [float(each) for each in numbers] == [float(at) for at in range(1, len(numbers) + 1)] and all(
        isinstance(each, str) for each in beside
    )


def _has_figures(cells: dict[int, Cell]) -> bool:
    return any(isinstance(each, int | float) and not isinstance(each, bool) for each in cells.values())


def _follows_period(grid: Grid, row: int, calendar: Calendar) -> bool:
    """Whether a row names periods: below 2025年 with blanks beside it the months follow."""
    texts = [cell_text(each) for each in grid.rows[row] if not is_blank(each)]
    return any(turn_of(Heading(0, (each,), each, (0, 0)), None, calendar) for each in texts)


def is_unmerged_header(grid: Grid, layout: Layout) -> bool:
    """Whether an upper row of a header has blanks beside its texts that nothing merges 「是否未合并」."""
    last = layout.first_row + layout.header_rows - 2
    for row in range(layout.first_row - 1, last):
        upper = _spread(grid, row)
        lower = {at for at, cell in enumerate(grid.rows[last]) if not is_blank(cell)}
        if any(at not in upper and at - 1 in upper for at in lower):
            return True
    return False
