"""Which way of telling the next figure did best on those already known 「回测择优」."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from diagnostics.loop.diagnose.expected.methods import METHODS, NAIVE, UnsettledError, ets, naive, theta

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Fewer figures are too few to test anything on; fewer origins say nothing of an error; more would leave too few to fit.
FEWEST, FEWEST_ORIGINS, MOST_ORIGINS = 8, 3, 12
# How much smaller than Theta's an error has to be.
CLEARLY = 0.1
# Statsmodels' methods need so many figures before the first origin, and so large a share of the periods filled.
FIT, FILLED = 8, 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """What a history makes one expect 「预期」.

    Parameters
    ----------
    expected, low, high : float
        Of the period, before any limit of the unit.
    method : str
        Which one was taken; empty where there is nothing to go by.
    error : float
        Mean absolute error in the back-test, each figure foretold by the method that did best on the others; NaN where
        none was possible.
    origins : int
        How many figures were foretold to know it.
    errors : dict
        Mean absolute error of every method tried.
    reason : str
        "short", "unsettled", "gaps", "far" or empty.
    """

    expected: float
    low: float
    high: float
    method: str
    error: float
    origins: int
    errors: dict[str, float] = field(default_factory=dict)
    reason: str = ""


def told(values: Floats, season: int, ahead: int, rate: float) -> Told:
    """Best way of telling the figure ``ahead`` periods after a history, by back-test 「回测择优」.

    Parameters
    ----------
    values : array of float
        History, missing where there is no figure; neither the first nor the last is missing.
    season : int
        Periods in a season.
    ahead : int
        Periods after the last figure. The error is that of figures foretold from so far away; without three of them
        there is none, and no interval.
    rate : float
        Share of figures outside the interval.
    """
    count = int((~np.isnan(values)).sum())
    if count < FEWEST:
        few = _short(values[~np.isnan(values)], rate)
        # How much a few neighbours differ says nothing of a distance longer than they span.
        return few if ahead <= FEWEST_ORIGINS else replace(few, low=np.nan, high=np.nan, reason="far")
    # Figures are foretold from as far away as the one asked for, from three figures on.
    origins = min(_origins(len(values), season), len(values) - ahead + 1 - FEWEST_ORIGINS)
    if origins < FEWEST_ORIGINS:
        middle = float(naive("mean", values, season, (0, ahead))[-1])
        return Told(middle, np.nan, np.nan, "mean", np.nan, 0, reason="far")
    actual = values[len(values) - origins :]
    forecasts = {each: naive(each, values, season, (origins, ahead)) for each in NAIVE}
    reason = _fit(forecasts, values, season, (origins, ahead))
    errors = {
        name: float(np.nanmean(np.abs(each[:-1] - actual)))
        for name, each in forecasts.items()
        if np.isfinite(each[-1]) and np.isfinite(each[:-1][~np.isnan(actual)]).all()
    }
    if not errors:
        # Too many gaps for any way to be tried on all the same figures.
        return replace(_short(values[~np.isnan(values)], rate), reason="gaps")
    method = _best(errors)
    missed = unchosen({each: (forecasts[each][:-1] - actual)[~np.isnan(actual)] for each in errors})
    tested = len(missed)
    reach = stdtrit(max(tested - 1, 1), 1 - rate / 2) * np.sqrt(np.square(missed).mean() * (1 + 1 / tested))
    middle = _onward(method, forecasts[method], values, season)
    return Told(middle, middle - reach, middle + reach, method, float(np.abs(missed).mean()), tested, errors, reason)


def _origins(count: int, season: int) -> int:
    """How many figures are foretold: as many as leave two seasons to fit, a third of the history at most."""
    spare = count - 2 * season if season > 1 and count >= 2 * season + FEWEST_ORIGINS else count // 3
    return int(np.clip(spare, FEWEST_ORIGINS, min(MOST_ORIGINS, max(count // 3, FEWEST_ORIGINS))))


def _fit(forecasts: dict[str, Floats], values: Floats, season: int, where: tuple[int, int]) -> str:
    """Add the forecasts of statsmodels' methods, where they can be made; else why not."""
    origins, ahead = where
    if ahead > 1:
        return "far"
    known = values[~np.isnan(values)][:-origins]
    if len(values) - origins < FIT or not len(known) or np.ptp(known) == 0:
        return ""
    if np.isnan(values).mean() > 1 - FILLED:
        return "gaps"
    whole = filled(values, season)
    size = float(np.abs(whole).mean()) or 1.0
    reason = ""
    for name, method in (("theta", theta), ("ets", ets)):
        try:
            forecasts[name] = method(whole / size, season, origins) * size
        except UnsettledError:
            reason = "unsettled"
    return reason


