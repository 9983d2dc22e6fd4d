"""When data are enough for a verdict, and how small an effect they show 「可检出性」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.model.period import SEASON, Cycle

if TYPE_CHECKING:
    from diagnostics.model.effect import EffectMethod

LEVEL, POWER = 0.95, 0.80
# Fewer periods after the start show a start, not an effect.
FEWEST_AFTER = 6
FEWEST_BEFORE = 6
# One to four comparison entities give no spread to hold an effect against.
FEWEST_COMPARISONS = 5
# A rank among fewer than 19 can't be as rare as one in twenty.
FEWEST_FOR_SYNTHESIS = 19
# From so many treated and untreated entities on, the treated ones' own spread is known well enough to be used.
MANY = 10
# Pairs of waves a season: two follow the course of a year without using up three years of months.
WAVES = 2
MOST_WAVES = 6
# An effect on money or on a count is a share of its level: 5 % of a large store is not 5 % of a small one.
PROPORTIONAL = ("money", "count")
_LONG: dict[Cycle, int] = {"month": 36, "year": 15}
_WHOLE_SEASON = ("its", "poisson_its", "controlled_its", "xmr")


def after_needed(cycle: Cycle) -> int:
    """Periods after the start without which there is no verdict: 6, and half a season 「启动后最少期数」.

    Examples
    --------
    >>> after_needed("month"), after_needed("week")
    (6, 26)
    """
    return max(FEWEST_AFTER, -(-SEASON[cycle] // 2))


def before_needed(cycle: Cycle, method: EffectMethod) -> int:
    """Periods before the start without which there is no verdict 「启动前最少期数」.

    6, and a whole season for a series that stands alone or beside few others.
    """
    return max(FEWEST_BEFORE, SEASON[cycle]) if method in _WHOLE_SEASON else FEWEST_BEFORE


def compared_needed(cycle: Cycle) -> int:
    """Periods in all that a series beside one to four others needs: two and a half seasons 「少量对照最少期数」.

    Examples
    --------
    >>> compared_needed("month"), compared_needed("week"), compared_needed("quarter")
    (30, 130, 12)
    """
    return min(series_needed(cycle), max(_LONG["year"], -(-5 * SEASON[cycle] // 2)))


def series_needed(cycle: Cycle) -> int:
    """Periods that a series without comparison needs in all: 36 months, 15 years, else 3 seasons 「单序列最少期数」."""
    return _LONG.get(cycle, 3 * SEASON[cycle])


def season_pairs(cycle: Cycle, periods: int) -> int:
    """Pairs of waves that tell a season: six or all there are in a long series, else two 「季节谐波对数」.

    Notes
    -----
    A December that stands out by two standard deviations of a month made every eighth verdict wrong in 36 months with
    two pairs, and none more than usual with six, which tell every month apart.

    Examples
    --------
    >>> season_pairs("month", 36), season_pairs("month", 35), season_pairs("week", 156), season_pairs("day", 60)
    (6, 2, 6, 3)
    """
    return min(SEASON[cycle] // 2, MOST_WAVES) if periods >= series_needed(cycle) else WAVES


def quantile(share: float, df: float) -> float:
    """Quantile of Student's t 「分位数」."""
    from scipy.special import stdtrit

    return float(stdtrit(df, share))


def detectable(error: float, df: float) -> float:
    """Smallest effect that is found four times out of five 「最小可检出效果」.

    Parameters
    ----------
    error : float
        Standard error of the estimate.
    df : float
        Its degrees of freedom.

    Notes
    -----
    ``(t(0.975) + t(0.80)) · error``, both quantiles of Student's t with ``df`` degrees of freedom.

    Examples
    --------
    >>> round(detectable(1.0, 1e6), 2)
    2.8
    """
    return (quantile(0.5 + LEVEL / 2, df) + quantile(POWER, df)) * error
