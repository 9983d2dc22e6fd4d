"""How often quiet figures look as if something had happened 「平稳数据的误报率」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.departures import LADDER, Strictness, departures
from diagnostics.loop.track.early_warning.events import QUIET

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERIODS = 100


def simulated_rate(  # noqa: PLR0913 (what is simulated, and how much of it)
    phi: float,
    history: int,
    strictness: Strictness,
    *,
    tail: float = 1.0,
    series: int = 1000,
    seed: int = 0,
    periods: int = PERIODS,
) -> float:
    """Alerts a period on quiet figures, counted in a simulation 「模拟误报率」.

    Parameters
    ----------
    phi : float
        Correlation of a figure with the one before, 0 to below 1.
    history : int
        Figures that tell what is usual, 8 to 24.
    strictness : Strictness
        How far, or how long, a series has to depart.
    tail : float
        1 for normal figures; above, limits are so much wider and figures hyperbolic sines of normal ones, which have
        long tails both ways (a kurtosis of about 15).
    series, periods : int
        Size of the simulation.
    seed : int
        Seed of the draws.

    Returns
    -------
    float
        Events that begin, by periods judged; departures with fewer than three quiet periods between are one event.
    """
    import numpy as np

    before = history + LADDER[-1].run + QUIET
    drawn = quiet_series(phi, series, before + periods, np.random.default_rng(seed))
    drawn = np.sinh(drawn) if tail > 1 else drawn
    fires = departures(drawn, replace(strictness, width=strictness.width * tail), history).side != 0
    recent = np.zeros_like(fires)
    for lag in range(1, QUIET + 1):
        recent[:, lag:] |= fires[:, :-lag]
    return float((fires & ~recent)[:, before:].mean())


def quiet_series(phi: float, series: int, periods: int, draws: np.random.Generator) -> NDArray[np.float64]:
    """Series to which nothing happens: AR(1) of unit variance 「平稳序列」."""
    import numpy as np

    noise = draws.standard_normal((series, periods))
    noise[:, 1:] *= np.sqrt(1 - phi * phi)
    for at in range(1, periods):
        noise[:, at] += phi * noise[:, at - 1]
    return noise
