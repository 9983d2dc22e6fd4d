"""Columns of a frame as numbers: values of dimensions by their place, figures as floats 「读取列」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# What stands for a dimension value that the data leave empty: null in a row means "any".
EMPTY = "–"
# Beyond this size sums and squares of figures are no numbers any more.
HUGE = 1e100
# What pandas calls a column of numbers written as objects.
_NUMBERS = {"integer", "floating", "mixed-integer-float", "decimal", "boolean", "empty"}
# Leaves read from an engine at once.
PIECE = 1_000_000


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns of a frame as numbers 「数值化的列」.

    Parameters
    ----------
    labels : tuple of list
        Values of each dimension, sorted.
    codes : array, (dimensions, rows)
        Place of each row's value among the labels.
    figures : array, (figures, rows)
        NaN where one is missing.
    """

    labels: tuple[list[str], ...]
    codes: Codes
    figures: Floats

    @classmethod
    def of(cls, frame: Any, dimensions: Sequence[str], figures: Sequence[str]) -> Columns:
        """Columns of a pandas frame, or of an Ibis table summed in its engine and read in pieces 「读取列」."""
        import numpy as np

        pieces = list(_pieces(frame, dimensions, figures))
        labels, codes = [], []
        for at in range(len(dimensions)):
            found, places = _one_list([each[0][at] for each in pieces])
            labels.append(found)
            codes.append(np.concatenate([places[n][piece[1][at]] for n, piece in enumerate(pieces)]))
        values = np.concatenate([each[2] for each in pieces], axis=1)
        for name, row in zip(figures, values, strict=True):
            if np.isinf(row).any():
                raise InputError(f"Column {name!r} holds an infinite figure; a figure is finite or missing.")
            largest = float(np.nan_to_num(np.abs(row)).max(initial=0.0))
            if largest > HUGE:
                raise InputError(f"Column {name!r} holds a figure of size {largest:.3g}, must be at most {HUGE:g}.")
        return cls(tuple(labels), np.array(codes, dtype=np.int32), values)


Piece = tuple[list[list[str]], list["Codes"], "Floats"]


def _pieces(frame: Any, dimensions: Sequence[str], figures: Sequence[str]) -> Iterator[Piece]:
    if not hasattr(frame, "to_pyarrow"):
        yield _piece(frame, dimensions, figures)
        return
    for name in figures:
        kind = frame[name].type()
        if not (kind.is_numeric() or kind.is_boolean()):
            raise InputError(f"Column {name!r} must hold numbers; it is of type {kind}.")
    sums = {name: frame[name].sum() for name in dict.fromkeys(figures)}
    table = frame.group_by(list(dimensions)).aggregate(**sums).to_pyarrow()
    # In pieces: texts of ten million leaves as objects would not fit beside their numbers.
    for start in range(0, max(len(table), 1), PIECE):
        yield _piece(table.slice(start, PIECE).to_pandas(), dimensions, figures)


def _piece(frame: pd.DataFrame, dimensions: Sequence[str], figures: Sequence[str]) -> Piece:
    import numpy as np
    import pandas as pd

    labels, codes = [], []
    for name in dimensions:
        found, kinds = pd.factorize(frame[name], use_na_sentinel=True)
        missing = [EMPTY] if (found < 0).any() else []
        written = [*_texts(kinds), *missing]
        _refuse_alike(name, [*kinds, *([None] if missing else [])], written)
        labels.append(written)
        codes.append(np.where(found < 0, len(kinds), found))
    values = [_numbers(frame[name], name) for name in figures]
    return labels, codes, np.vstack(values) if values else np.empty((0, len(frame)))


def _texts(kinds: Any) -> list[str]:
    """Values as they are written: days without the time of day where none has one."""
    times = [each.time() for each in kinds if hasattr(each, "time") and hasattr(each, "date")]
    if times and len(times) == len(kinds) and not any(each.isoformat() != "00:00:00" for each in times):
        return [str(each.date()) for each in kinds]
    return [_text(each) for each in kinds]


def _refuse_alike(name: str, kinds: Sequence[Any], written: Sequence[str]) -> None:
    """Refuse values of a dimension that differ and would read alike, as 1.0 and the text "1" do."""
    first: dict[str, Any] = {}
    for each, text in zip(kinds, written, strict=True):
        if text in first:
            raise InputError(
                f"Column {name!r} holds {first[text]!r} and {each!r}, which both read {text!r}; write one of them "
                "otherwise, or both alike."
            )
        first[text] = each


def _text(value: Any) -> str:
    """A value as it is written: whole numbers that a gap in the column made floats are whole again."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _numbers(column: pd.Series, name: str) -> Floats:
    """Figures of a column; texts that look like numbers, dates and spans of time are none."""
    import numpy as np
    import pandas as pd

    kind = column.cat.categories.dtype if isinstance(column.dtype, pd.CategoricalDtype) else column.dtype
    real = pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_complex_dtype(kind)
    if not real and pd.api.types.infer_dtype(column, skipna=True) not in _NUMBERS:
        known = column.dropna()
        example = f", such as {str(known.iloc[0])[:40]!r}" if len(known) else ""
        raise InputError(f"Column {name!r} must hold numbers; it is of type {kind}{example}.")
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan))


def _one_list(lists: Sequence[Sequence[str]]) -> tuple[list[str], list[Codes]]:
    """Sorted values of all pieces, and where each piece's own list is in it."""
    import numpy as np

    found = sorted({value for each in lists for value in each})
    place = {value: number for number, value in enumerate(found)}
    return found, [np.array([place[value] for value in each], dtype=np.intp) for each in lists]
