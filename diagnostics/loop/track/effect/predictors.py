"""Weights of entities that resemble the treated ones in more than the KPI 「带协变量的合成权重」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.simplex import exact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# How far the search looks at first: importance by a factor of e² up, and how often it looks in each of its two passes.
STEP, LOOKS = 2.0, 1500


def resembling(traits: Floats, own: Floats, others: Floats) -> Floats:
    """Weights by traits, each as important as lets the KPI before the start fit best 「嵌套搜索」.

    Parameters
    ----------
    traits : array, (1 + n, traits)
        Traits, the treated entity's first.
    own, others : array, (periods,), (n, periods)
        The KPI before the start; its mean is one trait more.

    Returns
    -------
    array, (n,)
        ``argmin sum(v (traits' w - own)²)``, with the importance v that makes the mean squared misfit of the KPI least.
        Traits are taken in units of their standard deviation; one that is alike everywhere is left out.

    Notes
    -----
    The search is the usual nested one: v from equal importance by Nelder and Mead, then Powell; nothing is drawn. The
    misfit has several valleys, and this finds one of them.

    References
    ----------
    Abadie, A., Diamond, A., Hainmueller, J. (2010). Synthetic control methods for comparative case studies. Journal of
    the American Statistical Association 105.
    """
    import numpy as np
    from scipy.optimize import minimize

    table = np.column_stack([traits, np.append(own.mean(), others.mean(axis=1))])
    spread = table.std(axis=0, ddof=1)
    told = spread > 1e-12 * np.abs(table).max(axis=0)
    if not told.any():
        return np.full(len(others), 1 / len(others))
    scaled = table[:, told] / spread[told]
    apart, nothing = (scaled[1:] - scaled[0]).T, np.zeros(int(told.sum()))
    misfit = others - own

    def weighted(importance: Floats) -> Floats:
        shares = np.exp((importance - importance.max()) / 2)
        return exact(shares[:, None] * apart, nothing, 0.0)

    def missed(importance: Floats) -> float:
        return float(((weighted(importance) @ misfit) ** 2).mean())

    corners = np.vstack([nothing, STEP * np.eye(len(nothing))])
    options = {"maxfev": LOOKS, "xatol": 1e-2, "fatol": 1e-9, "initial_simplex": corners, "adaptive": True}
    near = minimize(missed, nothing, method="Nelder-Mead", options=options).x
    best = minimize(missed, near, method="Powell", options={"maxfev": LOOKS, "xtol": 1e-3, "ftol": 1e-9})
    return weighted(best.x)
