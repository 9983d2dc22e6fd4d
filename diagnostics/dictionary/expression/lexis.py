"""First gate: the characters and words of an expression, before any parser sees its structure 「词法检查」."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, get_args

from diagnostics.dictionary.expression.nodes import AggregateName, CallName
from diagnostics.dictionary.expression.refusal import Text

MAX_LENGTH = 2000
MAX_DEPTH = 40
FUNCTIONS: frozenset[str] = frozenset({*get_args(AggregateName), *get_args(CallName), "avg"})
# Arguments that a function takes where it isn't one; the parser would drop some that are too many.
_TAKEN: dict[str, tuple[int, int]] = {
    "count": (0, 1), "quantile": (2, 2), "make_date": (3, 3), "nullif": (2, 2), "days_between": (2, 2),
    "coalesce": (1, 400),
}  # fmt: skip
_SIGNS = frozenset({"(", ")", ",", "+", "-", "*", "/", "=", "==", "!=", "<>", "<", "<=", ">", ">="})
_QUOTED = frozenset({"IDENTIFIER", "STRING"})
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"\d+(\.\d*)?([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?", re.ASCII)
# Words that may stand before a bracket without being a function.
_BEFORE_BRACKET = frozenset({"and", "or", "not", "in", "when", "then", "else", "between", "is", "case"})
_MEANT = {".": "names are never qualified", ";": "one expression only", "::": "types are never cast"}


def check_characters(text: Text) -> None:
    """Refuse what is empty, too long, or holds control characters 「检查字符」."""
    source = text.source
    if not isinstance(source, str):
        raise Text(str(source), text.kind, text.place).refuse(f"A {text.kind} is text, got {type(source).__name__}")
    if not source.strip():
        raise text.refuse(f"The {text.kind} is empty")
    if len(source) > MAX_LENGTH:
        raise text.refuse(f"The {text.kind} has {len(source)} characters, at most {MAX_LENGTH} are read", MAX_LENGTH)
    for at, each in enumerate(source):
        if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co", "Cn"} and each not in "\t\n\r":
            raise text.refuse(f"Character U+{ord(each):04X} is not allowed", at)


def check_words(text: Text, tokens: list[Any], functions: frozenset[str]) -> None:
    """Refuse comments, foreign signs, unknown functions, too many arguments, too deep nesting 「检查词与符号」."""
    depth = run = 0
    brackets = _Brackets(text)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.comments:
            raise text.refuse("Comments are not part of an expression", token.start, token.end - token.start + 1)
        _check_token(text, token)
        if following is not None and _is_sign(following, "(") and _is_name(token):
            _check_function(text, token, functions)
        brackets.see(token)
        word = token.text.lower() if token.token_type.name not in _QUOTED else ""
        depth += (word in {"(", "case"}) - (word in {")", "end"})
        run = run + 1 if word in {"not", "-", "+", "(", "case"} else 0
        if max(depth, run) > MAX_DEPTH:
            raise text.refuse(f"The {text.kind} is nested deeper than {MAX_DEPTH} levels", token.start)


class _Brackets:
    """Counts the arguments between the brackets of each function."""

    def __init__(self, text: Text) -> None:
        self.text, self.last = text, None
        self.open: list[tuple[Any, int, bool]] = []

    def see(self, token: Any) -> None:
        if self.open and not _is_sign(token, ")"):
            function, commas, _ = self.open[-1]
            self.open[-1] = (function, commas + (_is_sign(token, ",")), True)
        if _is_sign(token, "("):
            before = self.last if self.last is not None and _is_function(self.last) else None
            self.open.append((before, 0, False))
        elif _is_sign(token, ")") and self.open:
            function, commas, filled = self.open.pop()
            if function is not None:
                self._check(function, commas + 1 if filled else 0)
        self.last = token

    def _check(self, function: Any, count: int) -> None:
        name = function.text.lower()
        least, most = _TAKEN.get(name, (1, 1))
        if not least <= count <= most:
            wanted = f"{least}" if least == most else f"{least} or {most}" if most - least == 1 else f"{least} or more"
            raise self.text.refuse(
                f"{name} takes {wanted} argument{'s' * (wanted != '1')}, got {count}", function.start, len(name)
            )


def _is_sign(token: Any, sign: str) -> bool:
    return token.text == sign and token.token_type.name not in _QUOTED


def _is_function(token: Any) -> bool:
    return _is_name(token) and token.text.lower() in FUNCTIONS


def _is_name(token: Any) -> bool:
    return token.token_type.name not in {"STRING", "NUMBER"} and token.text not in _SIGNS


def _check_token(text: Text, token: Any) -> None:
    raw, kind = text.source[token.start : token.end + 1], token.token_type.name
    if kind in _QUOTED:
        return
    if kind == "NUMBER":
        if not _NUMBER.fullmatch(raw):
            raise text.refuse(f"{raw!r} is no plain number", token.start, len(raw))
        return
    if raw in _SIGNS:
        return
    if not _WORD.fullmatch(raw):
        meant = _MEANT.get(raw) or _written_plainly(raw)
        raise text.refuse(f"{raw!r} has no meaning here{f' ({meant})' if meant else ''}", token.start, len(raw))
    if unicodedata.normalize("NFKC", raw) != raw:
        plain = unicodedata.normalize("NFKC", raw)
        raise text.refuse(
            f"Name {raw!r} holds compatibility characters; write {plain!r}, or quote it if that is its name",
            token.start,
            len(raw),
        )


def _written_plainly(raw: str) -> str:
    plain = unicodedata.normalize("NFKC", raw)
    if plain != raw:
        return f"full-width characters; write {plain!r}, or quote a column's name"
    return "quote a column's name that holds it" if any(each.isalnum() for each in raw) else ""


def _check_function(text: Text, token: Any, functions: frozenset[str]) -> None:
    name = token.text.lower()
    if token.token_type.name == "IDENTIFIER" or (name not in functions and name not in _BEFORE_BRACKET):
        raise text.unknown("function", token.text, functions, token.start)
