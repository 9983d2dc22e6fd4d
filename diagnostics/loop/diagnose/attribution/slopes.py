"""How much of a formula's change each unit of a name's change is worth 「单位影响」.

A contribution is the slope times the name's change. So what a name is worth can be handed on to the names behind it,
also where it did not change itself because they cancelled.
"""

from __future__ import annotations

from collections import Counter
from math import factorial
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression.nodes import Arithmetic, Column, Literal, Node
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.attribution.lmdi import lmdi, log_mean
from diagnostics.loop.diagnose.attribution.shapley import MOST_FACTORS
from diagnostics.loop.diagnose.attribution.terms import terms_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.dictionary.expression.formula import Formula
    from diagnostics.model.decomposition import Method

    Array = NDArray[np.float64]
    Figures = dict[str, Array]


def slopes_of(formula: Formula, method: Method, before: Figures, after: Figures) -> tuple[Figures, Method]:
    """Slope of a formula's value in each of its names, and the method that could be used 「单位影响」.

    Parameters
    ----------
    formula : Formula
        Its parts that add up are taken one by one.
    method : {"lmdi", "shapley", "chain"}
        ``lmdi`` holds for each part that is a product of figures that are not negative.
    before, after : dict of array
        Figures of each name, an entry a row.

    Returns
    -------
    tuple of (dict of array, method)
        Slopes times changes sum to the change of the value; ``shapley`` where a part had to take it for ``lmdi``.

    Raises
    ------
    InputError
        When a mixture of before and after divides by zero, or more than 16 names of one part change.
    """
    import numpy as np

    if method == "chain":
        return _chain(formula, before, after), method
    found = {name: np.zeros(len(before[name])) for name in formula.names}
    used = method
    for factor, part in terms_of(formula):
        powers = part.factors()
        fit = powers is not None and all((side[name] >= 0).all() for side in (before, after) for name in part.names)
        if len(part.names) == 1 and powers is not None and powers[0][1] == 1:
            slopes = {part.names[0]: np.full(len(before[part.names[0]]), part.coefficient)}
        elif method == "lmdi" and fit:
            slopes = {name: part.coefficient * each for name, each in _lmdi(powers or (), before, after).items()}
        else:
            used, slopes = "shapley", _shapley(part, before, after)
        for name, each in slopes.items():
            found[name] = found[name] + factor * each
    return found, used


def _lmdi(factors: tuple[tuple[str, int], ...], before: Figures, after: Figures) -> Figures:
    import numpy as np

    powers = Counter[str]()
    for name, power in factors:
        powers[name] += power
    first, last = (
        np.prod([side[name] ** float(power) for name, power in powers.items()], axis=0) for side in (before, after)
    )
    both = (first > 0) & (last > 0)
    one = np.ones_like(first)
    mean = log_mean(np.where(both, last, one), np.where(both, first, one))
    limits = lmdi(factors, before, after)
    found = {}
    for name, power in powers.items():
        inner = power * mean / log_mean(np.where(both, after[name], one), np.where(both, before[name], one))
        change = after[name] - before[name]
        limit = np.divide(limits[name], change, out=np.zeros_like(change), where=change != 0)
        found[name] = np.where(both, inner, limit)
    return found


def _chain(formula: Formula, before: Figures, after: Figures) -> Figures:
    found, state = {}, dict(before)
    for name in formula.names:
        found[name] = _slope(formula.tree, name, state, after[name])[2]
        state[name] = after[name]
        _finite(found[name], f"once {name!r} is replaced: it divides by zero; declare another order")
    return found


def _shapley(formula: Formula, before: Figures, after: Figures) -> Figures:
    import numpy as np

    moving = [name for name in formula.names if not np.array_equal(before[name], after[name])]
    if len(moving) > MOST_FACTORS:
        raise InputError(
            f"{len(moving)} factors change, exact sharing takes at most {MOST_FACTORS}; use method='chain'."
        )
    return {name: _mean_slope(formula, name, moving, before, after) for name in formula.names}


def _mean_slope(formula: Formula, name: str, moving: list[str], before: Figures, after: Figures) -> Array:
    """Slope in a name, the mean over all orders in which the others move: a subset a row of the arrays."""
    import numpy as np

    others = [each for each in moving if each != name]
    subsets = np.arange(1 << len(others))
    sizes = np.array([int(each).bit_count() for each in subsets])
    orders = [
        factorial(each) * factorial(len(others) - each) / factorial(len(others) + 1) for each in range(len(others) + 1)
    ]
    weights = np.array(orders)[sizes]
    rows = len(before[name])
    found = np.zeros(rows)
    step = max(1, (1 << 20) >> len(others))
    for start in range(0, rows, step):
        part = slice(start, start + step)
        shape = len(subsets), len(before[name][part])
        state = {each: np.broadcast_to(before[each][part], shape) for each in formula.names}
        for place, each in enumerate(others):
            moved = (subsets >> place & 1).astype(bool)[:, None]
            state[each] = np.where(moved, after[each][part], before[each][part])
        slopes = _slope(formula.tree, name, state, np.broadcast_to(after[name][part], shape))[2]
        lost = ~np.isfinite(slopes).all(axis=1)
        new = [each for place, each in enumerate(others) if lost.any() and subsets[lost][0] >> place & 1]
        told = f"with {', '.join(new) or 'nothing'} after and the other factors before"
        _finite(slopes, f"{told}: it divides by zero there; method='chain' needs only the mixtures of its own order")
        found[part] = weights @ slopes
    return found


def _finite(slope: Array, where: str) -> None:
    import numpy as np

    if not np.isfinite(slope).all():
        raise InputError(f"The formula has no value {where}.")


def _slope(node: Node, name: str, state: Figures, moved: Array) -> tuple[Array, Array, Array]:
    """Value at the state, value once the name has moved, and the divided difference, exact where nothing moves."""
    import numpy as np

    if isinstance(node, Column):
        if node.name == name:
            return state[name], moved, np.ones_like(moved)
        return state[node.name], state[node.name], np.zeros_like(moved)
    if isinstance(node, Literal):
        value = np.full_like(moved, float(node.value))  # type: ignore[arg-type]  # check_formula let numbers pass alone
        return value, value, np.zeros_like(moved)
    if not isinstance(node, Arithmetic):
        raise TypeError(f"{type(node).__name__} in a formula")  # check_formula let none pass
    (a0, a1, rise), (b0, b1, other) = (_slope(each, name, state, moved) for each in (node.left, node.right))
    if node.operator == "+":
        return a0 + b0, a1 + b1, rise + other
    if node.operator == "-":
        return a0 - b0, a1 - b1, rise - other
    if node.operator == "*":
        return a0 * b0, a1 * b1, rise * b1 + a0 * other
    with np.errstate(all="ignore"):
        return a0 / b0, a1 / b1, (rise - a0 / b0 * other) / b1
