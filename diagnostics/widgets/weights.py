"""Weights that always sum to 1 「联动权重」."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.errors import InputError
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.widgets.board import edited


def rebalanced(weights: Sequence[float], at: int, percent: int) -> tuple[int, ...]:
    """Weights in whole per cents after one was set: the others share the rest in proportion 「权重联动」.

    Parameters
    ----------
    weights : sequence of float
        Weights, which sum to 1.
    at : int
        Which one is set.
    percent : int
        Its new weight; every other keeps 1 at least.

    Raises
    ------
    InputError
        When no such weight leaves 1 for each of the others.

    Notes
    -----
    Largest remainder, so that they sum to 100; of equal remainders the first gains.

    Examples
    --------
    >>> rebalanced([0.5, 0.3, 0.2], 0, 60)
    (60, 24, 16)
    """
    count = len(weights) - 1
    most = 100 - count
    if not 1 <= percent <= most or (count == 0 and percent != 100):
        raise InputError(f"weight == {percent} %, must be 1 to {most} beside {count} others.")
    others = [each for each in range(len(weights)) if each != at]
    whole = sum(weights[each] for each in others) or 1.0
    spare = 100 - percent - count
    wanted = {each: weights[each] / whole * (100 - percent) - 1 for each in others}
    floor = {each: max(wanted[each], 0.0) for each in others}
    scale = spare / (sum(floor.values()) or 1.0)
    exact = {each: floor[each] * scale for each in others}
    found = {each: int(exact[each] + 1e-9) for each in others}
    left = spare - sum(found.values())
    for each in sorted(others, key=lambda one: found[one] - exact[one])[:left]:
        found[each] += 1
    return tuple(percent if each == at else found[each] + 1 for each in range(len(weights)))


def weighted(scenario: PayScenario, at: int, percent: int) -> PayScenario:
    """Scenario with one weight set and the others moved along 「调整权重」.

    Raises
    ------
    InputError
        As `rebalanced`.
    """
    items = scenario.plan.items
    found = rebalanced([each.weight for each in items], at, percent)
    changed = [item.model_dump() | {"weight": share / 100} for item, share in zip(items, found, strict=True)]
    return edited(scenario, ("plan", "items"), changed)
