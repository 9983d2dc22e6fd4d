"""What must not be computed with, looked for once over the float columns of a table 「浮点列检查」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

# NaN and infinite values, or values so small that sums take them for 0.
Look = Literal["nan", "vanishing"]
# Sums round to 12 decimals: what is nearer to 0 than half of the last one would be 0.
SMALLEST = 5e-13
_SCALE = 12
_LOOKS = ("isnan", "isinf")


def any_size(kind: Any) -> bool:
    """Whether a column may hold NaN, infinite or vanishing values: floats, and PostgreSQL's numeric 「是否浮点」."""
    return bool(kind.is_floating() or (kind.is_decimal() and kind.precision is None))


def may_vanish(kind: Any) -> bool:
    """Whether a column may hold values that sums take for 0 「是否可能过小」."""
    return any_size(kind) or bool(kind.is_decimal() and kind.scale > _SCALE)


def as_float(column: Any) -> Any:
    """Column as floats 「转为浮点」."""
    return column if column.type().is_floating() else column.cast("float64")


def all_fine(table: Any, frame: Callable[[Any], pd.DataFrame], wanted: Sequence[tuple[Look, str]]) -> bool:
    """Whether one pass finds nothing at all, as nearly always 「是否全部正常」.

    Parameters
    ----------
    table : ibis table
        The facts.
    frame : callable
        Runs an expression.
    wanted : sequence of (str, str)
        What to look for, and in which column.
    """
    wrong: list[Any] = []
    for kind, name in wanted:
        column = table[name]
        small = (column < SMALLEST) & (column > -SMALLEST) & (column != 0)
        wrong += [small] if kind == "vanishing" else [as_float(column).isnan(), as_float(column).isinf()]
    found = frame(table.filter(_any_of(wrong)).limit(1).aggregate(n=lambda t: t.count()))
    return not found["n"][0]


def odd_floats(table: Any, frame: Callable[[Any], pd.DataFrame], names: Sequence[str]) -> dict[str, tuple[bool, bool]]:
    """Whether each of some float columns holds NaN, and infinite values 「非数与无穷」."""
    if not names:
        return {}
    looks = {
        f"{kind}{at}": getattr(as_float(table[each]), kind)().any() for at, each in enumerate(names) for kind in _LOOKS
    }
    found = frame(table.aggregate(**looks)).fillna(value=False)
    return {name: (bool(found[f"isnan{at}"][0]), bool(found[f"isinf{at}"][0])) for at, name in enumerate(names)}


def _any_of(conditions: list[Any]) -> Any:
    """Whether any condition holds: halves of halves, since a chain of thousands is too deep to be written as SQL."""
    if len(conditions) == 1:
        return conditions[0]
    half = len(conditions) // 2
    return _any_of(conditions[:half]) | _any_of(conditions[half:])
