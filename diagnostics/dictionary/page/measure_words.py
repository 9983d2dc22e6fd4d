"""Measures in words, for people who read no expressions 「算法释义」."""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.terms import Language, say

_CALL = re.compile(r"\b([a-z_]+)\(([^()]*)\)", re.IGNORECASE)
_KNOWN = (
    "sum", "count", "count_distinct", "count_if", "mean", "avg", "min", "max", "median", "first", "last", "quantile",
)  # fmt: skip
# A blank between Chinese and what is not.
_BESIDE = re.compile(r"(?<=[A-Za-z0-9_])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9_])")
_NAME = re.compile(r"[^\W\d]\w*")
_TEXT = re.compile(r"'(?:[^']|'')*'")
# What stands for a part that is words already; no expression holds it.
_HELD = "\ue000{}\ue001"
_HELD_PART = re.compile("\ue000(\\d+)\ue001")


def measure_words(text: str, language: Language, labels: Mapping[str, str]) -> str:
    """Expression with its aggregates and operators in words 「表达式释义」.

    Parameters
    ----------
    text : str
        Measure, formula or filter, sound.
    language : {"zh", "en"}
        Language of the reader.
    labels : mapping
        What readers call columns, values and KPIs.

    Examples
    --------
    >>> measure_words("sum(orders) / sum(visits)", "en", {"orders": "Orders"})
    'total of Orders ÷ total of visits'
    """
    held: list[str] = []

    def hold(words: str) -> str:
        held.append(words)
        return _HELD.format(len(held) - 1)

    told = _TEXT.sub(lambda found: hold(_value(found[0], labels)), text)
    while True:
        called = _CALL.sub(lambda found: hold(_call(found[1].lower(), _plain(found[2], labels), language)), told)
        if called == told:
            break
        told = called
    told = _plain(told, labels)
    while _HELD_PART.search(told):
        told = _HELD_PART.sub(lambda found: held[int(found[1])], told)
    return _BESIDE.sub(" ", " ".join(told.split()))


def _call(name: str, argument: str, language: Language) -> str:
    if name not in _KNOWN:
        return f"{name}({argument})"
    if argument.strip() in ("*", ""):
        return say("dictionary.page.measure.rows", language)
    return say(f"dictionary.page.measure.{'mean' if name == 'avg' else name}", language, what=argument)


def _plain(text: str, labels: Mapping[str, str]) -> str:
    """Names as readers call them, signs as they are printed."""
    if text.strip() == "*":
        return text
    named = _NAME.sub(lambda found: labels.get(found[0], found[0]), text)
    return re.sub(r"\s*/\s*", " ÷ ", re.sub(r"\s*\*\s*", " × ", named)).replace("!=", "≠").replace("<>", "≠")


def _value(text: str, labels: Mapping[str, str]) -> str:
    inner = text[1:-1].replace("''", "'")
    return labels.get(inner, inner)
