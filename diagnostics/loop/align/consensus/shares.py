"""Shares of agreement, likeness of answers and differences, with their ranges 「认同率与一致程度」."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.loop.align.consensus.scale import AGREES, HIGHEST
from diagnostics.model.consensus import Difference, Share

LEVEL = 0.95
DRAWS = 2000
# Variance of answers given at random, each of the five as likely: (5² − 1) / 12.
_RANDOM = (HIGHEST**2 - 1) / 12


def share_of(scores: Sequence[int]) -> Share:
    """Share of those who agree (4 or 5), with its range 「认同率」.

    Notes
    -----
    The range is Wilson's score interval at 95 %.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209–212.

    Examples
    --------
    >>> found = share_of([5, 4, 4, 2, 1, 5, 4, 3])
    >>> found.n, round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (8, 0.625, 0.306, 0.863)
    """
    from statsmodels.stats.proportion import proportion_confint

    agree = sum(each >= AGREES for each in scores)
    low, high = proportion_confint(agree, len(scores), alpha=1 - LEVEL, method="wilson")
    return Share(len(scores), agree / len(scores), max(float(low), 0.0), min(float(high), 1.0))


def accord_of(scores: Sequence[int], seed: int = 0) -> Share:
    """How much answers are alike: 1 all the same, 0 as if at random, below 0 in two camps 「一致程度」.

    Notes
    -----
    r*wg = 1 − s² / σ², with the variance s² of the answers and σ² = 2 of five answers given at random; the range by
    a percentile bootstrap over people.

    References
    ----------
    James, L. R., Demaree, R. G., & Wolf, G. (1984). Estimating within-group interrater reliability with and without
    response bias. Journal of Applied Psychology 69, 85–98. Lindell, M. K., Brandt, C. J., & Whitney, D. J. (1999). A
    revised index of interrater agreement for multi-item ratings. Applied Psychological Measurement 23, 127–135.

    Examples
    --------
    >>> round(accord_of([4] * 8).value, 2), round(accord_of([1, 2, 3, 4, 5] * 4).value, 2)
    (1.0, -0.05)
    """
    import numpy as np

    values = np.asarray(scores, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(values), (DRAWS, len(values)))
    drawn = 1 - values[picks].var(axis=1, ddof=1) / _RANDOM
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Share(len(values), float(1 - values.var(ddof=1) / _RANDOM), float(low), float(high))


def difference_of(one: Sequence[int], other: Sequence[int], together: int = 1) -> Difference:
    """Share who agree among some, less that among others 「认同率之差」.

    Parameters
    ----------
    one, other : sequence of int
        Answers of two groups of different people.
    together : int
        How many such differences are read side by side.

    Notes
    -----
    The range is Newcombe's hybrid score interval, wide enough (Bonferroni) that all those read together hold at 95 %:
    among a dozen questions one would else differ by chance alone every other time.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics in
    Medicine 17, 873–890.

    Examples
    --------
    >>> found = difference_of([5] * 8, [1] * 7 + [5])
    >>> round(found.value, 3), found.tells
    (0.875, True)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    counts = [sum(each >= AGREES for each in scores) for scores in (one, other)]
    low, high = confint_proportions_2indep(
        counts[0], len(one), counts[1], len(other), compare="diff", method="newcomb", alpha=(1 - LEVEL) / together
    )
    return Difference(counts[0] / len(one) - counts[1] / len(other), float(low), float(high))
