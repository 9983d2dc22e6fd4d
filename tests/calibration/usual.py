"""What practice takes for an effect 「常见做法」: none is evidence, each stands beside the others for contrast."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tests.calibration.series import SEASON

if TYPE_CHECKING:
    from tests.calibration.series import Drawn

Interval = tuple[float, float, float]
NONE = (math.nan, math.nan, math.nan)


def before_after(drawn: Drawn) -> Interval:
    """Mean after less mean before, Welch's t."""
    from scipy.stats import ttest_ind

    series, after = _series(drawn), _after(drawn)
    sides = [each[~np.isnan(each)] for each in (series[after], series[~after])]
    if min(map(len, sides)) < 2:
        return NONE
    low, high = ttest_ind(*sides, equal_var=False).confidence_interval(0.95)
    return float(sides[0].mean() - sides[1].mean()), float(low), float(high)


def year_on_year(drawn: Drawn) -> Interval:
    """Months after the start less the same months a year before, Student's t."""
    series, after = _series(drawn), np.flatnonzero(_after(drawn))
    after = after[after - SEASON >= 0]
    earlier = after - SEASON
    # From the second year on the month a year before lies after the start itself.
    change = (series[after] - series[earlier])[earlier < drawn.design.starts[0]]
    change = change[~np.isnan(change)]
    if len(change) < 2:
        return NONE
    return _interval(float(change.mean()), float(change.std(ddof=1)) / math.sqrt(len(change)), len(change) - 1)


def hac(drawn: Drawn) -> Interval:
    """Regression on trend, season and start with Newey-West errors, three lags, as statsmodels has it."""
    import statsmodels.api as sm

    y, x = _regression(drawn)
    found = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": 3})
    return _interval(float(found.params[-1]), float(found.bse[-1]), math.inf)


def glsar(drawn: Drawn) -> Interval:
    """The same regression with first-order errors, as statsmodels' GLSAR iterates it."""
    import statsmodels.api as sm

    y, x = _regression(drawn)
    found = sm.GLSAR(y, x, rho=1).iterative_fit(maxiter=10)
    return _interval(float(found.params[-1]), float(found.bse[-1]), float(found.df_resid))


def two_way(drawn: Drawn) -> Interval:
    """Entity and month effects, errors clustered by entity."""
    values = _scaled(drawn)
    if drawn.design.others == 0 or np.isnan(values).any():
        return NONE
    month = np.arange(drawn.design.months)
    on = np.zeros(values.shape)
    for entity, start in drawn.design.starts.items():
        on[entity] = month >= start
    y, x = _within(values), _within(on)
    square = float((x * x).sum())
    effect = float((x * y).sum()) / square
    scores = (x * (y - effect * x)).sum(axis=1)
    entities, periods = values.shape
    correction = entities / (entities - 1) * (values.size - 1) / (values.size - entities - periods)
    error = math.sqrt(correction * float((scores * scores).sum())) / square
    return _interval(effect, error, entities - 1)


def _within(values: np.ndarray) -> np.ndarray:
    return values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()


def _interval(effect: float, error: float, df: float) -> Interval:
    from scipy.special import stdtrit

    reach = float(stdtrit(df, 0.975)) * error
    return effect, effect - reach, effect + reach


def _scaled(drawn: Drawn) -> np.ndarray:
    """Values, or logarithms of rates where they are counts; none is as good as half an event."""
    if drawn.exposure is None:
        return drawn.values
    return np.log(np.maximum(drawn.values, 0.5) / drawn.exposure)


def _series(drawn: Drawn) -> np.ndarray:
    return _scaled(drawn)[: drawn.design.treated].mean(axis=0)


def _after(drawn: Drawn) -> np.ndarray:
    return np.arange(drawn.design.months) >= drawn.design.starts[0]


def _regression(drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    month = np.arange(drawn.design.months)
    angles = [2 * np.pi * pair * month / SEASON for pair in (1, 2)]
    waves = [side(angle) for angle in angles for side in (np.sin, np.cos)]
    x = np.column_stack([np.ones(len(month)), month, *waves, _after(drawn)])
    y = _series(drawn)
    return y[~np.isnan(y)], x[~np.isnan(y)]
