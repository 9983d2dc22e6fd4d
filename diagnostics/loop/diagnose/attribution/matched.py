"""The figures of a formula before and after, row by row 「前后数据配对」."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Figures = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Matched:
    """The figures of a formula before and after, row by row 「前后数据配对」.

    Parameters
    ----------
    keys : DataFrame
        What says which row is which, an entry a row.
    before, after : dict of array
        Figures of each name in the rows that both sides have.
    new, vanished : dict of array
        Figures of each name in the rows that one side alone has.
    """

    keys: pd.DataFrame
    before: Figures
    after: Figures
    new_keys: pd.DataFrame
    new: Figures
    vanished_keys: pd.DataFrame
    vanished: Figures

    def present(self, there: Callable[[Figures], NDArray[np.bool_]]) -> Matched:
        """Same, where a row that is not there on a side counts as new or vanished 「按是否存在重新配对」.

        Parameters
        ----------
        there : callable
            Figures of rows to whether each is there, such as whether its denominator is above 0.
        """
        import pandas as pd

        first, last = there(self.before), there(self.after)
        born, gone = there(self.new), there(self.vanished)

        def joined(mask: Any, side: Figures, more: Any, others: Figures) -> Figures:
            import numpy as np

            return {name: np.concatenate([side[name][mask], others[name][more]]) for name in side}

        def keys(mask: Any, more: Any, others: pd.DataFrame) -> pd.DataFrame:
            blocks = [each for each in (self.keys[mask], others[more]) if len(each)]
            return pd.concat(blocks, ignore_index=True) if blocks else self.keys.iloc[:0]

        both = first & last
        return Matched(
            self.keys[both].reset_index(drop=True),
            {name: each[both] for name, each in self.before.items()},
            {name: each[both] for name, each in self.after.items()},
            keys(last & ~first, born, self.new_keys), joined(last & ~first, self.after, born, self.new),
            keys(first & ~last, gone, self.vanished_keys), joined(first & ~last, self.before, gone, self.vanished),
        )  # fmt: skip


def match(before: Any, after: Any, names: Sequence[str], by: Sequence[str]) -> Matched:
    """Pair the rows of two frames by their keys 「按键配对」.

    Parameters
    ----------
    before, after : DataFrame or mapping
        A column, or a number, for each name; and the columns of ``by``.
    names : sequence of str
        Names of the formula.
    by : sequence of str
        Columns that say which row is which; the index where there are none.

    Raises
    ------
    InputError
        When a column is missing, a row is there twice, or a figure is a text, complex, missing or infinite.
    """
    import pandas as pd

    _check_columns(names, by)
    first, last = (_figures(each, names, by, side) for each, side in ((before, "before"), (after, "after")))
    _check_sides(first.index, last.index, by)
    common = first.index.intersection(last.index, sort=True)
    new, vanished = (one.index.difference(two.index, sort=True) for one, two in ((last, first), (first, last)))

    def arrays(frame: pd.DataFrame, rows: pd.Index) -> Figures:
        return {name: frame.loc[rows, name].to_numpy() for name in names}

    def keys(rows: pd.Index) -> pd.DataFrame:
        return rows.to_frame(index=False) if by else pd.DataFrame(index=range(len(rows)))

    return Matched(
        keys(common), arrays(first, common), arrays(last, common),
        keys(new), arrays(last, new), keys(vanished), arrays(first, vanished),
    )  # fmt: skip


def _check_columns(names: Sequence[str], by: Sequence[str]) -> None:
    """Refuse keys named twice, and figures that are keys too."""
    twice = [each for at, each in enumerate(by) if each in [*by[:at], *names]]
    if twice:
        what = "twice in by" if list(by).count(twice[0]) > 1 else "in by and in the formula"
        raise InputError(f"Column {twice[0]!r} is {what}; a column either tells rows apart or is a figure.")


def _check_sides(first: pd.Index, last: pd.Index, by: Sequence[str]) -> None:
    """Refuse nothing at all, and keys of two kinds: texts and numbers match nowhere, so all would be new."""
    if not len(first) and not len(last):
        raise InputError("There are no rows before nor after: nothing to take apart.")
    for place, name in enumerate(by):
        texts = [{isinstance(each, str) for each in side.get_level_values(place)} for side in (first, last)]
        if texts[0] and texts[1] and not texts[0] & texts[1]:
            told = " and ".join(
                f"{'texts' if True in kinds else 'no texts'} {side}"
                for kinds, side in zip(texts, ("before", "after"), strict=True)
            )
            raise InputError(f"Column {name!r} of by holds {told}; rows would match nowhere.")


def _figures(data: Any, names: Sequence[str], by: Sequence[str], side: str) -> pd.DataFrame:
    """Figures of one side as floats, a row a key, checked."""
    frame = _frame(data, [*names, *by], side)
    keyed = frame.set_index(list(by)) if by else frame
    if keyed.index.has_duplicates:
        twice = keyed.index[keyed.index.duplicated()][0]
        apart = f"the columns {list(by)}" if by else "the index"
        raise InputError(f"Row {twice!r} is twice in the figures {side}; {apart} must tell rows apart.")
    figures = keyed[list(names)]
    for name in names:
        figures = figures.assign(**{name: _finite(figures[name], name, side)})
    return figures


def _finite(column: pd.Series, name: str, side: str) -> pd.Series:
    import numpy as np

    _check_numbers(column, name, side)
    try:
        figures = column.astype(float)
    except OverflowError as error:
        raise InputError(f"Column {name!r} {side} holds a number that is too large: {error}.") from error
    except (TypeError, ValueError) as error:
        raise InputError(f"Column {name!r} {side} holds something that is no number: {error}.") from error
    bad = ~np.isfinite(figures.to_numpy())
    if bad.any():
        where = f" in row {figures.index[bad][0]!r}" if len(figures) > 1 else ""
        raise InputError(
            f"{name} == {figures[bad].iloc[0]} {side}{where}; a decomposition needs finite figures,"
            " and a missing one is not taken for 0."
        )
    return figures


def _check_numbers(column: pd.Series, name: str, side: str) -> None:
    """Refuse texts, even of digits, and complex numbers: a conversion to floats takes both without a word."""
    import numpy as np
    from pandas.api.types import is_complex_dtype, is_numeric_dtype

    if is_numeric_dtype(column.dtype) and not is_complex_dtype(column.dtype):
        return
    for row, each in column.items():
        if isinstance(each, str | bytes | complex | np.complexfloating):
            where = f" in row {row!r}" if len(column) > 1 else ""
            what = "a text" if isinstance(each, str | bytes) else "complex"
            raise InputError(f"{name} == {each!r} {side}{where} is {what}; a decomposition needs real numbers.")


def _frame(data: Any, columns: Sequence[str], side: str) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    if not isinstance(data, pd.DataFrame | Mapping):
        kind = type(data).__name__
        raise InputError(f"The figures {side} are {kind}, must be a DataFrame or a mapping of names to numbers.")
    known = [str(each) for each in data]
    for name in columns:
        if name not in known:
            raise unknown("column", name, known, f"the figures {side}")
    if isinstance(data, pd.DataFrame):
        twice = [name for name in columns if known.count(name) > 1]
        if twice:
            raise InputError(f"Column {twice[0]!r} is twice in the figures {side}.")
        return data
    arrays = {name: np.atleast_1d(np.asarray(data[name])) for name in columns}
    sizes = {name: len(each) for name, each in arrays.items()}
    if len(set(sizes.values())) > 1:
        raise InputError(f"The figures {side} have different lengths: {sizes}.")
    return pd.DataFrame(arrays)
