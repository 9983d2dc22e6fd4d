"""What a formula asks of rows: a value in each, or one sum over another 「公式含义」."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.dictionary.expression.formula import Formula
from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Literal, Node
from diagnostics.dictionary.expression.parse import parse_tree
from diagnostics.dictionary.expression.ratio import as_ratio
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.dictionary.expression.rules import check_formula

_SUM = frozenset({"sum"})


@dataclass(frozen=True, eq=False)
class Question:
    """What a formula asks of rows 「公式含义」.

    Parameters
    ----------
    value : Formula
        Arithmetic over the names of a row; of a ratio its numerator.
    under : Formula, optional
        Denominator, where the formula is one sum over another: ``sum(orders) / sum(visits)``.
    """

    value: Formula
    under: Formula | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of both, in order of the text, each once 「涉及指标」."""
        below = () if self.under is None else self.under.names
        return tuple(dict.fromkeys([*self.value.names, *below]))


def ask(formula: str, *, ratio: bool = False) -> Question:
    """Read a formula that may hold sums 「解析拆解公式」.

    Parameters
    ----------
    formula : str
        ``price * volume``, ``sum(price * volume)`` (the same: values are summed over the rows) or
        ``sum(orders) / sum(visits)``.
    ratio : bool
        Whether ``orders / visits`` stands for one sum over another.

    Raises
    ------
    InputError
        When it is something else; the position is marked.

    Examples
    --------
    >>> ask("100 * sum(orders) / sum(visits)").under.names
    ('visits',)
    >>> ask("sum(price * volume)").value.names
    ('price', 'volume')
    """
    text = Text(formula, "formula")
    tree = parse_tree(text, _SUM)
    summed = any(isinstance(each, Aggregate) for each in tree.walk())
    parts = as_ratio(tree) if summed or ratio else None
    if parts is not None:
        return Question(*(_formula(text, _inside(text, each) if summed else each) for each in parts))
    if ratio:
        raise text.refuse("Rate and mix are told apart in a ratio such as sum(orders) / sum(visits)", tree.at)
    return Question(_formula(text, _inside(text, tree) if summed else tree))


def _formula(text: Text, tree: Node) -> Formula:
    check_formula(text, tree)
    return Formula(text, tree)


def _inside(text: Text, node: Node) -> Node:
    """What is summed, where sums are added up or multiplied by a number."""
    if isinstance(node, Aggregate) and node.argument is not None:
        return node.argument
    if isinstance(node, Arithmetic):
        number = [isinstance(each, Literal) for each in node.children]
        if node.operator in {"+", "-"} and not any(number):
            return Arithmetic(node.operator, _inside(text, node.left), _inside(text, node.right), at=node.at)
        if node.operator == "*" and any(number):
            parts = [each if plain else _inside(text, each) for each, plain in zip(node.children, number, strict=True)]
            return Arithmetic("*", *parts, at=node.at)
        if node.operator == "/" and number[1]:
            return Arithmetic("/", _inside(text, node.left), node.right, at=node.at)
    raise text.refuse("Sums may be added up, multiplied by a number, and one divided by another; nothing else", node.at)
