"""Replacing one factor after another, in declared order 「连环替代法」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Figures = dict[str, NDArray[np.float64]]


def chain(evaluate: Callable[[Figures], Any], order: Sequence[str], before: Figures, after: Figures) -> Figures:
    """Contributions of the names of any formula, replaced one by one 「连环替代」.

    Parameters
    ----------
    evaluate : callable
        The formula: figures by name to its value, entry by entry.
    order : sequence of str
        Names in the order in which they are replaced; the answer depends on it.
    before, after : dict of array
        Figures of each name, an entry a row.

    Raises
    ------
    InputError
        When the formula has no value on the way from before to after.
    """
    import numpy as np

    figures = dict(before)
    value = np.asarray(evaluate(figures), dtype=float)
    contributions = {}
    for name in order:
        figures[name] = after[name]
        moved = np.asarray(evaluate(figures), dtype=float)
        if not np.isfinite(moved).all():
            raise InputError(
                f"The formula has no value once {name!r} is replaced: it divides by zero; declare another order."
            )
        contributions[name] = moved - value
        value = moved
    return contributions
