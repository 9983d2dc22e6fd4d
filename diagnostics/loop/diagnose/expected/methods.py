"""Ways to say the next figure from those before it 「推算方法」.

Each gives, for a history, its forecasts of the last ``origins`` figures while they were still ahead, and of the one
after the last. Parameters are those fitted before the first of these origins; level, trend and season run on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Simplest first: of two methods that do as well the simpler one is taken.
NAIVE = ("mean", "last", "seasonal_naive", "drift")
FITTED = ("theta", "ets")
# Figures from which statsmodels begins a level and a trend.
FEWEST_ETS = 10
METHODS = (*NAIVE, *FITTED)
# Periods that a mean looks back where there is no season.
RECENT = 12


class UnsettledError(Exception):
    """A method found no parameters for a history 「未收敛」."""


def ends(count: int, origins: int, ahead: int) -> NDArray[np.intp]:
    """How many figures are known at each origin; the last is all of them 「各起点」.

    Examples
    --------
    >>> ends(10, 3, 1).tolist(), ends(10, 3, 2).tolist()
    ([7, 8, 9, 10], [6, 7, 8, 10])
    """
    return np.append(np.arange(count - origins, count) - ahead + 1, count).astype(np.intp)


def naive(method: str, values: Floats, season: int, where: tuple[int, int]) -> Floats:
    """Forecasts of a method that fits nothing 「朴素法」.

    Parameters
    ----------
    method : {"mean", "last", "seasonal_naive", "drift"}
        Which one.
    values : array of float
        History, missing where there is no figure.
    season : int
        Periods in a season.
    where : tuple of int
        Origins and periods ahead.
    """
    origins, ahead = where
    return np.array([_naive(method, values[:end], season, ahead) for end in ends(len(values), origins, ahead)])


def _naive(method: str, known: Floats, season: int, ahead: int) -> float:
    there = np.flatnonzero(~np.isnan(known))
    if not len(there):
        return float("nan")
    if method == "mean":
        return float(known[there[-max(season, RECENT) :]].mean())
    last, first = there[-1], there[0]
    if method == "last":
        return float(known[last])
    if method == "drift":
        steps = max(int(last - first), 1)
        return float(known[last] + (known[last] - known[first]) / steps * (len(known) - 1 - last + ahead))
    back = len(known) + ahead - 1 - season * (1 + (ahead - 1) // season)
    return float(known[back]) if season > 1 and back >= 0 else float("nan")


def theta(values: Floats, season: int, origins: int) -> Floats:
    """Theta method of statsmodels, one period ahead: a smoothed level and half the slope 「Theta 法」.

    Raises
    ------
    UnsettledError
        When statsmodels finds no smoothing weight.

    Notes
    -----
    Season (additive) and smoothing weight come from the figures before the first origin; level and slope run on.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    start = len(values) - origins
    period = season if season > 1 and start >= 2 * season else 1
    model = ThetaModel(values[:start], period=period, deseasonalize=period > 1, use_test=False, method="additive")
    weight = float(_fitted(model.fit).params["alpha"])
    effects = _effects(values[:start], period)
    flat = values - effects[np.arange(len(values)) % period]
    level, found = flat[0], []
    for end, value in enumerate(flat, start=1):
        level += weight * (value - level)
        if end >= start:
            found.append(level + _slope(flat[:end]) / 2 * _pull(weight, end) + effects[end % period])
    return np.array(found)


def _pull(weight: float, count: int) -> float:
    """How many slopes lie between a smoothed level and the line it follows."""
    return (1 - (1 - weight) ** count) / weight if weight > 0 else float(count)


def _slope(values: Floats) -> float:
    time = np.arange(len(values)) - (len(values) - 1) / 2
    return float(time @ values) / max(float(time @ time), 1.0)


def _effects(values: Floats, period: int) -> Floats:
    """Effect of each part of a season, by centred moving averages."""
    if period == 1:
        return np.zeros(1)
    from statsmodels.tsa.seasonal import seasonal_decompose

    found: Floats = np.asarray(seasonal_decompose(values, model="additive", period=period).seasonal)[:period]
    return found


def ets(values: Floats, season: int, origins: int) -> Floats:
    """Exponential smoothing with damped trend and, where it can be seen, season, one period ahead 「指数平滑」.

    Raises
    ------
    UnsettledError
        When statsmodels finds no parameters, or there are fewer figures than it begins with.
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    start = len(values) - origins
    if start < FEWEST_ETS:
        raise UnsettledError("ets")
    period = season if season > 1 and start >= max(2 * season, 10 + season) else 0
    more = {"seasonal": "add", "seasonal_periods": period} if period else {}
    model = ETSModel(
        values[:start], error="add", trend="add", damped_trend=True, initialization_method="heuristic", **more
    )
    fit = _fitted(lambda: model.fit(disp=False))
    named = dict(zip(model.param_names, fit.params, strict=False))
    effects = fit.initial_seasonal if period else np.zeros(1)
    found = _smoothed(values, (float(fit.initial_level), float(fit.initial_trend), np.array(effects)), named)[start:]
    if not np.isfinite(found).all():
        raise UnsettledError("ets")
    return found


def _smoothed(values: Floats, begin: tuple[float, float, Floats], given: dict[str, float]) -> Floats:
    """What was expected of each figure, and of the one after the last."""
    level, trend, season = begin
    damping, ours = given["damping_trend"], (given["smoothing_level"], given["smoothing_trend"])
    theirs = given.get("smoothing_seasonal", 0.0)
    found = []
    for at, value in enumerate([*values, np.nan]):
        part = at % len(season)
        found.append(level + damping * trend + season[part])
        missed = value - found[-1]
        level, trend = level + damping * trend + ours[0] * missed, damping * trend + ours[1] * missed
        season[part] += theirs * missed
    return np.array(found)


def _fitted(fit: Callable[[], Any]) -> Any:
    """What statsmodels fits, or a word that it could not."""
    import warnings

    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The others (a date index is absent, a start value is at its bound) change nothing of the figures.
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            return fit()
        except (ConvergenceWarning, ValueError, ArithmeticError, np.linalg.LinAlgError) as error:
            raise UnsettledError(str(error)) from error
