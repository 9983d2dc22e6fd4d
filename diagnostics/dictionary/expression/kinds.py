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
        """Column as days or moments, missing where a text is none: who asks for a time tells of it 「日期」."""

    def moment(self, name: str) -> Any:
        """Column as days or moments; a text that is none is refused 「日期（严格）」."""

    def at_end(self, values: Any, where: Any, last: bool) -> Any:
        """Sum over entities of values at the first or last moment that has one 「期初与期末」."""


def family_of(node: Node, columns: Columns, text: Text) -> Family:
    """What kind of value a node gives 「节点类型」.

    Raises
    ------
    InputError
        When values of a ``case`` or ``coalesce`` can't meet.
    """
    if isinstance(node, Column):
        return columns.family(node.name)
    if isinstance(node, Literal):
        kinds: dict[type, Family] = {bool: "condition", str: "text", type(None): "missing"}
        return kinds.get(type(node.value), "number")
    if isinstance(node, Comparison | Logic | In | Between | IsNull):
        return "condition"
    if isinstance(node, Call) and node.function not in {"coalesce", "nullif"}:
        return "day" if node.function in {"make_date", "date"} else "number"
    if isinstance(node, Call):
        return _meeting(node.arguments, columns, text)
    if isinstance(node, Case):
        return _meeting((*(value for _, value in node.branches), node.otherwise), columns, text)
    return "number"


def common_family(node: Comparison | Between | In, columns: Columns, text: Text) -> Family:
    """Kind in which values are compared: a text column that holds numbers or days is read as such 「比较类型」.

    Raises
    ------
    InputError
        When the values can't be compared.
    """
    family = _meeting(node.children, columns, text, "be compared")
    return "number" if family == "missing" else family


def _meeting(parts: tuple[Node, ...], columns: Columns, text: Text, what: str = "meet in one value") -> Family:
    """Kind of values that meet; a text beside a number is read as a number, beside a day as a day."""
    families = {family_of(each, columns, text) for each in parts} - {"missing"}
    if len(families) <= 1:
        return families.pop() if families else "missing"
    if families == {"text", "number"}:
        quoted = next((each for each in parts if is_text(each)), None)
        if quoted is not None:
            raise text.refuse("A number is compared with a text; write it without quotes", quoted.at)
        return "number"
    if families == {"text", "day"}:
        return "day"
    raise text.refuse(f"{' and '.join(sorted(families))} can't {what}", parts[0].at)
