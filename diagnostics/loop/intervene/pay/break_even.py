"""From which level of a KPI a pay plan pays for itself 「盈亏平衡」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.loop.intervene.pay.draws import over_draws
from diagnostics.loop.intervene.pay.joint import Joint
from diagnostics.loop.intervene.pay.pay_tables import pay_tables
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.model.pay_simulation import BreakEven

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

# Rises that are looked at, then narrowed down; and how many draws do for a mean.
_RISES = 41
_DRAWS, _HALVINGS = 2_000, 14


def break_even(
    present: PayPlan, present_wage: float, joint: Joint, scenario: PayScenario, seed: int
) -> BreakEven | None:
    """Rise of the margin's KPI from which extra gross margin covers extra pay 「盈亏平衡点」.

    Parameters
    ----------
    present : PayPlan
        Plan in force.
    present_wage : float
        Minimum wage under it.

    Returns
    -------
    BreakEven or None
        None where the scenario states no margin.

    Notes
    -----
    First month. With rise u: margin · (K(u) − K(0)) = cost(plan, u) − cost(in force, 0). The least u of 0 to 1 where it
    holds; 0 where the plan costs no more anyway. Where the scenario expects an effect on the margin's KPI, its other
    effects come in the same proportion: what hangs on that KPI costs pay too. Else the others are as expected.
    Guarantees are left out, for they end; the minimum wage is in.
    """
    import numpy as np

    if scenario.margin is None:
        return None
    kpi, share = scenario.margin.kpi, scenario.margin.share
    people = np.array([scenario.people.get(each, 1) for each in joint.entities], dtype=np.float64)
    draws = over_draws(joint, _DRAWS, seed, lambda _, places: places[0])
    at = joint.at(kpi)
    now = float(joint.expected[0, at].sum())

    def cost(one: PayPlan, rise: float, floor: float) -> float:
        table = pay_tables(one, joint, 0, scenario, _rises(scenario, kpi, rise))
        total = sum(float((np.maximum(table.pay(each), floor) @ people).sum()) for each in draws)
        return (1 + scenario.on_cost) * total / _DRAWS

    before = cost(present, 0.0, present_wage)

    def left(rise: float) -> float:
        more = float((joint.within(kpi, joint.expected[0, at] * (1 + rise)) - joint.expected[0, at]).sum())
        return share * more - (cost(scenario.plan, rise, scenario.minimum_wage) - before)

    found = _first_covered(left)
    return BreakEven(kpi, now, found, None if found is None else now * (1 + found))


def _rises(scenario: PayScenario, kpi: str, rise: float) -> dict[str, float]:
    """Rises of all KPIs that come with a rise of one, in the proportion in which the scenario expects them."""
    expected = scenario.effects.get(kpi, 0.0)
    if expected <= 0:
        return {kpi: rise}
    # No KPI falls by more than the whole.
    return {each: max(effect * rise / expected, -1.0) for each, effect in scenario.effects.items()}


def _first_covered(left: Any) -> float | None:
    """Least rise at which something is left, to a hundredth of a per cent."""
    import numpy as np

    low = 0.0
    for rise in np.linspace(0.0, 1.0, _RISES).tolist():
        if left(rise) >= 0:
            high = rise
            break
        low = rise
    else:
        return None
    for _ in range(_HALVINGS if high > 0 else 0):
        middle = (low + high) / 2
        low, high = (low, middle) if left(middle) >= 0 else (middle, high)
    return float(high)
