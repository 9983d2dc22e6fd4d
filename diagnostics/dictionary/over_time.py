"""How a KPI grows with time and with size, by what it is counted from 「随时间与规模的变化」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from diagnostics.dictionary.expression.formula import parse_formula
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Column, Node
from diagnostics.dictionary.expression.nodes import Literal as Constant

if TYPE_CHECKING:
    from diagnostics.model.kpi import Kpi

Way = Literal["sum", "ratio", "level", ""]
_Powers = Mapping[str, int | None]
# Of people counted once each nobody knows from the months how many a year has.
_IN_TIME: _Powers = {"sum": 1, "count": 1, "count_if": 1, "count_distinct": None}
_IN_SIZE: _Powers = {"sum": 1, "count": 1, "count_if": 1, "count_distinct": 1, "first": 1, "last": 1}


def ways(kpis: Mapping[str, Kpi]) -> dict[str, Way]:
    """How periods of each KPI are taken together 「跨期合计方式」.

    Parameters
    ----------
    kpis : mapping of str to Kpi
        Whole dictionary: a formula's parts are looked up in it.

    Returns
    -------
    dict of str to str
        ``sum``: a year's figure has the size of its periods' added up. ``ratio``: sums over sums. ``level``: a year's
        figure has the size of one period's. Empty: neither is known.

    Notes
    -----
    As units are reckoned: what sums and counts grow with time by the first power, means and balances not at all; a
    product adds the powers, a quotient takes one from the other, and only like is added to like. So people × share ×
    money a head grows, profit ÷ revenue does not, and output ÷ heads of the last day grows.
    """
    return {key: _way(kpi, kpis) for key, kpi in kpis.items()}


def grows_with_size(kpi: Kpi, kpis: Mapping[str, Kpi]) -> bool:
    """Whether a KPI is larger where the entity is larger, as sums and balances are 「是否随规模变大」.

    True also where its formula doesn't tell: such figures of a small and a large entity are not held to be alike.
    """
    return _of_kpi(kpi, kpis, (_IN_SIZE, ())) != 0


def _way(kpi: Kpi, kpis: Mapping[str, Kpi]) -> Way:
    power = _of_kpi(kpi, kpis, (_IN_TIME, ()))
    if power == 1:
        return "sum"
    if power != 0:
        return ""
    return "ratio" if kpi.measure is not None and parse_measure(kpi.measure).additive_pair else "level"


_Inside = tuple[_Powers, tuple[str, ...]]


def _of_kpi(kpi: Kpi, kpis: Mapping[str, Kpi], inside: _Inside) -> int | None:
    """Power of time or size with which a KPI grows; None where it is not known."""
    powers, above = inside
    if kpi.measure is not None:
        return _power(parse_measure(kpi.measure).tree, kpis, inside)
    if kpi.formula is None or kpi.id in above:
        return None
    return _power(parse_formula(kpi.formula).tree, kpis, (powers, (*above, kpi.id)))


def _power(node: Node, kpis: Mapping[str, Kpi], inside: _Inside) -> int | None:
    if isinstance(node, Constant):
        return 0
    if isinstance(node, Column):
        return _of_kpi(kpis[node.name], kpis, inside) if node.name in kpis else None
    if isinstance(node, Aggregate):
        return inside[0].get(node.function, 0)
    if not isinstance(node, Arithmetic):
        return None
    left, right = (_power(each, kpis, inside) for each in (node.left, node.right))
    if node.operator in {"+", "-"}:
        # ``-a`` is read as ``0 - a``, and nothing added changes nothing.
        zeros = [isinstance(each, Constant) and each.value == 0 for each in (node.left, node.right)]
        return right if zeros[0] else left if zeros[1] or left == right else None
    if left is None or right is None:
        return None
    return left + right if node.operator == "*" else left - right
