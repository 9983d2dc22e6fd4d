"""What a simulation of pay needs to be sound 「测算的前提」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.errors import InputError, expect
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario

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
