"""Prices that begin high so that they can fall 「抬高基数再降价」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEEDED_PEERS, FULL, LEAST_ABOVE, LEAST_FALL, NOISE = 5, 0.3, 0.10, 0.05, 0.02
# From so many on, a median is not taken anew without each of them.
MANY = 200


def inflated_base(values: Floats, year: int, market: Floats | None = None) -> Tested | None:
    """Whether somebody's first year lies above its peers or the market and falls towards them afterwards 「基数检验」.

    Parameters
    ----------
    values : array of float, entities × periods
        Prices or costs, lower being better; NaN where there is none.
    year : int
        Periods of a year.
    market : array of float, optional
        Market price, in the same shape; the median of the peers, where absent.

    Returns
    -------
    Tested or None
        None with fewer than five entities (one, with a market price) or less than two years.
        ``figures``: ``above`` (first year relative to peers or market), ``fall`` (its change since then, relative to
        them), ``still`` (last year relative to them). ``marks``: who stands out.

    Notes
    -----
    Both must be there: a first year above (leave one out, Student's t), and a fall of that distance since. The larger
    probability counts, multiplied by the number of entities looked at.
    """
    import numpy as np
    from scipy import stats

    counted = np.isfinite(values).sum(axis=1)
    kept = [at for at in range(len(values)) if counted[at] >= 2 * year and np.nanmin(values[at]) > 0]
    if len(kept) < (NEEDED_PEERS if market is None else 1):
        return None
    logs = np.log(values[kept])
    against = _peers(logs) if market is None else np.log(market[kept])
    ratio = logs - against
    first, last = _mean_of(ratio, year, first=True), _mean_of(ratio, year, first=False)
    fall = first - last
    chance = np.ones(len(kept))
    for at in range(len(kept)):
        chance[at] = max(_beyond(each, at, stats, alone=market is not None) for each in (first, fall))
    above, fallen = np.expm1(first), -np.expm1(-fall)
    material = (above >= LEAST_ABOVE) & (fallen >= LEAST_FALL)
    stand_out = material & (chance * len(kept) <= 0.05)
    # The rarest of those that are large enough, else the rarest of all.
    best = int(np.where(material, chance, chance + 2).argmin())
    return Tested(
        float(min(chance[best] * len(kept), 1.0)), score_of(float(above[best]), FULL), int(counted[kept].sum()),
        {"above": float(above[best]), "fall": float(fallen[best]), "still": float(np.expm1(last[best])),
         "n_count": float(stand_out.sum())},
        tuple(kept[at] for at in np.flatnonzero(stand_out)), material=bool(material[best]),
    )  # fmt: skip


def _peers(logs: Floats) -> Floats:
    """Median of the others in each period; one among many moves the median of all by nothing to speak of."""
    import numpy as np

    if len(logs) > MANY:
        there = np.isfinite(logs).any(axis=0)
        whole = np.full(logs.shape[1], np.nan)
        whole[there] = np.nanmedian(logs[:, there], axis=0)
        return np.broadcast_to(whole, logs.shape)
    found = np.full_like(logs, np.nan)
    for at in range(len(logs)):
        others = np.delete(logs, at, axis=0)
        there = np.isfinite(others).any(axis=0)
        found[at, there] = np.nanmedian(others[:, there], axis=0)
    return found


def _mean_of(ratio: Floats, year: int, *, first: bool) -> Floats:
    import numpy as np

    parts = [row[np.isfinite(row)] for row in ratio]
    return np.array([(each[:year] if first else each[-year:]).mean() if len(each) else np.nan for each in parts])


def _beyond(values: Floats, at: int, stats: object, *, alone: bool) -> float:
    """Probability that one of a kind lies so far above the others; against a market price, above 2 % of noise."""
    import numpy as np

    others = np.delete(values, at)
    if alone and len(others) < NEEDED_PEERS - 1:
        return float(stats.norm.sf(values[at] / (2.5 * NOISE)))  # type: ignore[attr-defined]
    error = max(float(others.std(ddof=1)), NOISE)
    distance = (values[at] - others.mean()) / (error * np.sqrt(1 + 1 / len(others)))
    return float(stats.t.sf(distance, len(others) - 1))  # type: ignore[attr-defined]
