"""Figures by several dimensions, now and in earlier periods 「数据立方」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.diagnose.slices.columns import Columns

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

MOST_DIMENSIONS = 8
PERIOD = "period"
# Earlier periods times leaves that are held in memory at once.
MOST_PAST = 50_000_000


@dataclass(frozen=True, eq=False)
class Cube:
    """Figures by several dimensions, a leaf a combination of values 「数据立方」.

    Parameters
    ----------
    labels : tuple of list
        Values of each dimension, sorted.
    codes : array, (dimensions, leaves)
        Place of each leaf's value among the labels.
    figures : array, (figures, leaves)
        NaN where a leaf was not there.
    past : array, (periods, figures, leaves), optional
        Earlier periods; 0 where a leaf was not there.
    """

    labels: tuple[list[str], ...]
    codes: Codes
    figures: Floats
    past: Floats | None = None

    @classmethod
    def of(cls, frame: Any, dimensions: Sequence[str], figures: Sequence[str], history: Any = None) -> Cube:
        """Cube of a frame or an Ibis table; the latter is summed in its engine 「建立数据立方」.

        Parameters
        ----------
        frame, history : DataFrame or Ibis table
            ``history`` has a column ``period`` besides.

        Raises
        ------
        InputError
            When a column is missing or named twice, there are no or more than 8 dimensions, or a figure is no number.
        """
        if not 1 <= len(dimensions) <= MOST_DIMENSIONS:
            raise InputError(f"{len(dimensions)} dimensions, must be 1 to {MOST_DIMENSIONS}.")
        for name in dimensions:
            if list(dimensions).count(name) + list(figures).count(name) > 1:
                raise InputError(f"Column {name!r} is named twice, as a dimension and again; each stands once.")
        known = _names(frame)
        for name in [*dimensions, *figures]:
            if name not in known:
                raise unknown("column", name, known)
        here = Columns.of(frame, dimensions, figures)
        if history is None:
            return _summed(here)
        if PERIOD in dimensions:
            raise InputError(
                f"Column {PERIOD!r} can't be a dimension beside a history, whose periods it tells; rename it."
            )
        known = _names(history)
        for name in [*dimensions, *figures, PERIOD]:
            if name not in known:
                raise unknown("column of the history", name, known)
        return _beside(here, Columns.of(history, [*dimensions, PERIOD], figures))

    @property
    def leaves(self) -> int:
        """How many leaves there are 「明细数」."""
        return int(self.figures.shape[1])

    def leaf(self, at: int) -> str:
        """What a leaf is called: its dimension values 「明细名称」."""
        return " · ".join(labels[code] for labels, code in zip(self.labels, self.codes[:, at], strict=True))

    def telling(self) -> list[int]:
        """Places of the dimensions that have two values or more: a single one is the whole 「有区分的维度」."""
        import numpy as np

        there = (np.nan_to_num(self.figures) != 0).any(axis=0)
        if self.past is not None:
            there |= (self.past != 0).any(axis=(0, 1))
        return [at for at, row in enumerate(self.codes) if np.count_nonzero(np.bincount(row[there])) > 1]

    def sums(self, cut: Sequence[int]) -> tuple[Codes, Floats]:
        """Sums by some dimensions: codes of the values there are, and figures, NaN where nothing was there 「汇总」.

        Parameters
        ----------
        cut : sequence of int
            Places of the dimensions.
        """
        import numpy as np

        key = np.zeros(self.leaves, dtype=np.int64)
        for at in cut:
            key = key * len(self.labels[at]) + self.codes[at]
        kinds, first, whose = np.unique(key, return_index=True, return_inverse=True)
        there = ~np.isnan(self.figures)
        sums = np.empty((len(self.figures), len(kinds)))
        for row, values in enumerate(self.figures):
            totals = np.bincount(whose, weights=np.where(there[row], values, 0.0), minlength=len(kinds))
            seen = np.bincount(whose, weights=there[row], minlength=len(kinds)) > 0
            sums[row] = np.where(seen, totals, np.nan)
        codes = np.full((len(self.labels), len(kinds)), -1, dtype=np.intp)
        for at in cut:
            codes[at] = self.codes[at, first]
        return codes, sums

    def named(self, codes: Codes, dimensions: Sequence[str]) -> dict[str, pd.Series]:
        """Columns of dimension values from codes; -1 is any and becomes null 「取维度值」."""
        import numpy as np
        import pandas as pd

        named = {}
        for name, labels, row in zip(dimensions, self.labels, codes, strict=True):
            named[name] = pd.Series(np.array([*labels, None], dtype=object)[row], dtype="str")
        return named


def _names(frame: Any) -> list[str]:
    names = [str(each) for each in getattr(frame, "columns", ())]
    if not names:
        raise InputError(f"A {type(frame).__name__} has no columns to slice by; give a DataFrame or an Ibis table.")
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"Column {name!r} stands there twice; keep one.")
    return names


def _keys(codes: Codes, labels: Sequence[Sequence[str]]) -> Codes:
    """One number a row for all its values."""
    import numpy as np

    if float(np.prod([float(len(each)) for each in labels])) < 2.0**62:
        keys = np.zeros(codes.shape[1], dtype=np.int64)
        for row, each in zip(codes, labels, strict=True):
            keys *= max(len(each), 1)
            keys += row
        return keys
    return np.asarray(np.unique(codes, axis=1, return_inverse=True)[1]).reshape(-1)


def _summed(here: Columns) -> Cube:
    """Leaves in the order of their values; rows of one leaf are summed, in one order whatever the order given."""
    import numpy as np

    keys = _keys(here.codes, here.labels)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    new = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, dtype=bool)
    if new.all():
        return Cube(here.labels, here.codes[:, order], here.figures[:, order])
    order = np.lexsort([*here.figures[::-1], keys])
    starts = np.flatnonzero(new)
    values = here.figures[:, order]
    there = np.add.reduceat(~np.isnan(values), starts, axis=1) > 0
    sums = np.where(there, np.add.reduceat(np.nan_to_num(values), starts, axis=1), np.nan)
    return Cube(here.labels, here.codes[:, order[starts]], sums)


def _beside(here: Columns, then: Columns) -> Cube:
    """Leaves of now and of every earlier period beside each other."""
    import numpy as np

    labels, codes = [], []
    for at, mine in enumerate(here.labels):
        both = sorted({*mine, *then.labels[at]})
        place = {each: number for number, each in enumerate(both)}
        one = np.array([place[each] for each in mine], dtype=np.intp)
        two = np.array([place[each] for each in then.labels[at]], dtype=np.intp)
        labels.append(both)
        codes.append(np.concatenate([one[here.codes[at]], two[then.codes[at]]]))
    joined = np.array(codes)
    keys = _keys(joined, labels)
    _, first, whose = np.unique(keys, return_index=True, return_inverse=True)
    count, periods = len(first), len(then.labels[-1])
    if count * periods > MOST_PAST:
        raise InputError(
            f"{periods} earlier periods of {count:,} leaves are more than {MOST_PAST:,} cells; give fewer periods "
            "or fewer dimensions."
        )
    now, before = whose[: here.codes.shape[1]], whose[here.codes.shape[1] :]
    figures = np.full((len(here.figures), count), np.nan)
    past = np.zeros((periods, len(here.figures), count))
    for row, values in enumerate(here.figures):
        there = ~np.isnan(values)
        sums = np.bincount(now, weights=np.where(there, values, 0.0), minlength=count)
        figures[row] = np.where(np.bincount(now, weights=there, minlength=count) > 0, sums, np.nan)
        place = then.codes[-1] * count + before
        earlier = np.bincount(place, weights=np.nan_to_num(then.figures[row]), minlength=periods * count)
        past[:, row] = earlier.reshape(periods, count)
    return Cube(tuple(labels), joined[:, first], figures, past)
