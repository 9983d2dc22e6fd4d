"""Effects of the same measure at several places as one, and what is to be expected at the next 「效果合并」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Spreads between places that are tried: from none to ten times what is taken for usual, where nothing is left.
_STEPS, _WIDEST = 400, 10.0
MOST_CASES = 10_000


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held likely before any case is known 「先验」.

    Parameters
    ----------
    mean : float
        Standard deviation of the mean effect around no effect, on the scale of the analysis, above 0.
    spread : float
        Scale of the half-normal distribution of the spread between places, above 0.
    """

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Range:
    """An estimate with its range 「区间」."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Random-effects summary without any prior 「随机效应合并」.

    Parameters
    ----------
    mean : Range
        Mean effect with its 95 % interval (Hartung-Knapp, never narrower than without its correction).
    next : Range
        The same with the 95 % prediction interval for the effect at the next place.
    spread : float
        Standard deviation between places (Paule-Mandel), at least 0.
    inconsistent : float
        Share of the variation that chance inside the cases doesn't explain (I²), 0 to 1.
    """

    mean: Range
    next: Range
    spread: float
    inconsistent: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be expected, shrunk towards no effect 「收缩后的预期」.

    Parameters
    ----------
    mean, likely, next : Range
        Mean effect with its 95 % interval; effect at the next place with the range that holds 8 of 10, and 95 of 100.
    better : float
        Probability that the effect at the next place is above 0.
    spread : float
        Posterior median of the standard deviation between places.
    far : float
        Probability that places differ by more than half of what the prior takes for usual.
    """

    mean: Range
    likely: Range
    next: Range
    better: float
    spread: float
    far: float


def pooled(effects: Sequence[float], errors: Sequence[float]) -> Pooled:
    """Mean of effects that differ from place to place, with a prediction interval 「随机效应合并」.

    Parameters
    ----------
    effects : sequence of float
        One a place, at least 2.
    errors : sequence of float
        Their standard errors, above 0.

    Raises
    ------
    InputError
        When there are fewer than 2, a figure is not finite, or an error is not above 0.

    Notes
    -----
    Spread by Paule-Mandel; interval of the mean by Hartung-Knapp with Student's t of k - 1 degrees of freedom and a
    scale of at least 1; prediction interval mean ± t(k - 1) √(spread² + error of the mean²).

    References
    ----------
    Paule, R., Mandel, J. (1982). Journal of Research of the National Bureau of Standards 87. Röver, C., Knapp, G.,
    Friede, T. (2015). BMC Medical Research Methodology 15. Higgins, J., Thompson, S., Spiegelhalter, D. (2009).
    Journal of the Royal Statistical Society A 172. IntHout, J., et al. (2016). BMJ Open 6.

    Examples
    --------
    >>> found = pooled([0.04, 0.10, 0.01], [0.02, 0.03, 0.02])
    >>> round(found.mean.value, 3), found.next.low < found.mean.low
    (0.046, True)
    """
    import numpy as np
    from scipy import stats
    from statsmodels.stats.meta_analysis import combine_effects

    y, se = _checked(effects, errors, least=2)
    # A spread that doesn't settle in 50 steps would be off in its third digit: more are cheap.
    # Cases that are all alike have no variation to divide by; what statsmodels makes of it isn't read.
    with np.errstate(divide="ignore", invalid="ignore"):
        told = combine_effects(y, se**2, method_re="iterated", atol=1e-10, maxiter=500)
    mean, tau2 = float(told.mean_effect_re), max(float(told.tau2), 0.0)
    error = float(told.sd_eff_w_re) * math.sqrt(max(float(told.scale_hksj_re), 1.0))
    far = float(stats.t.isf(0.025, len(y) - 1))
    reach = prediction_reach(tau2, error, far)
    return Pooled(
        Range(mean, mean - far * error, mean + far * error),
        Range(mean, mean - reach, mean + reach),
        math.sqrt(tau2),
        max(0.0, 1 - (len(y) - 1) / float(told.q)) if told.q > 0 else 0.0,
    )


def prediction_reach(tau2: float, error: float, far: float) -> float:
    """Half of a prediction interval: quantile × √(variance between places + error of the mean²) 「预测半宽」.

    Examples
    --------
    >>> round(prediction_reach(0.3132, 0.1798, 1.959964), 3)
    1.152
    """
    return far * math.sqrt(tau2 + error**2)


def expected(effects: Sequence[float], errors: Sequence[float], prior: Prior) -> Expected:
    """What is to be expected of the same measure at the next place 「下一次的预期」.

    Parameters
    ----------
    effects, errors : sequence of float
        One a place, and their standard errors above 0; none at all gives the prior.
    prior : Prior
        What is held likely before any case.

    Raises
    ------
    InputError
        When a figure is not finite, an error is not above 0, or the lengths differ.

    Notes
    -----
    y_i ~ N(theta_i, error_i²), theta_i ~ N(mu, tau²), mu ~ N(0, prior.mean²), tau ~ half-normal(prior.spread). Tau is
    summed over a grid, all else is exact; nothing is drawn.

    References
    ----------
    Higgins, J., Thompson, S., Spiegelhalter, D. (2009). Journal of the Royal Statistical Society A 172. Röver, C.
    (2020). Bayesian random-effects meta-analysis using the bayesmeta R package. Journal of Statistical Software 93.

    Examples
    --------
    One case is pulled towards no effect, and many hardly are:

    >>> prior = Prior(0.1, 0.1)
    >>> one, many = expected([0.2], [0.05], prior), expected([0.2] * 30, [0.05] * 30, prior)
    >>> round(one.mean.value, 2), round(many.mean.value, 2)
    (0.1, 0.2)
    """
    import numpy as np

    y, se = _checked(effects, errors, least=0)
    tau = prior.spread * _WIDEST * (np.arange(_STEPS) + 0.5) / _STEPS
    each = 1 / (se[None, :] ** 2 + tau[:, None] ** 2)
    precision = each.sum(axis=1) + prior.mean**-2
    weighted = each @ y
    centre, variance = weighted / precision, 1 / precision
    # Likelihood of each spread with the mean integrated out, times the half-normal density.
    told = 0.5 * (np.log(each).sum(axis=1) - np.log(precision) - each @ y**2 + weighted**2 / precision)
    told -= 0.5 * (tau / prior.spread) ** 2
    share = np.exp(told - told.max())
    share /= share.sum()
    ahead = np.sqrt(variance + tau**2)
    mixed = _Mixture(centre, np.sqrt(variance), share)
    coming = _Mixture(centre, ahead, share)
    middle = float(share @ centre)
    return Expected(
        Range(middle, mixed.quantile(0.025), mixed.quantile(0.975)),
        Range(middle, coming.quantile(0.1), coming.quantile(0.9)),
        Range(middle, coming.quantile(0.025), coming.quantile(0.975)),
        1 - coming.below(0.0),
        float(tau[int(np.searchsorted(np.cumsum(share), 0.5))]),
        float(share[tau > prior.spread / 2].sum()),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Mixture:
    """Normal distributions, each with its share."""

    centre: Floats
    width: Floats
    share: Floats

    def below(self, point: float) -> float:
        from scipy.special import ndtr

        return float(self.share @ ndtr((point - self.centre) / self.width))

    def quantile(self, level: float) -> float:
        from scipy.optimize import brentq

        far = 10 * float(self.width.max())
        low, high = float(self.centre.min()) - far, float(self.centre.max()) + far
        return float(brentq(lambda point: self.below(point) - level, low, high, xtol=1e-12))


def _checked(effects: Sequence[float], errors: Sequence[float], least: int) -> tuple[Floats, Floats]:
    import numpy as np

    y, se = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float)
    if y.ndim != 1 or y.shape != se.shape or not least <= len(y) <= MOST_CASES:
        raise InputError(
            f"There are {y.size} effects and {se.size} errors, must be as many, {least} to {MOST_CASES:,}."
        )
    if not (np.isfinite(y).all() and np.isfinite(se).all() and (se > 0).all()):
        raise InputError("Effects and errors must be finite, and errors must be above 0.")
    return y, se
