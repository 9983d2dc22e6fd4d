"""Scores that all shine while the company earns less 「得分都优秀、利润却下降」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.gaming.counter import yearly_change
from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHARE, FULL, LEAST_FALL = 0.9, 0.15, 0.03


def shining_scores(met: Floats, result: Floats, season: int, *, sign: float = 1.0) -> Tested | None:
    """Whether nearly every score is excellent while the result gets worse 「得分与结果背离检验」.

    Parameters
    ----------
    met : array of float, entities × periods
        1 where a score is excellent (at its target), 0 where not, NaN where there is none.
    result : array of float
        Result of the company, period by period, the last periods the same.
    season : int
        Periods of a year.
    sign : float
        1 where a higher result is better, -1 where a lower one is.

    Returns
    -------
    Tested or None
        None without a year of scores of two entities, or two years of the result. ``figures``: ``share`` (excellent
        scores of the last year), ``change`` (result against the year before, or against the first year where that is
        rarer; then twice the probability counts), ``n_entities``.
    """
    import numpy as np
    from scipy import stats

    looks = [yearly_change(result, season)]
    if len(result) >= 3 * season > 3:
        # Measures may have begun to work in the last year: the first year is a second look.
        looks.append(yearly_change(np.concatenate([result[:season], result[-season:]]), season, result))
    recent = met[:, -season:]
    known = np.isfinite(recent)
    rows = known.any(axis=1).sum()
    changes = [each for each in looks if each is not None]
    if not changes or rows < 2:
        return None
    chances = [
        min(float(stats.t.sf(-mean * sign / error, free)) * len(changes), 1.0) for mean, error, free, _ in changes
    ]
    best = int(np.argmin(chances))
    mean, count = changes[best][0], changes[best][3]
    share = float(recent[known].mean())
    chance = chances[best] if share >= SHARE else 1.0
    return Tested(
        chance, score_of(-mean * sign, FULL) if share >= SHARE else 0.0, int(known.sum()) + count,
        {"share": share, "change": mean, "n_first": float(best), "n_entities": float(rows)},
        material=share >= SHARE and -mean * sign >= LEAST_FALL,
    )  # fmt: skip
