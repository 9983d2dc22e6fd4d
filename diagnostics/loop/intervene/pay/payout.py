"""What a plan pays for given figures 「按方案计发」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, expect, unknown
from diagnostics.loop.intervene.pay.curve import paid_share
from diagnostics.loop.intervene.pay.links import Groups, difficulty_of, linked
from diagnostics.loop.intervene.pay.sound import require_possible
from diagnostics.model.pay_plan import PayItem, PayPlan
from diagnostics.model.payout import Payout

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Whose:
    """Whose figures stand along the last axis, and in which department each is 「发放对象」.

    Parameters
    ----------
    entities : tuple of str
        Entities; empty where figures name none.
    departments : mapping
        Department by entity.
    department, company : array-like, optional
        Results of department and company as shares, where they are known; else they are means of their members' own.
    """

    entities: tuple[str, ...] = ()
    departments: Mapping[str, str] | None = None
    department: Any = None
    company: Any = None


def payout(
    plan: PayPlan,
    figures: Mapping[str, Any],
    *,
    targets: Mapping[str, Any] | None = None,
    whose: Whose | Sequence[str] = (),
    minimum_wage: float = 0.0,
    at_least: Any = 0.0,
) -> Payout:
    """What a plan pays for given figures, for many entities and draws at once 「按方案计发」.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    figures : mapping
        Figures by KPI, in the KPI's unit: a number, or an array whose last axis are entities.
    targets : mapping, optional
        Targets by KPI for items that state none, in the same shapes.
    whose : Whose or sequence of str
        Entities along the last axis; needed where the plan treats them differently.
    minimum_wage : float
        Nobody is paid less.
    at_least : array-like
        Guaranteed pay.

    Returns
    -------
    Payout
        ``.total`` and its parts, not rounded; ``.frame()`` in cents.

    Raises
    ------
    InputError
        When a figure or target is missing or infinite, one that is better lower is below 0, or shapes don't fit.

    Notes
    -----
    Result of an item: its score / 100, at least 0. Weighted, then joined with department and company, times difficulty,
    through the curve; or through the curve item by item and then weighted. Variable pay is that share of the plan's.
    No part falls when a figure gets better. One below 0 that is better higher pays nothing, and no commission.

    Examples
    --------
    >>> plan = PayPlan(fixed=3500, variable=4000, items=[{"kpi": "revenue", "weight": 1, "target": 300000}])
    >>> float(payout(plan, {"revenue": 300000}).total), float(payout(plan, {"revenue": 240000}).total)
    (7500.0, 6700.0)
    """
    import numpy as np

    expect("plan", plan, PayPlan, "a PayPlan")
    if isinstance(whose, str):
        raise InputError(f"whose == {whose!r:.60}, must be a sequence of entities, not a text.")
    about = whose if isinstance(whose, Whose) else Whose(tuple(whose))
    _require_named(plan, about.entities)
    require_possible(plan.items, {each.kpi: figures_of(each.kpi, figures, about.entities) for each in plan.items})
    results = {each.kpi: item_result(each, figures, targets or {}, about.entities) for each in plan.items}
    personal, bonus = personal_result(plan, results), commission(plan, figures, about.entities)
    groups = Groups.of(about.entities, about.departments)
    fixed, least = fixed_pay(plan, about.entities), floor_of(minimum_wage, at_least)
    try:
        result, share = variable_share(plan, personal, groups, difficulty_of(plan, about.entities), about)
        fixed, result, share, bonus, least = np.broadcast_arrays(fixed, result, share, bonus, least)
    except ValueError as error:
        raise InputError(f"Figures of {sorted(figures)} are of shapes that don't stand beside each other.") from error
    variable = plan.variable * share
    floor = np.maximum(least - (fixed + variable + bonus), 0.0)
    return Payout(about.entities, results, personal, result, share, fixed, variable, bonus, floor)


def _require_named(plan: PayPlan, entities: Sequence[str]) -> None:
    """Refuse figures that name nobody where the plan has own fixed pay or difficulty for some."""
    own = "fixed_of" if plan.fixed_of else "difficulty" if plan.difficulty else ""
    if own and not entities:
        raise InputError(f"The plan has {own!r} by entity; say in 'whose' whose figures these are.")


def item_result(
    item: PayItem, figures: Mapping[str, Any], targets: Mapping[str, Any], entities: Sequence[str]
) -> Array:
    """Result of an item as a share of its target, at least 0 「单项达成」."""
    import numpy as np

    from diagnostics.dictionary.scoring import score

    actual = figures_of(item.kpi, figures, entities)
    target = item_target(item, targets, entities)
    try:
        points = score(actual, target, item.scoring, item.direction)
    except InputError as error:
        raise InputError(f"{str(error).rstrip('.')} (KPI {item.kpi!r} of the pay plan).") from error
    found = np.maximum(np.asarray(points, dtype=np.float64) / 100, 0.0)
    if np.isnan(found).any():
        raise InputError(f"KPI {item.kpi!r} of the pay plan has no target for some entity; state it in the plan.")
    return found


def item_target(item: PayItem, targets: Mapping[str, Any], entities: Sequence[str]) -> Any:
    """Target of an item: its own, by entity where it states so, else the one beside the figure 「考核项目标」.

    Raises
    ------
    InputError
        When an entity has none.
    """
    if isinstance(item.target, dict):
        missing = [each for each in entities if each not in item.target]
        if missing or not entities:
            name = missing[0] if missing else "(unnamed)"
            raise unknown("entity", name, item.target, f"the targets of KPI {item.kpi!r}")
        return [item.target[each] for each in entities]
    return targets.get(item.kpi) if item.target is None else item.target


def numbers(value: Any, name: str) -> Array:
    """Numbers as an array; a text of digits or a truth value is none 「数值」.

    Raises
    ------
    InputError
        When something is no number.
    """
    from diagnostics.dictionary.scoring.arrays import figures

    return figures(value, name)


def floor_of(minimum_wage: Any, at_least: Any) -> Array:
    """Pay below which nobody falls 「发放下限」.

    Raises
    ------
    InputError
        When minimum wage or guarantee is missing or below 0.
    """
    import numpy as np

    for name, value in (("minimum_wage", minimum_wage), ("at_least", at_least)):
        if not (numbers(value, name) >= 0).all():
            raise InputError(f"{name} == {value!r:.60}, must be a sum of money of at least 0.")
    return np.asarray(np.maximum(numbers(minimum_wage, "minimum_wage"), numbers(at_least, "at_least")))


def figures_of(kpi: str, figures: Mapping[str, Any], entities: Sequence[str]) -> Array:
    """Figures of a KPI, every one of them there 「取指标值」.

    Raises
    ------
    InputError
        When there are none, or one is missing, infinite or no number.
    """
    import numpy as np

    if kpi not in figures:
        raise unknown("KPI", kpi, figures, "the figures that pay follows")
    found = numbers(figures[kpi], kpi)
    if entities and found.ndim and found.shape[-1] not in {1, len(entities)}:
        raise InputError(f"{kpi} has {found.shape[-1]} figures for {len(entities)} entities.")
    if not np.isfinite(found).all():
        at = int(np.argwhere(~np.isfinite(found))[0][-1]) if found.ndim else 0
        who = f" of {entities[at]!r}" if entities and found.ndim and found.shape[-1] == len(entities) else ""
        raise InputError(f"{kpi}{who} is missing or infinite; no pay follows from a figure that is not there.")
    return found


def personal_result(plan: PayPlan, results: Mapping[str, Array]) -> Array:
    """Weighted result of the items; through the curve first, where it holds for each item 「个人绩效」."""
    import numpy as np

    each = {
        item.kpi: paid_share(plan.curve, results[item.kpi]) if plan.curve_on == "items" else results[item.kpi]
        for item in plan.items
    }
    # Weights of thirds sum to 1 within a rounding error, and full results must make full pay.
    whole = sum((item.weight for item in plan.items), 0.0) or 1.0
    return np.asarray(sum((item.weight / whole * each[item.kpi] for item in plan.items), np.asarray(0.0)))


def variable_share(
    plan: PayPlan, personal: Array, groups: Groups, difficulty: Any, about: Whose
) -> tuple[Array, Array]:
    """Joined result, and the share of the variable pay that it is worth 「绩效发放比例」."""
    import numpy as np

    if not plan.items:
        nothing = np.zeros_like(personal)
        return nothing, nothing
    result = np.asarray(linked(plan.links, personal, groups, about.department, about.company) * difficulty)
    if plan.curve_on == "total":
        return result, paid_share(plan.curve, result)
    cap = plan.curve.cap
    return result, result if cap is None else np.minimum(result, cap)


def commission(plan: PayPlan, figures: Mapping[str, Any], entities: Sequence[str]) -> Array:
    """Pay that is a share of KPIs 「提成」."""
    import numpy as np

    total: Array = np.asarray(0.0)
    for each in plan.commissions:
        total = total + each.rate * np.maximum(figures_of(each.kpi, figures, entities) - each.above, 0.0)
    return total


def fixed_pay(plan: PayPlan, entities: Sequence[str]) -> Array:
    """Fixed pay along the entities 「固定工资」."""
    import numpy as np

    return np.array([plan.fixed_of.get(each, plan.fixed) for each in entities]) if entities else np.asarray(plan.fixed)
