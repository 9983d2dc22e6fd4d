"""What a simulation of pay needs to be sound 「测算的前提」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, expect
from diagnostics.model.pay_plan import FROM_ZERO, PayItem, PayPlan
from diagnostics.model.pay_scenario import PayScenario

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

MOST_DRAWS, MOST_SCENARIOS = 1_000_000, 8
# Pay of all draws, entities and plans is held at once: 800 MB.
MOST_FIGURES = 100_000_000


def require_call(plan: Any, tried: Sequence[Any], draws: int, seed: int) -> None:
    """Refuse arguments that are none, and scenarios that can't stand beside each other 「检查参数」."""
    expect("plan", plan, (PayPlan, PayScenario), "a PayPlan or a PayScenario")
    for each in tried:
        expect("scenario", each, PayScenario, "a PayScenario")
    if not 1 <= len(tried) <= MOST_SCENARIOS:
        raise InputError(f"{len(tried)} scenarios, must be 1 to {MOST_SCENARIOS}.")
    ids = [each.id for each in tried]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice:
        raise InputError(f"Scenario {twice!r} occurs twice; give each its own id.")
    for each in tried[1:]:
        require_alike(tried[0], each)
    for name, value in (("draws", draws), ("seed", seed)):
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(f"{name} == {value!r:.60}, must be a whole number.")
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(f"draws == {draws}, must be 1 to {MOST_DRAWS:,}.")
    if seed < 0:
        raise InputError(f"seed == {seed}, must be at least 0.")


def require_alike(first: PayScenario, other: PayScenario) -> None:
    """Refuse scenarios of other entities or months than the first 「检查情景」."""
    for name in ("entities", "first", "months", "outlook"):
        if name in other.model_fields_set and getattr(other, name) != getattr(first, name):
            raise InputError(f"{name} of scenario {other.id!r} must be that of {first.id!r}, beside which it stands.")


def require_room(draws: int, entities: int, plans: int) -> None:
    """Refuse more draws than memory holds 「检查规模」."""
    wide = draws * entities * plans
    if wide > MOST_FIGURES:
        raise InputError(
            f"{draws:,} draws of {entities} entities and {plans} plans are {wide:,} figures, must be"
            f" {MOST_FIGURES:,} at most; take fewer draws."
        )


def require_settled(key: str, plan: PayPlan, first: str) -> None:
    """Refuse difficulty that was settled when results were already coming in 「检查难度系数」."""
    if plan.difficulty is not None and first[:1] != "+" and f"{plan.difficulty.agreed:%Y-%m}" >= first:
        raise InputError(
            f"difficulty of {key!r} was agreed on {plan.difficulty.agreed}, must be settled before {first} begins."
        )


def require_possible(items: Sequence[PayItem], figures: Mapping[str, Array]) -> None:
    """Refuse a figure below 0 that is better lower, by a rule for shares: it would be paid best of all 「检查取值」.

    Raises
    ------
    InputError
        When there is one.
    """
    for item in items:
        least = float(figures[item.kpi].min(initial=0.0))
        if item.direction == "lower" and item.scoring.rule in FROM_ZERO and least < 0:
            raise InputError(
                f"{item.kpi} == {least:g}, must be at least 0: it is better lower, and by rule {item.scoring.rule!r} a"
                " figure that can't be would be paid best; 'difference' takes figures below 0."
            )
