"""What each level of each KPI is worth under a plan 「档位价值表」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.loop.intervene.pay.curve import paid_share
from diagnostics.loop.intervene.pay.joint import Joint
from diagnostics.loop.intervene.pay.links import Groups, difficulty_of
from diagnostics.loop.intervene.pay.payout import Whose, fixed_pay, item_result, variable_share
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class PayTables:
    """What each level of each KPI is worth under a plan, in one month 「档位价值表」.

    Figures take few levels, so that each is scored once, exactly, and draws only look it up.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    results, commissions : dict
        By place of the KPI: weighted result, and commission, flat over (entity, level).
    fixed : array
        Fixed pay by entity.
    groups, difficulty, whose
        As `payout` takes them.
    """

    plan: PayPlan
    results: dict[int, Array]
    commissions: dict[int, Array]
    fixed: Array
    groups: Groups
    difficulty: Any
    whose: Whose

    def pay(self, places: Any) -> Array:
        """Pay (draw, entity) before any floor, for places (KPI, draw, entity) of levels 「按抽样计发」."""
        import numpy as np

        total = np.broadcast_to(self.fixed, places.shape[1:]).copy()
        if self.results:
            personal: Array = np.zeros(places.shape[1:])
            for kpi, table in self.results.items():
                personal += table.take(places[kpi])
            share = variable_share(self.plan, personal, self.groups, self.difficulty, self.whose)[1]
            total += self.plan.variable * share
        for kpi, table in self.commissions.items():
            total += table.take(places[kpi])
        return total


def pay_tables(
    plan: PayPlan, joint: Joint, month: int, scenario: PayScenario, effects: Mapping[str, float]
) -> PayTables:
    """Tables of a plan for a month 「编制档位价值表」.

    Parameters
    ----------
    month : int
        Place of the month.
    scenario : PayScenario
        Whose departments hold.
    effects : mapping
        By how much KPIs are higher than the joint distribution says, as shares.

    Raises
    ------
    InputError
        As `payout`.
    """
    whose = Whose(joint.entities, scenario.departments or None)
    levels = {kpi: shifted(joint, kpi, joint.levels[month, joint.at(kpi)].T, effects) for kpi in plan.kpis}
    targets = {kpi: joint.targets[month, joint.at(kpi)] for kpi in plan.kpis}
    whole = sum((each.weight for each in plan.items), 0.0) or 1.0
    results = {}
    for item in plan.items:
        found = item_result(item, levels, targets, joint.entities)
        worth = paid_share(plan.curve, found) if plan.curve_on == "items" else found
        results[joint.at(item.kpi)] = (item.weight / whole * worth).T.ravel()
    bonus: dict[int, Array] = {}
    for each in plan.commissions:
        import numpy as np

        at = joint.at(each.kpi)
        bonus[at] = bonus.get(at, 0.0) + (each.rate * np.maximum(levels[each.kpi] - each.above, 0.0)).T.ravel()
    groups = Groups.of(joint.entities, whose.departments)
    fixed = fixed_pay(plan, joint.entities)
    return PayTables(plan, results, bonus, fixed, groups, difficulty_of(plan, joint.entities), whose)


def shifted(joint: Joint, kpi: str, figures: Array, effects: Mapping[str, float]) -> Array:
    """Figures with the effect that is expected on their KPI 「计入预期效果」."""
    effect = effects.get(kpi, 0.0)
    return joint.within(kpi, figures * (1 + effect)) if effect else figures
