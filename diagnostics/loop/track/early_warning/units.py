"""Figures in units of the largest, for what knows no unit: squares of large ones would be too large 「无量纲化」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def in_units(values: Floats) -> Floats:
    """Figures divided by the largest of them; as they are where all are 0 or missing 「无量纲化」.

    Examples
    --------
    >>> import numpy as np
    >>> in_units(np.array([1e200, -5e199])).tolist()
    [1.0, -0.5]
    """
    import numpy as np

    largest = float(np.nanmax(np.abs(values))) if (values == values).any() else 0.0  # noqa: PLR0124 (NaN alone differs)
    # Figures so small that their share of the largest is no longer exact are nothing to judge either.
    scaled: Floats = values / largest if largest > np.finfo(float).tiny else values
    return scaled
