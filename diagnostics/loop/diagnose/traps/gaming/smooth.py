"""Series that are calmer than those of their kind 「过于平滑」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.lattice import unit_of
from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEEDED_PEERS, NEEDED_PERIODS, LEAST_UNITS, CALM = 6, 12, 5.0, 0.5
# Without a season both changes are alike, but for chance; a walk goes further in a year.
SEASONAL = 1.1


def too_smooth(values: Floats, sizes: Floats | None = None, year: int = 0) -> Tested | None:
    """Whether an entity's figures vary by far less than its peers' 「平滑度检验」.

    Parameters
    ----------
    values : array of float, entities × periods
        Figures of peers; NaN where there is none.
    sizes : array of float, optional
        Of ratios: their denominators; NaN where there is none.
    year : int
        Periods of a year; 0 where figures have no season.

    Returns
    -------
    Tested or None
        None with fewer than six peers, or twelve periods each. ``figures``: ``ratio`` (noise of the calmest over its
        peers'), ``n_count`` (entities that stand out). ``marks``: those.

    Notes
    -----
    Noise is the standard deviation of the change from period to period, or to the same period of the year before where
    the units' changes are then no larger (a season is no noise), relative to the mean; of shares relative to
    √(p(1 − p)), by which those near 0 or 1 are calmer. A larger entity (of ratios: one with a larger denominator) may
    be calmer by the root of its size, and nothing is calmer than its rounding. The logarithm is held against the peers'
    (leave one out, Student's t); many entities are looked at, so probabilities are multiplied.
    """
    import numpy as np
    from scipy import stats

    kept = [at for at, row in enumerate(values) if _enough(row)]
    if len(kept) < NEEDED_PEERS:
        return None
    rows = values[kept]
    sizes = np.full_like(values, np.nan) if sizes is None else sizes
    scale, size = _scale(rows, ratio=bool(np.isfinite(sizes[kept]).any())), _size(rows, sizes[kept])
    steps = _steps(rows / scale[:, None], year)
    known = np.isfinite(steps)
    count = known.sum(axis=1)
    floor = np.array([unit_of(row) for row in rows]) / np.sqrt(6) / scale
    noise = np.log(np.maximum(np.maximum(np.nanstd(steps, axis=1, ddof=1), floor), 1e-12))
    noise = noise + 0.5 * np.maximum(np.log(size / np.median(size)), 0)
    probability, ratio = np.ones(len(kept)), np.ones(len(kept))
    for at in range(len(kept)):
        others = np.delete(noise, at)
        error = max(float(others.std(ddof=1)), float(1 / np.sqrt(2 * (count[at] - 1))))
        distance = (others.mean() - noise[at]) / (error * np.sqrt(1 + 1 / len(others)))
        probability[at] = stats.t.sf(distance, len(others) - 1)
        ratio[at] = np.exp(noise[at] - others.mean())
    stand_out = (probability * len(kept) <= 0.05) & (ratio <= CALM)
    best = int(probability.argmin())
    return Tested(
        float(min(probability[best] * len(kept), 1.0)), score_of(1 - float(ratio[best]), 0.9), int(known.sum()),
        {"ratio": float(ratio[best]), "n_count": float(stand_out.sum()), "n_entities": float(len(kept))},
        tuple(kept[at] for at in np.flatnonzero(stand_out)), material=bool(ratio[best] <= CALM),
    )  # fmt: skip


def _steps(rows: Floats, year: int) -> Floats:
    """Changes from period to period, or over a year where those of the units together are no larger."""
    import numpy as np

    steps = np.asarray(np.diff(rows, axis=1))
    if year < 2 or rows.shape[1] < year + NEEDED_PERIODS:
        return steps
    over = rows[:, year:] - rows[:, :-year]
    if (np.isfinite(over).sum(axis=1) < NEEDED_PERIODS).any():
        return steps
    large, small = (float(np.median(np.nanstd(each, axis=1, ddof=1))) for each in (over, steps))
    return over if large <= small * SEASONAL else steps


def _scale(rows: Floats, *, ratio: bool) -> Floats:
    """What noise is relative to: the mean, or what counting makes of a share."""
    import numpy as np

    mean = np.nanmean(rows, axis=1)
    share = ratio and np.nanmax(rows) <= 1
    # A share that was always whole is as if it had once been a hundredth short.
    found: Floats = np.sqrt(mean * np.maximum(1 - mean, 0.01 / rows.shape[1])) if share else mean
    return found


def _size(rows: Floats, sizes: Floats) -> Floats:
    """How large an entity is: by its denominators, else by its figures."""
    import numpy as np

    known = np.isfinite(sizes).any(axis=1)
    if not known.all():
        return np.asarray(np.nanmean(rows, axis=1))
    return np.asarray(np.nanmean(sizes, axis=1))


def _enough(row: Floats) -> bool:
    """Whether a series is long enough, above zero, and large enough in its own unit to vary at all."""
    import numpy as np

    known = row[np.isfinite(row)]
    if len(known) < NEEDED_PERIODS + 1 or (known <= 0).any():
        return False
    unit = unit_of(known)
    return unit == 0 or bool(known.mean() >= LEAST_UNITS * unit)
