"""Leaves of a ratio whose denominators make no rate 「缺分母的明细」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.slices.cube import Cube

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def without_base(cube: Cube, sides: Sequence[Floats], names: Sequence[str]) -> Flags:
    """Leaves that have a numerator and a zero denominator in some period 「有分子无分母」.

    Parameters
    ----------
    sides : sequence of array, (2, leaves)
        Numerators and denominators of each period; NaN where a leaf was not there.
    names : sequence of str
        What each side's denominator is called.

    Raises
    ------
    InputError
        When a denominator is below 0.
    """
    import numpy as np

    found = np.zeros(cube.leaves, dtype=bool)
    for (top, base), name in zip(sides, names, strict=True):
        below = np.flatnonzero(base < 0)
        if len(below):
            raise InputError(
                f"Column {name!r} is {base[below[0]]:g} at {cube.leaf(int(below[0]))}; a denominator is 0 or more."
            )
        found |= (np.nan_to_num(top) != 0) & (np.nan_to_num(base) == 0)
    return found


def blanked(figures: Floats, leaves: Flags) -> Floats:
    """Figures without those of some leaves, which are 0 「去掉明细」."""
    import numpy as np

    return np.where(leaves, 0.0, figures) if leaves.any() else figures
