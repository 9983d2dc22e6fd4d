"""What kind of value a node gives, once the source's columns are known 「值的类型」."""

from __future__ import annotations

from typing import Any, Protocol
from typing import Literal as OneOf

from diagnostics.dictionary.expression.nodes import (
    Between,
    Call,
    Case,
    Column,
    Comparison,
    In,
    IsNull,
    Literal,
    Logic,
    Node,
    is_text,
)
from diagnostics.dictionary.expression.refusal import Text

Family = OneOf["number", "text", "day", "condition", "missing"]


class Columns(Protocol):
    """A source's columns, as an expression needs them 「数据源列」."""

    @property
    def table(self) -> Any:
        """Ibis table of the facts 「事实表」."""

    def family(self, name: str) -> Family:
        """What a column holds 「列类型」."""

    def value(self, name: str) -> Any:
        """Column as it is stored 「原值」."""

    def number(self, name: str) -> Any:
        """Column as numbers 「数值」."""

    def day(self, name: str) -> Any:
        """Column as days or moments 「日期」."""


def family_of(node: Node, columns: Columns, text: Text) -> Family:
    """What kind of value a node gives 「节点类型」.

    Raises
    ------
    InputError
        When the values of a ``case`` or ``coalesce`` are of several kinds.
    """
    if isinstance(node, Column):
        return columns.family(node.name)
    if isinstance(node, Literal):
        kinds: dict[type, Family] = {bool: "condition", str: "text", type(None): "missing"}
        return kinds.get(type(node.value), "number")
    if isinstance(node, Comparison | Logic | In | Between | IsNull):
        return "condition"
    if isinstance(node, Call) and node.function not in {"coalesce", "nullif"}:
        return "day" if node.function == "make_date" else "number"
    if isinstance(node, Call):
        return _one_family(node, node.arguments, columns, text)
    if isinstance(node, Case):
        return _one_family(node, (*(value for _, value in node.branches), node.otherwise), columns, text)
    return "number"


def _one_family(node: Node, parts: tuple[Node, ...], columns: Columns, text: Text) -> Family:
    families = {family_of(each, columns, text) for each in parts} - {"missing"}
    if len(families) > 1:
        raise text.refuse(f"Values of several kinds ({', '.join(sorted(families))}) meet here", node.at)
    return families.pop() if families else "missing"


def common_family(node: Comparison | Between | In, columns: Columns, text: Text) -> Family:
    """Kind in which values are compared: a text column that holds numbers or days is read as such 「比较类型」.

    Raises
    ------
    InputError
        When the values can't be compared.
    """
    families = {family_of(each, columns, text) for each in node.children} - {"missing"}
    if len(families) <= 1:
        return families.pop() if families else "number"
    if families == {"text", "number"}:
        quoted = next((each for each in node.children if is_text(each)), None)
        if quoted is not None:
            raise text.refuse("A number is compared with a text; write it without quotes", quoted.at)
        return "number"
    if families == {"text", "day"}:
        return "day"
    raise text.refuse(f"{' and '.join(sorted(families))} can't be compared", node.at)
