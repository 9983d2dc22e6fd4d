"""Third gate: what a measure, a filter, a time and a formula may hold 「语义规则」."""

from __future__ import annotations

from diagnostics.dictionary.expression.nodes import (
    Aggregate,
    Arithmetic,
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
    is_condition,
    is_text,
)
from diagnostics.dictionary.expression.refusal import Text

_OF_NUMBERS = {"sum", "mean", "min", "max", "median", "quantile", "first", "last"}


def check_kinds(text: Text, tree: Node) -> None:
    """Refuse conditions and texts where a number must stand, and the reverse 「检查类型」."""
    for node in tree.walk():
        _check_numbers(text, node)
        _check_conditions(text, node)
        if isinstance(node, Comparison | Between | In):
            _check_compared(text, node)


def _check_numbers(text: Text, node: Node) -> None:
    numbers: tuple[Node, ...] = ()
    if isinstance(node, Arithmetic) or (isinstance(node, Aggregate) and node.function in _OF_NUMBERS):
        numbers = node.children
    elif isinstance(node, Call) and node.function in {"make_date", "abs"}:
        numbers = node.arguments
    what = {Arithmetic: "Arithmetic", Aggregate: getattr(node, "function", ""), Call: getattr(node, "function", "")}
    for each in numbers:
        if is_text(each):
            raise text.refuse(f"{what[type(node)]} needs numbers, got a text", each.at)
        if is_condition(each):
            raise text.refuse(f"{what[type(node)]} needs numbers, got a condition; count_if(…) counts one", each.at)
        if isinstance(each, Literal) and each.value is None:
            raise text.refuse(f"{what[type(node)]} needs numbers, got null", each.at)


def _check_conditions(text: Text, node: Node) -> None:
    wanted: tuple[Node, ...] = ()
    if isinstance(node, Logic):
        wanted = node.operands
    elif isinstance(node, Case):
        wanted = tuple(condition for condition, _ in node.branches)
    elif isinstance(node, Aggregate) and node.function == "count_if":
        wanted = node.children
    elif isinstance(node, Aggregate) and any(map(is_condition, node.children)):
        raise text.refuse(f"{node.function} counts values, not a condition; write count_if(…)", node.at)
    for each in wanted:
        require_condition(text, each)


def require_condition(text: Text, node: Node) -> None:
    """Refuse what can't be true or false 「须为条件」."""
    if not is_condition(node) and not isinstance(node, Column):
        raise text.refuse("A condition such as a >= b must stand here", node.at)


def _check_compared(text: Text, node: Node) -> None:
    for each in node.children:
        if is_condition(each) and not isinstance(each, Literal):
            raise text.refuse("A condition can't be compared; join conditions with 'and' or 'or'", each.at)
        if isinstance(each, Literal) and each.value is None:
            raise text.refuse("Nothing equals null; write 'is null' or 'is not null'", each.at)


def check_aggregated(text: Text, tree: Node) -> None:
    """Refuse a measure without aggregates, with nested ones, or with a column outside of one 「检查聚合」."""
    if is_condition(tree) or is_text(tree):
        raise text.refuse(f"A {text.kind} gives a number, this gives a condition or a text", tree.at)
    aggregates, waiting = 0, [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Column):
            raise text.refuse(
                f"Column {node.name!r} stands outside an aggregate such as sum(…)",
                node.at,
                text.length_of(node.name, node.at),
            )
        if isinstance(node, Aggregate):
            aggregates += 1
            _check_inside(text, node)
        elif isinstance(node, Call) and node.function not in {"coalesce", "nullif", "abs"}:
            raise text.refuse(f"{node.function} stands outside an aggregate such as sum(…)", node.at)
        else:
            waiting.extend(node.children)
    if not aggregates:
        raise text.refuse(f"A {text.kind} needs an aggregate such as sum(…) or count(*)")


def _check_inside(text: Text, aggregate: Aggregate) -> None:
    if aggregate.argument is None:
        return
    inside = list(aggregate.argument.walk())
    nested = next((each for each in inside if isinstance(each, Aggregate)), None)
    if nested is not None:
        raise text.refuse(
            f"Aggregate {nested.function} stands inside {aggregate.function}", nested.at, len(nested.function)
        )
    if not any(isinstance(each, Column) for each in inside):
        raise text.refuse(f"{aggregate.function} needs a column; count(*) counts facts", aggregate.at)


def check_row(text: Text, tree: Node) -> None:
    """Refuse aggregates where each fact is looked at by itself 「逐行表达式」."""
    aggregate = next((each for each in tree.walk() if isinstance(each, Aggregate)), None)
    if aggregate is not None:
        raise text.refuse(
            f"A {text.kind} looks at one fact at a time and takes no aggregate", aggregate.at, len(aggregate.function)
        )


def check_formula(text: Text, tree: Node) -> None:
    """Refuse what is no arithmetic over KPIs 「检查公式」."""
    for node in tree.walk():
        if isinstance(node, IsNull) or not isinstance(node, Column | Literal | Arithmetic):
            raise text.refuse("A formula joins KPIs and numbers by + - * / only", node.at)
        if isinstance(node, Literal) and (isinstance(node.value, bool) or not isinstance(node.value, int | float)):
            raise text.refuse("A formula joins KPIs and numbers by + - * / only", node.at)
    if not any(isinstance(each, Column) for each in tree.walk()):
        raise text.refuse("A formula names at least one KPI")