def filled(values: Floats, season: int) -> Floats:
    """History whose gaps are the figure a season before, else on the line between neighbours 「补缺」.

    Examples
    --------
    >>> filled(np.array([1.0, np.nan, 3.0]), 1).tolist()
    [1.0, 2.0, 3.0]
    """
    whole = values.copy()
    for at in np.flatnonzero(np.isnan(whole)):
        if season > 1 and at >= season:
            whole[at] = whole[at - season]
    there = ~np.isnan(whole)
    found: Floats = np.interp(np.arange(len(whole)), np.flatnonzero(there), whole[there])
    return found


def _onward(method: str, forecasts: Floats, values: Floats, season: int) -> float:
    """What the method taken says next, its parameters fitted to all that is known."""
    if method in NAIVE:
        return float(forecasts[-1])
    whole = filled(values, season)
    size = float(np.abs(whole).mean()) or 1.0
    try:
        return float((theta if method == "theta" else ets)(whole / size, season, 0)[-1] * size)
    except UnsettledError:
        return float(forecasts[-1])


def unchosen(missed: dict[str, Floats]) -> Floats:
    """Errors of foretold figures, each by the method that did best on the others 「未参与择优的误差」.

    The error of the best of several, on the figures it was the best on, is too small.

    Parameters
    ----------
    missed : dict
        Errors of each method on the same figures.

    Examples
    --------
    >>> unchosen({"mean": np.array([1.0, -9.0]), "last": np.array([5.0, 2.0])}).tolist()
    [5.0, -9.0]
    """
    count = len(next(iter(missed.values())))
    if count < 2:
        return missed[_best({name: float(np.abs(each).mean()) for name, each in missed.items()})]
    size = {name: np.abs(each) for name, each in missed.items()}
    left = {name: (each.sum() - each) / (count - 1) for name, each in size.items()}
    taken = [_best({name: float(each[at]) for name, each in left.items()}) for at in range(count)]
    return np.array([missed[name][at] for at, name in enumerate(taken)])


def _best(errors: dict[str, float]) -> str:
    """Method with the smallest error, the simpler of equals; Theta unless another does clearly better.

    A dozen figures tell methods apart poorly, and Theta alone beats a plain choice of the best on real series.
    """
    best = min((each for each in METHODS if each in errors), key=lambda each: errors[each])
    return "theta" if "theta" in errors and errors[best] > (1 - CLEARLY) * errors["theta"] else best


def _short(known: Floats, rate: float) -> Told:
    """Mean of a few figures, or the only one; nothing of none."""
    if not len(known):
        return Told(np.nan, np.nan, np.nan, "", np.nan, 0, reason="short")
    if len(known) < FEWEST_ORIGINS:
        return Told(float(known[-1]), np.nan, np.nan, "last", np.nan, 0, reason="short")
    middle, spread = float(known.mean()), float(known.std(ddof=1))
    reach = stdtrit(len(known) - 1, 1 - rate / 2) * spread * np.sqrt(1 + 1 / len(known))
    return Told(middle, middle - reach, middle + reach, "mean", np.nan, 0, reason="short")
