"""Dimensions all of whose values move one way while the whole moves the other 「辛普森反转」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.slices.contributions import Totals, rate_and_mix
from diagnostics.loop.diagnose.slices.cube import Cube
from diagnostics.model.slices import Reversal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A difference of rates within rounding is none.
ROUNDING = 1e-9


def reversals(
    cube: Cube, dimensions: tuple[str, ...], now: Floats, then: Floats, totals: Totals
) -> tuple[Reversal, ...]:
    """Reversals of a ratio by single dimensions 「辛普森反转」.

    Notes
    -----
    Every value with a base in both periods moves against the whole, none stays put, and there are two or more: then
    what moved the whole is the weights, ``mix``, and not the rates.
    """
    import numpy as np

    sided = Cube(cube.labels, cube.codes, np.vstack([then, now]))
    found = []
    for at, name in enumerate(dimensions):
        codes, sums = sided.sums((at,))
        parts = rate_and_mix(sums[:2], sums[2:], totals)
        moved = parts.after - parts.before
        known = moved[~np.isnan(moved)]
        level = ROUNDING * max(abs(each) for each in totals.values)
        if len(known) >= 2 and abs(totals.gap) > level and (known * -np.sign(totals.gap) > level).all():
            assert parts.rate is not None
            assert parts.mix is not None
            values = tuple(cube.labels[at][code] for code in codes[at][~np.isnan(moved)])
            found.append(Reversal(name, values, float(parts.rate.sum()), float(parts.mix.sum())))
    return tuple(found)
