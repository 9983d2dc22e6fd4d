"""Numbers of a sheet that say nothing of their scale, beside those that are shown in percent 「未标单位的数」."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from diagnostics.data.layout.grid import Cell, Grid, cell_text
from diagnostics.data.layout.number_column import states_scale, untold_share
from diagnostics.data.layout.number_text import SHARES, read_number
from diagnostics.data.layout.scales import Stated


def largest_bare(
    grid: Grid,
    name: str,
    cells: Sequence[tuple[Cell, tuple[int, int]]],
    stated: Stated,
    missing: Collection[str] = (),
) -> int | float | None:
    """The largest number of a column that is not shown in percent, None where there is none 「最大的未标单位数」.

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
    missing : collection of str
        Marks of a missing value beside the usual ones.

    Raises
    ------
    InputError
        When other numbers of the column are shown in percent and nothing says what bare ones are, be they stored as
        numbers or as text; or when a header says percent and the numbers may be shares already.
    """
    numbers = [
        (each, place) for each, place in cells if isinstance(each, int | float) and not isinstance(each, bool) and each
    ]
    native = [each for each in numbers if each[1] not in grid.marks.percent]
    bare = [*native, *_texts(cells, missing)]
    if not bare:
        return None
    largest, place = max(bare, key=lambda each: abs(each[0]))
    shown = next((each for each in numbers if each[1] in grid.marks.percent), None)
    if shown is not None and stated.scale is None:
        raise grid.refuse(
            f"is shown as {shown[0] * 100:g}% and stored as {cell_text(shown[0])}, while {grid.at(*place)} of column"
            f" {name!r} holds the bare number {cell_text(largest)}: say what bare ones are under layout, scale"
            f" ({name}: \u5143 for figures as they stand, or {name}: '%'; source {grid.source!r}).",
            *shown[1],
        )
    if stated.scale in SHARES and not stated.is_declared:
        rule = untold_share([each for each, _ in bare], stated.scale)
        if rule is not None:
            held = f"holds {cell_text(largest)} in column {name!r}"
            raise grid.refuse(f"{held}, {rule} (source {grid.source!r}).", *place)
    return max((each for each, _ in native), key=abs, default=None)


def _texts(
    cells: Sequence[tuple[Cell, tuple[int, int]]], missing: Collection[str]
) -> list[tuple[int | float, tuple[int, int]]]:
    """Numbers that stand there as texts and say nothing of their scale."""
    texts = [(each, place) for each, place in cells if isinstance(each, str)]
    reads = {each: read_number(each, missing) for each in dict.fromkeys(each for each, _ in texts)}
    read = [(reads[each], place) for each, place in texts]
    return [(each.value, place) for each, place in read if each and each.value and not states_scale(each)]
