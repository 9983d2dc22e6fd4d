"""Text becomes a checked tree: characters, words, the parser, our nodes, the rules 「解析表达式」."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from diagnostics.dictionary.expression.convert import Converter
from diagnostics.dictionary.expression.lexis import FUNCTIONS, check_characters, check_words
from diagnostics.dictionary.expression.nodes import Node
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.dictionary.expression.rules import check_kinds
from diagnostics.dictionary.expression.size import check_size
from diagnostics.errors import InputError


def parse_tree(text: Text, functions: frozenset[str] = FUNCTIONS) -> Node:
    """Tree of an expression 「解析为树」.

    Parameters
    ----------
    text : Text
        The expression, its kind and place.
    functions : frozenset of str
        Names that may stand before a bracket.

    Raises
    ------
    InputError
        For whatever is not part of the language, the position marked. No exception of the parser leaves this
        function.
    """
    check_characters(text)
    try:
        return _parsed(text, functions)
    except InputError:
        raise
    except RecursionError as error:
        raise text.refuse(f"The {text.kind} is nested too deeply") from error
    except Exception as error:
        # The parser is a large foreign program: whatever it raises on a client's text is a refusal of that text.
        raise text.refuse(*_described(text, error)) from error


@lru_cache(maxsize=4096)
def _parsed(text: Text, functions: frozenset[str]) -> Node:
    from sqlglot import exp
    from sqlglot.dialects.duckdb import DuckDB

    dialect = DuckDB()
    tokens = dialect.tokenize(text.source)
    check_words(text, tokens, functions)
    trees = dialect.parser().parse_into(exp.Condition, tokens, text.source)
    if len(trees) != 1 or trees[0] is None:
        raise text.refuse("One expression must stand here")
    check_size(text, trees[0])
    tree = Converter(text).convert(trees[0])
    check_kinds(text, tree)
    return tree


def _described(text: Text, error: Exception) -> tuple[str, int, int]:
    """Problem, position and length from an exception of the parser."""
    details: list[dict[str, Any]] = getattr(error, "errors", None) or []
    if not details or not details[0].get("line"):
        return "This can't be read; a quote or bracket may be open", len(text.source), 1
    first = details[0]
    lines = text.source.splitlines(keepends=True)[: first["line"]]
    marked = str(first.get("highlight") or " ")
    end = sum(len(each) for each in lines[:-1]) + int(first["col"])
    reason = str(first.get("description") or "").split("\n")[0]
    plain = "a part is missing" if "Required keyword" in reason else reason
    return f"This can't be read ({plain})", max(0, end - len(marked)), len(marked)
