"""Figures of a frame's rows, each checked with its place 「单元格取值」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.timeline import Timeline

    Floats = NDArray[np.float64]

# Squares of larger values can't be told from infinity.
LARGEST = 1e100


def once(rows: Sequence[int], places: Sequence[int], entities: Sequence[str], line: Timeline) -> None:
    """Refusal of two rows for an entity in a period 「每期一行」.

    Raises
    ------
    InputError
        When an entity has two rows in a period.
    """
    seen: set[tuple[int, int]] = set()
    for key in zip(rows, places, strict=True):
        if key in seen:
            raise InputError(f"Entity {entities[key[0]]!r} has two rows in {line.text(key[1])}; it may have one.")
        seen.add(key)


def owners(column: pd.Series) -> list[str]:
    """Entities of the rows 「所属主体」.

    Raises
    ------
    InputError
        When a row has none: it would be gathered under a name of nobody.
    """
    missing = int(column.isna().sum())
    if missing:
        raise InputError(f"Column {column.name!r} has {missing} rows without an entity; every row needs one.")
    return [str(each) for each in column]


def finite(frame: pd.DataFrame, column: str, names: Sequence[str], line: Timeline, places: Sequence[int]) -> Floats:
    """Values of a column, missing where there is none 「取值」.

    Raises
    ------
    InputError
        When a value is no number, infinite, or so large that its square is.
    """
    import numpy as np

    values = _numbers(frame[column], column, names, line, places)
    endless = np.flatnonzero(np.abs(values) > LARGEST)
    if len(endless):
        at = int(endless[0])
        rule = "must be finite" if np.isinf(values[at]) else f"must lie within ±{LARGEST:g}"
        raise InputError(f"{column} == {values[at]} for {names[at]!r} in {line.text(places[at])}, {rule}.")
    return values


def _numbers(values: pd.Series, column: str, names: Sequence[str], line: Timeline, places: Sequence[int]) -> Floats:
    import numpy as np

    try:
        found: Floats = values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        at = next((place for place, each in enumerate(values) if not _is_number(each)), 0)
        where = f"for {names[at]!r} in {line.text(places[at])}"
        raise InputError(f"{column} == {values.iloc[at]!r} {where}, must be a number.") from error
    return found


def _is_number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type]  # whatever is no number is refused
    except (TypeError, ValueError):
        return value is None or str(value) == "<NA>"
    return True


def positive(frame: pd.DataFrame, column: str, names: Sequence[str], line: Timeline, places: Sequence[int]) -> Floats:
    """Exposure by which values are divided: none, or some 「曝光量」.

    Raises
    ------
    InputError
        When an exposure is negative or infinite.
    """
    import numpy as np

    found = finite(frame, column, names, line, places)
    below = np.flatnonzero(found < 0)
    if len(below):
        raise InputError(f"{column} == {found[below[0]]} for {names[int(below[0])]!r}, must not be negative.")
    return found
