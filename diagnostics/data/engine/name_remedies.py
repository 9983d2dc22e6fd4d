"""What to write so that facts of one name are left out, or kept 「处理写法」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.files.archive import MAX_CELLS
from diagnostics.dictionary.expression.nodes import Column, Comparison, Literal
from diagnostics.dictionary.expression.written import write

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
    files = engine.files[facts.source]
    if files and files[0].kind != "parquet" and count * len(facts.columns) <= MAX_CELLS:
        return "Name it under layout, totals, to leave it out, or under layout, kept, where it is no total"
    return (
        f"Leave it out by the where of each KPI over the source, where: {without(column, name)} (joined by 'and' to"
        f" what is there), or say layout: {{totals: [], kept: [{name!r}]}} at the source where it is no total"
    )


def without(column: str, name: str) -> str:
    """Filter that leaves one name out 「排除条件」.

    Examples
    --------
    >>> print(without("store", "总部"), without("门店 名", "O'Hare"))
    store != '总部' "门店 名" != 'O''Hare'
    """
    return write(Comparison("!=", Column(column), Literal(name)))
