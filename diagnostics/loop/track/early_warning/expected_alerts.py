"""Alerts that a rule would give by chance alone 「预期误报」."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.early_warning.departures import LADDER, Strictness
from diagnostics.loop.track.early_warning.signal_rates import CORRELATIONS, HISTORIES, LONG_TAIL, LONG_TAIL_RATES, RATES
from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Whole periods in a year, days the client does not work included: the share that has figures is told apart.
A_YEAR: dict[Cycle, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365}
# Alerts per entity and year that each rule may give on quiet figures, unless its settings say otherwise. With at most
# 0.25 from the forecast the whole set comes to one.
BEARABLE_SIGNALS, BEARABLE_MISSES = 0.26, 0.49
FEWEST_N, MOST_N = 2, 6
# What "base" means: what most reach, four in five.
USUAL_MISSES = 0.2
_GRID = 160


def signal_rate(history: float, correlation: float, strictness: Strictness, tail: float = 1.0) -> float:
    """Alerts a period from the rule "signal" on quiet figures, both ways together 「信号规则误报率」.

    Parameters
    ----------
    history : float
        Figures that tell what is usual; below 8 counts as 8, above 24 as 24.
    correlation : float
        Correlation of a figure with the one before; taken into 0 to 0.9.
    strictness : Strictness
        A step of the ladder.
    tail : float
        How much wider than those of the step the limits are, as figures have long tails both ways; 1 where they don't.

    Notes
    -----
    Between the simulated cells of ``signal_rates`` the logarithm is interpolated linearly, as between figures without
    and with a long tail.
    """
    import numpy as np

    step = LADDER.index(strictness)
    plain, long = (np.log(np.maximum(np.array(each)[:, :, step], 1e-6)) for each in (RATES, LONG_TAIL_RATES))
    table = plain + (long - plain) * min(max((tail - 1) / (LONG_TAIL - 1), 0.0), 1.0)
    across = [float(np.interp(np.clip(correlation, 0, 0.9), CORRELATIONS, each)) for each in table]
    return float(np.exp(np.interp(np.clip(history, HISTORIES[0], HISTORIES[-1]), HISTORIES, across)))


def miss_rate(n: int, share: float, correlation: float = 0.0) -> float:
    """Alerts a period from ``n`` misses in a row on quiet figures 「连续未达误报率」.

    Parameters
    ----------
    n : int
        Periods in a row, at least 1.
    share : float
        Share of quiet periods that miss, 0 to 1.
    correlation : float
        Correlation of a figure with the one before, 0 to below 1.

    Returns
    -------
    float
        Probability that a period without a miss is followed by ``n`` with one. Alerts that come within three quiet
        periods are one event, so the count is at most this.

    Raises
    ------
    InputError
        When ``n`` is below 1, ``share`` outside 0 to 1, or ``correlation`` outside 0 to below 1.

    Notes
    -----
    A normal AR(1) that misses below its ``share`` quantile; the density after each further miss is carried on by
    quadrature. Without correlation it is ``(1 - share) * share ** n``.

    Examples
    --------
    >>> round(12 * miss_rate(2, 0.2), 3), round(12 * miss_rate(2, 0.2, 0.5), 3)
    (0.384, 0.564)
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise InputError(f"n == {n!r}, must be a whole number of periods, at least 1.")
    if not 0 <= share <= 1 or not 0 <= correlation < 1:
        raise InputError(f"share == {share}, correlation == {correlation}; must be in [0, 1] and in [0, 1).")
    if share in (0, 1):
        return 0.0
    if correlation == 0:
        return (1 - share) * share**n
    return _run_probability(n, share, correlation)


def _run_probability(n: int, share: float, correlation: float) -> float:
    import numpy as np
    from scipy.special import ndtr, ndtri

    edge, spread = float(ndtri(share)), np.sqrt(1 - correlation**2)
    # Gauss-Legendre nodes below the edge; nine deviations down nothing is left.
    nodes, weights = _quadrature()
    below = (nodes + 1) / 2 * (edge + 9) - 9
    weights = weights * (edge + 9) / 2
    density = np.exp(-below * below / 2) / np.sqrt(2 * np.pi)
    # Joint density of the first miss and no miss before it.
    density = density * (1 - ndtr((edge - correlation * below) / spread))
    apart = (below[:, None] - correlation * below[None, :]) / spread
    kernel: Floats = np.exp(-apart * apart / 2) / (np.sqrt(2 * np.pi) * spread)
    for _ in range(n - 1):
        density = kernel @ (weights * density)
    return float(weights @ density)


@cache
def _quadrature() -> tuple[Floats, Floats]:
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(_GRID)
    return nodes, weights


def bearable_strictness(
    history: float, correlation: float, periods: float, most: float = BEARABLE_SIGNALS, tail: float = 1.0
) -> Strictness:
    """Mildest step of the ladder that is bearable on quiet figures; the strictest where none is 「选定严格程度」.

    Parameters
    ----------
    periods : float
        Periods with a figure in a year.
    most : float
        Alerts per entity and year that are bearable.
    tail : float
        How much wider limits are for long tails both ways.
    """
    bearable = (each for each in LADDER if periods * signal_rate(history, correlation, each, tail) <= most)
    return next(bearable, LADDER[-1])


def bearable_n(share: float, correlation: float, periods: float, most: float = BEARABLE_MISSES) -> int:
    """Fewest misses in a row, 2 to 6, that are bearable on quiet figures; 6 where none are 「选定连续期数」.

    Notes
    -----
    Six in a row are told however often they come: at an entity that misses its base most of the time that is no false
    alarm but the state of things, and it is one alert for as long as it lasts.
    """
    return next(
        (n for n in range(FEWEST_N, MOST_N) if periods * miss_rate(n, share, correlation) <= most),
        MOST_N,
    )


def expected_alerts(
    rule: str,
    *,
    cycle: Cycle = "month",
    history: float = 24,
    autocorrelation: float = 0.0,
    below: float = USUAL_MISSES,
    n: int | None = None,
) -> float:
    """Alerts per entity and year that a rule gives on quiet figures 「每年预期误报」.

    Parameters
    ----------
    rule : {"signal", "misses"}
        The rule, with its default strictness; the rules that look at neither chance nor history have no rate of theirs.
    cycle : {"day", "week", "month", "quarter", "year"}
        How often there is a figure.
    history : float
        Figures that tell what is usual.
    autocorrelation : float
        Correlation of a figure with the one before, 0 to 0.9.
    below : float
        Share of quiet periods below the base.
    n : int, optional
        Misses in a row; what is bearable, where absent.

    Raises
    ------
    UnknownNameError
        When the rule or cycle is unknown.
    InputError
        When a figure is outside its range.

    Examples
    --------
    >>> round(expected_alerts("misses", cycle="week", n=2), 2)
    1.66
    """
    if rule not in ("signal", "misses"):
        raise unknown("rule with a rate of its own", str(rule), ("signal", "misses"))
    if cycle not in A_YEAR:
        raise unknown("cycle", str(cycle), A_YEAR)
    if not 0 <= autocorrelation <= 0.9:
        raise InputError(f"autocorrelation == {autocorrelation}, must be in [0, 0.9].")
    periods = A_YEAR[cycle]
    if rule == "signal":
        strictness = bearable_strictness(history, autocorrelation, periods)
        return periods * signal_rate(history, autocorrelation, strictness)
    chosen = bearable_n(below, autocorrelation, periods) if n is None else n
    return periods * miss_rate(chosen, below, autocorrelation)
