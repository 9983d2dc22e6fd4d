"""Price, volume and mix of what is sold 「价量结构」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.attribution.shapley import shapley
from diagnostics.model.decomposition import MIX, PRICE, VOLUME

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Figures = dict[str, NDArray[np.float64]]


def price_volume_mix(before: Figures, after: Figures, volume: str, prices: Sequence[str]) -> Figures:
    """Contributions of total volume, of the mix and of the prices to revenue, product by product 「价量结构贡献」.

    Parameters
    ----------
    before, after : dict of array
        Volume and the factors of the price, an entry a product that both sides sell.
    volume : str
        Name of the volume, positive.
    prices : sequence of str
        Factors of the price; one by itself is called ``(price)``.

    Notes
    -----
    With volumes ``q``, prices ``p`` and total volumes ``Q``: volume ``p0 · q0 · (Q1 / Q0 - 1)``, all products growing
    alike; mix ``p0 · (q1 - q0 · Q1 / Q0)``; price ``q1 · (p1 - p0)``. Prices are replaced last, as bookkeeping does it,
    so reversed time gives other parts. Several factors of a price share its part by the mean over all orders.
    """
    import numpy as np

    first, last = before[volume], after[volume]
    growth = last.sum() / first.sum() if len(first) else 1.0
    old = _price(before, prices)
    parts = {VOLUME: old * first * (growth - 1), MIX: old * (last - first * growth)}
    sides = ({name: each[name] for name in prices} for each in (before, after))
    moved = shapley(lambda figures: np.prod(list(figures.values()), axis=0), *sides)
    named = {PRICE: next(iter(moved.values()))} if len(moved) == 1 else moved
    return {**parts, **{name: last * each for name, each in named.items()}}


def _price(figures: Figures, prices: Sequence[str]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.prod([figures[name] for name in prices], axis=0))


def check_volumes(figures: NDArray[np.float64], values: NDArray[np.float64], side: str) -> None:
    """Refuse volumes below 0, which have no mix, and money without volume, which has no price 「检查销量」.

    Raises
    ------
    InputError
        When a volume is negative, or is 0 beside a value that is not.
    """
    odd = (figures == 0) & (values != 0)
    if odd.any():
        raise InputError(
            f"A product has a value of {values[odd][0]:g} over a volume of 0 {side}: it has no price; join it to"
            " another product, leave it out on both sides, or use method='shapley'."
        )
    if (figures < 0).any():
        raise InputError(
            f"A volume is {figures.min():g} {side}; price, volume and mix need volumes of 0 or more:"
            " leave returns out, or use method='shapley'."
        )
