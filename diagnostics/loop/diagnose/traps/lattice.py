"""The unit in which figures were written down 「数值的最小单位」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Figures with more decimals than these were computed, and not written down.
_UNITS = tuple(float(f"{lead}e{power}") for power in range(8, -5, -1) for lead in (5, 2, 1))


def unit_of(values: Floats) -> float:
    """Largest unit (1, 2, 5 times a power of ten) that all figures are multiples of; 0 for none 「最小单位」.

    Examples
    --------
    >>> import numpy as np
    >>> unit_of(np.array([120.0, 340.0, 90.0])), unit_of(np.array([1.5, 2.25])), unit_of(np.array([1 / 3]))
    (10.0, 0.05, 0.0)
    """
    import numpy as np

    known = values[np.isfinite(values) & (values != 0)]
    if not len(known):
        return 0.0
    least = float(np.abs(known).min())
    for unit in _UNITS:
        # A figure of less than half a unit is no multiple of it.
        if unit >= 2 * least:
            continue
        steps = known / unit
        # Doubles hold about fifteen digits; what is left of a division is measured against those.
        if (np.abs(steps - np.round(steps)) <= 1e-9 * np.abs(steps)).all():
            return unit
    return 0.0


def spread_of(values: Floats) -> float:
    """Standard deviation by the middle half: what is far does not decide it 「稳健标准差」."""
    import numpy as np

    known = values[np.isfinite(values)]
    if len(known) < 2:
        return 0.0
    low, high = np.percentile(known, [25, 75])
    return float(high - low) / 1.349
