"""Figures that end in 0 or 5 too often 「尾数扎堆」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.lattice import spread_of, unit_of
from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEEDED, FULL, LEAST_EXCESS = 60, 0.5, 0.08
# Below this many units of noise the last digit is not left to chance; a block is what one person may round alike.
NOISE, BLOCK, FEWEST = 7.0, 12, 6


def heaped_digits(values: Floats) -> Tested | None:
    """Whether last digits 0 and 5 are more frequent than chance makes them 「尾数检验」.

    Parameters
    ----------
    values : array of float, entities × periods
        Figures as they were written down; NaN where there is none.

    Returns
    -------
    Tested or None
        None where figures were computed rather than written, vary by less than 7 units, or are fewer than 60.
        ``figures``: ``n_round`` (figures that end in 0 or 5) and ``share``.

    Notes
    -----
    The last digit is that of the unit in which an entity wrote a year's figures: who always writes tens is not called
    round for it. Chance gives each digit a tenth.
    """
    import numpy as np
    from scipy import stats

    digits = np.concatenate([_digits(part) for row in values for part in _blocks(row)] or [np.zeros(0)])
    if len(digits) < NEEDED:
        return None
    ends = int(np.isin(digits, (0, 5)).sum())
    share = ends / len(digits)
    # Of figures that would end otherwise, those that were rounded.
    excess = (share - 0.2) / 0.8
    return Tested(
        float(stats.binom.sf(ends - 1, len(digits), 0.2)), score_of(excess, FULL), len(digits),
        {"n_round": float(ends), "share": share, "excess": excess}, material=excess >= LEAST_EXCESS,
    )  # fmt: skip


def _blocks(row: Floats) -> list[Floats]:
    import numpy as np

    known = row[np.isfinite(row)]
    return [known[at : at + BLOCK] for at in range(0, len(known), BLOCK) if len(known) - at >= FEWEST]


def _digits(part: Floats) -> Floats:
    """Last digits in the unit of a stretch of figures; none where they vary too little to be left to chance."""
    import numpy as np

    unit = unit_of(part)
    if unit <= 0 or spread_of(np.diff(part)) < NOISE * unit:
        return np.zeros(0)
    fresh = np.concatenate([[True], np.diff(part) != 0])
    found: Floats = np.round(part[fresh] / unit) % 10
    return found
