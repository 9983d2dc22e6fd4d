"""How large a tree of the parser may be, and where its nodes stand 「表达式规模」."""

from __future__ import annotations

from typing import Any

from diagnostics.dictionary.expression.lexis import MAX_DEPTH
from diagnostics.dictionary.expression.refusal import Text

MAX_NODES = 400


def position(node: Any) -> int:
    """Character at which a node of the parser begins 「节点位置」."""
    return min((each.meta["start"] for each in node.walk() if "start" in each.meta), default=0)


def check_size(text: Text, tree: Any) -> None:
    """Refuse a tree that is too deep or too large, without recursion 「检查规模」."""
    waiting, count = [(tree, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        name = type(node).__name__
        if name == "Identifier":
            continue
        count += name != "Paren"
        if depth > MAX_DEPTH:
            raise text.refuse(f"The {text.kind} is nested deeper than {MAX_DEPTH} levels", position(node))
        if count > MAX_NODES:
            raise text.refuse(f"The {text.kind} has more than {MAX_NODES} parts", position(node))
        # Brackets group only, and a chain of one connective is one condition with many parts.
        waiting.extend(
            (each, depth + (name != "Paren" and not (name in {"And", "Or"} and type(each) is type(node))))
            for each in node.iter_expressions()
        )
