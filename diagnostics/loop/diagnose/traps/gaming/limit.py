"""Small counts that stop exactly at a limit 「恰好卡在限值」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEEDED, MOST_LIMIT, DRAWS, FULL, LEAST_HIDDEN = 18, 10, 2999, 0.25, 0.05
# Figures stop at a limit where at most a quarter as many lie above it as on it.
MOST_ABOVE = 0.25
# With fewer below the limit nobody knows how many should lie above it.
NEEDED_BELOW = 5


def at_limit(values: Floats, limits: Floats, *, seed: int = 0) -> Tested | None:
    """Whether counts are too often exactly at the largest one allowed, and too seldom above 「限值检验」.

    Parameters
    ----------
    values, limits : array of float
        Counts, and the most that is allowed, a whole number from 1 to 10; NaN where there is none.
    seed : int
        Where chance starts.

    Returns
    -------
    Tested or None
        None with fewer than 18 counts, or where they are no counts. ``figures``: ``n_at`` and ``n_above`` (how many
        are at the limit and above); ``n_expected``, ``n_low``, ``n_high`` (how many a Poisson law has above that is
        fitted to those below the limit, with its interval of 95 %; missing where fewer than five lie below).

    Notes
    -----
    Statistic: 2 ln(n at the limit + ½) − ln(n below + ½) − ln(n above + ½), held against counts that follow a Poisson
    law of the same mean, give or take its error. Counts that vary more than that (several shops, seasons) have more
    of them above, not fewer. Counts that vary less (so many of four checks) crowd at their middle: they stop at a limit
    only where few lie above it, at most a quarter of those on it. What was written down as the limit may have been
    more: for what should lie above, counts from the limit on are taken as "at least the limit" (a censored law).
    """
    import numpy as np

    known = np.isfinite(values) & np.isfinite(limits)
    counts, limit = values[known], limits[known]
    whole = bool((counts == np.round(counts)).all() and (counts >= 0).all() and len(np.unique(limit)) == 1)
    if known.sum() < NEEDED or not whole or limit[0] != np.round(limit[0]) or not 1 <= limit[0] <= MOST_LIMIT:
        return None
    most, mean, draws = limit[0], float(counts.mean()), np.random.default_rng([seed, len(counts)])
    if mean == 0:
        return None
    below, exact, above = (float(each.sum()) for each in (counts < most, counts == most, counts > most))
    own = _statistic(np.array([[below, exact, above]]))[0]
    error = np.sqrt(mean / len(counts))
    # The mean is not known better than this; the least rare of the three counts.
    chances = []
    for each in (max(mean - error, mean / 4), mean, mean + error):
        drawn = _statistic(draws.multinomial(len(counts), _chances(each, most), DRAWS).astype(np.float64))
        chances.append((1 + int((drawn >= own - 1e-12).sum())) / (1 + DRAWS))
    expected, low, high = _expected_above(counts, most)
    hidden = (expected - above) / len(counts)
    told = (expected, low, high) if below >= NEEDED_BELOW else (float("nan"),) * 3
    return Tested(
        max(chances), score_of(hidden, FULL), len(counts),
        {"n_at": exact, "n_above": above, "n_below": below, "n_limit": float(most),
         **dict(zip(("n_expected", "n_low", "n_high"), told, strict=True))},
        material=hidden >= LEAST_HIDDEN and above <= MOST_ABOVE * exact,
    )  # fmt: skip


def _chances(mean: float, limit: float) -> Floats:
    """Chance of a Poisson count below, at and above the limit."""
    import numpy as np
    from scipy import stats

    below, upto = stats.poisson.cdf([limit - 1, limit], mean)
    return np.array([below, upto - below, 1 - upto])


def _statistic(numbers: Floats) -> Floats:
    """Of numbers below, at and above the limit, a row a draw."""
    import numpy as np

    found: Floats = np.log(numbers + 0.5) @ np.array([-1.0, 2.0, -1.0])
    return found


def _expected_above(counts: Floats, limit: float) -> tuple[float, float, float]:
    """Counts above the limit by the Poisson law that fits those below it, and their interval of 95 %.

    From the limit on all that is known of a count is that it reached the limit. The interval holds the means whose
    likelihood is within 1.92 of the largest.
    """
    import numpy as np
    from scipy import stats

    lower = counts[counts < limit]
    means = np.geomspace(0.001, 40, 4000)
    reached = (len(counts) - len(lower)) * stats.poisson.logsf(limit - 1, means)
    likely = lower.sum() * np.log(means) - len(lower) * means + reached
    within = means[likely >= likely.max() - 1.92]
    found = len(counts) * stats.poisson.sf(limit, [means[likely.argmax()], within[0], within[-1]])
    return float(found[0]), float(found[1]), float(found[2])
