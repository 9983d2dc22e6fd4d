"""Arithmetic over KPIs: ``traffic * conversion_rate * basket`` 「指标公式」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from diagnostics.dictionary.expression import nodes
from diagnostics.dictionary.expression.nodes import Arithmetic, Column, Literal, Node
from diagnostics.dictionary.expression.parse import parse_tree
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.dictionary.expression.rules import check_formula
from diagnostics.errors import unknown

# ``-a`` is read as ``0 - a``.
_NOTHING = Literal(0)


@dataclass(frozen=True, eq=False)
class Formula:
    """A KPI as arithmetic over other KPIs 「指标公式」.

    Parameters
    ----------
    text : Text
        As written, with its place.
    tree : Node
        Our tree of it.
    """

    text: Text
    tree: Node = field(repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """KPIs it names, in order of the text, each once 「涉及指标」."""
        return nodes.columns(self.tree)

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Value from the values of the KPIs 「计算」.

        Parameters
        ----------
        values : mapping
            KPI to number, numpy array or Series; numbers may be None or NaN where missing.

        Returns
        -------
        float, array or Series
            NaN where a part is missing or a divisor is 0: never infinite.

        Raises
        ------
        UnknownNameError
            When a KPI has no value in the mapping.

        Examples
        --------
        >>> parse_formula("profit / revenue").evaluate({"profit": 20.0, "revenue": 80.0})
        0.25
        >>> parse_formula("profit / revenue").evaluate({"profit": 20.0, "revenue": 0})
        nan
        """
        for name in self.names:
            if name not in values:
                raise unknown("KPI", name, values, f"formula {self.text.source!r}")
        if not any(hasattr(values[name], "shape") for name in self.names):
            return _finite(_evaluate(self.tree, values))
        import numpy as np

        # An overflow becomes missing below; it is no surprise to warn of.
        with np.errstate(all="ignore"):
            return _finite(_evaluate(self.tree, values))

    def factors(self) -> tuple[tuple[str, int], ...] | None:
        """Factors of a pure product, +1 above and -1 below the line; None where it is none 「连乘因子」.

        A constant factor is none of them: it stands in `coefficient`.

        Examples
        --------
        >>> parse_formula("traffic * rate / days").factors()
        (('traffic', 1), ('rate', 1), ('days', -1))
        >>> parse_formula("revenue - cost").factors() is None
        True
        """
        found = _factors(self.tree, 1)
        if found is None or not math.isfinite(self.coefficient):
            return None
        return None if len({name for name, _ in found}) < len(found) else found

    @cached_property
    def coefficient(self) -> float:
        """Product of the constant factors, 1 where there are none; NaN where one is 0 below the line 「常数因子」.

        Examples
        --------
        >>> parse_formula("orders / visits * 100").coefficient, parse_formula("-2 * cost / 4").coefficient
        (100.0, -0.5)
        """
        return _coefficient(self.tree)


def parse_formula(text: str, *, place: str = "") -> Formula:
    """Formula that a text names 「解析公式」.

    Parameters
    ----------
    text : str
        KPI ids and numbers joined by ``+ - * /`` and brackets, at most 2,000 characters.
    place : str
        Where it stands, for errors.

    Raises
    ------
    InputError
        When it is anything else; the position is marked.

    Examples
    --------
    >>> parse_formula("traffic * conversion_rate * basket").names
    ('traffic', 'conversion_rate', 'basket')
    """
    told = Text(text, "formula", place)
    tree = parse_tree(told, frozenset())
    check_formula(told, tree)
    return Formula(told, tree)


def _factors(node: Node, power: int) -> tuple[tuple[str, int], ...] | None:
    if isinstance(node, Column):
        return ((node.name, power),)
    if isinstance(node, Literal):
        return ()
    if isinstance(node, Arithmetic) and node.operator == "-" and node.left == _NOTHING:
        return _factors(node.right, power)
    if not isinstance(node, Arithmetic) or node.operator not in {"*", "/"}:
        return None
    left = _factors(node.left, power)
    right = _factors(node.right, power if node.operator == "*" else -power)
    return None if left is None or right is None else left + right


def _coefficient(node: Node) -> float:
    if isinstance(node, Literal):
        return float(node.value)  # type: ignore[arg-type]  # check_formula let numbers pass alone
    if not isinstance(node, Arithmetic):
        return 1.0
    if node.operator == "-" and node.left == _NOTHING:
        return -_coefficient(node.right)
    if node.operator not in {"*", "/"}:
        return 1.0
    left, right = _coefficient(node.left), _coefficient(node.right)
    return left * right if node.operator == "*" else left / _no_zero(right)


def _evaluate(node: Node, values: Mapping[str, Any]) -> Any:
    if isinstance(node, Column):
        value = values[node.name]
        return math.nan if value is None else value if hasattr(value, "shape") else float(value)
    if isinstance(node, Literal):
        return node.value
    if not isinstance(node, Arithmetic):
        raise TypeError(f"{type(node).__name__} in a formula")  # check_formula let none pass
    left, right = _evaluate(node.left, values), _evaluate(node.right, values)
    if node.operator == "/":
        return left / _no_zero(right)
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right}[node.operator]()


def _no_zero(value: Any) -> Any:
    """Divisor with missing in place of 0."""
    if hasattr(value, "where"):
        return value.where(value != 0)
    if hasattr(value, "shape"):
        import numpy as np

        return np.where(value != 0, value, np.nan)
    return value if value != 0 else math.nan


def _finite(value: Any) -> Any:
    """Result with missing in place of an overflow."""
    if hasattr(value, "where"):
        return value.where(value.abs() < math.inf)
    if hasattr(value, "shape"):
        import numpy as np

        return np.where(np.isfinite(value), value, np.nan)
    return value if math.isfinite(value) else math.nan
