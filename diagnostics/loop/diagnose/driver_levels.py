"""Drivers of drivers: how far down the formulas of KPIs lead 「多层驱动」."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.attribution.terms import is_linear
from diagnostics.loop.diagnose.decompose_tree import decompose_tree

if TYPE_CHECKING:
    from diagnostics.model.decomposition import Decomposition, Method

Record = dict[str, Any]
# KPI to its figure, missing where it may not be used; one for each side.
Sides = tuple[Callable[[str], float], Callable[[str], float]]
# What is told twice, by measure and formula or by a whole and its parts, may differ by rounding: this share at most.
AGREE = 1e-6


def unfit(formula: Formula, factors: Mapping[str, float], whole: float) -> str:
    """Why the factors can't stand for the KPI: no value, or another value than the KPI's own 「是否相符」."""
    value = float(formula.evaluate(factors))
    if math.isnan(value):
        return "no_value"
    if not math.isnan(whole) and abs(value - whole) > AGREE * max(abs(value), abs(whole)):
        return "not_equal"
    return ""


def formulas_below(root: str, stated: Mapping[str, str], sides: Sides) -> dict[str, str]:
    """Formulas of the root and of the drivers below it that their own drivers can stand for 「可展开的公式」.

    Parameters
    ----------
    stated : mapping of str
        KPI to its formula, for those that have one.
    sides : pair of callable
        Figures before and after; a driver is taken apart where both sides have those of its own drivers, and they give
        the driver's own figure.
    """
    found = {root: stated[root]}
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, (root,))]
    while waiting:
        name, trail = waiting.pop()
        for child in parse_formula(found[name]).names:
            # A driver that is explained by what it explains ends the branch.
            below = parse_formula(stated[child]).names if child in stated else ()
            fresh = below and child not in found and not {child, *below} & set(trail)
            if fresh and _stands(stated[child], child, sides):
                found[child] = stated[child]
                waiting.append((child, (*trail, child)))
    return found


def _stands(formula: str, kpi: str, sides: Sides) -> bool:
    parsed = parse_formula(formula)
    for side in sides:
        factors = {name: side(name) for name in parsed.names}
        if any(map(math.isnan, factors.values())) or unfit(parsed, factors, side(kpi)):
            return False
    return True


def tree_record(root: str, formulas: Mapping[str, str], sides: Sides, method: Method) -> list[Record]:
    """Nodes of the tree of drivers, empty where it has one level alone or no value on the way 「驱动树记录」."""
    if len(formulas) == 1:
        return []
    names = [name for each in formulas.values() for name in parse_formula(each).names if name not in formulas]
    before, after = ({name: side(name) for name in dict.fromkeys(names)} for side in sides)
    try:
        found = decompose_tree(before, after, formulas=formulas, root=root, method=method)
    except InputError:
        # A mixture of before and after divides by zero, or two formulas lead to each other: one level is told.
        return []
    records: list[Record] = found.frame().to_dict("records")  # type: ignore[assignment]  # columns are texts
    return records


def bridge_record(found: Decomposition) -> Record | None:
    """Step-by-step replacement beside the other method, None where one of them has no answer 「算法对照记录」."""
    if is_linear(parse_formula(found.formula)):
        return None
    try:
        bridge = found.bridge()
    except InputError:
        return None
    return {"other": bridge.other, "rows": bridge.table.to_dict("records")}
