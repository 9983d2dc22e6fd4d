"""How far a ratio reaches by chance: noise drawn whose neighbours are as alike as those seen 「抽样参照」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import lfilter
from scipy.stats import t as student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS, SURE = 999, 10


def noise(phi: float, shape: tuple[int, ...], seed: int) -> Floats:
    """Stationary noise of variance 1 along the last axis, neighbours correlated by ``phi`` 「自相关噪声」."""
    fresh = np.random.default_rng(seed).standard_normal(shape)
    fresh[..., 1:] *= np.sqrt(1 - phi**2)
    found: Floats = lfilter([1.0], [1.0, -phi], fresh, axis=-1)
    return found


def referred(ratio: float, drawn: Floats, free: float) -> tuple[float, float]:
    """How many errors a 95 % interval reaches, and how rare a ratio is among drawn ones 「临界值与概率」.

    Parameters
    ----------
    ratio : float
        Effect by its error.
    drawn : array of float
        The same of draws in which there is no effect.
    free : float
        Degrees of freedom, for the tail beyond what draws can tell.

    Returns
    -------
    tuple of float
        Reach of the interval in errors, and the probability, two-sided. Beyond the tenth-rarest draw the tail is
        Student's, stretched to the drawn reach, and no rarer than draws let one hope.
    """
    sizes, ratio = np.abs(drawn), abs(ratio)
    reach = float(np.quantile(sizes, 0.95))
    beyond = int((sizes >= ratio).sum())
    if beyond >= SURE:
        return reach, (1 + beyond) / (1 + len(sizes))
    stretched = ratio * float(student.ppf(0.975, free)) / max(reach, 1e-12)
    return reach, min(float(2 * student.sf(stretched, free)), (1 + SURE) / (1 + len(sizes)))
