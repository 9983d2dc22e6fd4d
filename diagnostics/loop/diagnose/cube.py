"""Figures by several dimensions, ready to be summed by any of them 「数据立方」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# What stands for a dimension value that the data leave empty: null in a row means "any".
EMPTY = "–"
MOST_DIMENSIONS = 8


@dataclass(frozen=True, eq=False)
class Cube:
    """Figures by several dimensions 「数据立方」.

    Parameters
    ----------
    labels : tuple of list
        Values of each dimension, sorted.
    codes : array, (dimensions, leaves)
        Place of each leaf's value among the labels.
    figures : array, (figures, leaves)
        NaN where a leaf was not there.
    """

    labels: tuple[list[str], ...]
    codes: Codes
    figures: Floats

    @classmethod
    def of(cls, frame: Any, dimensions: Sequence[str], figures: Sequence[str]) -> Cube:
        """Cube of a frame or an Ibis table; the latter is summed in its engine 「建立数据立方」.

        Raises
        ------
        InputError
            When a column is missing, or there are no or more than 8 dimensions.
        """
        import numpy as np
        import pandas as pd

        if not 1 <= len(dimensions) <= MOST_DIMENSIONS:
            raise InputError(f"{len(dimensions)} dimensions, must be 1 to {MOST_DIMENSIONS}.")
        known = [str(each) for each in frame.columns]
        for name in [*dimensions, *figures]:
            if name not in known:
                raise unknown("column", name, known)
        if hasattr(frame, "to_pyarrow"):
            sums = {name: frame[name].sum() for name in dict.fromkeys(figures)}
            frame = frame.group_by(list(dimensions)).aggregate(**sums).to_pyarrow().to_pandas()
        values = np.vstack([frame[name].to_numpy(dtype=float, na_value=np.nan) for name in figures])
        codes = np.empty((len(dimensions), len(frame)), dtype=np.intp)
        labels = []
        for at, name in enumerate(dimensions):
            text = frame[name].astype(object).where(frame[name].notna(), EMPTY).map(str)
            codes[at], found = pd.factorize(text, sort=True)
            labels.append([str(each) for each in found])
        # In one order whatever the order given: sums then agree to the last bit.
        order = np.lexsort([*values[::-1], *codes[::-1]])
        return cls(tuple(labels), codes[:, order], values[:, order])

    def sums(self, cut: Sequence[int]) -> tuple[Codes, Floats]:
        """Sums by some dimensions: codes of the values there are, and figures, NaN where nothing was there 「汇总」.

        Parameters
        ----------
        cut : sequence of int
            Places of the dimensions.
        """
        import numpy as np

        key = np.zeros(self.codes.shape[1], dtype=np.intp)
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
