"""What to write so that facts of one name are left out, or kept 「处理写法」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.files.archive import MAX_CELLS
from diagnostics.dictionary.expression.written import without

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts


def leave_out(engine: Engine, facts: Facts, column: str, name: str, count: int) -> str:
    """What leaves facts of a name out, and what says that they count 「排除或保留的写法」.

    Parameters
    ----------
    column, name : str
        Column, and what stands in it.
    count : int
        Facts of the source: a layout is for sheets, not for millions of rows.
    """
    if has_cells(engine, facts.source) and count * len(facts.columns) <= MAX_CELLS:
        return "Name it under layout, totals, to leave it out, or under layout, kept, where it is no total"
    return (
        f"Leave it out by the where of each KPI over the source, where: {without(column, name)} (joined by 'and' to"
        f" what is there), or say layout: {{totals: [], kept: [{name!r}]}} at the source where it is no total"
    )


def has_cells(engine: Engine, source: str) -> bool:
    """Whether a source is a sheet or a text file, which a layout reads 「是否可用版式」."""
    files = engine.files[source]
    return bool(files) and files[0].kind != "parquet"
