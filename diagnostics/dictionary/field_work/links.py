"""A chain of whys as one text that can be compared 「追问链文本」."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from diagnostics.model.canonical import canonical
from diagnostics.terms import Language

# A file holds 40 levels, each link takes two.
DEEPEST = 18
_PLAIN: dict[str, Any] = {"kind": "opinion", "evidence": "", "cause": None, "actionable": False, "whys": []}


def told(raw: Any, language: Language) -> str:
    """Words of a file in a language, else in the other 「取文本」.

    Examples
    --------
    >>> told({"zh": "慢", "en": "slow"}, "en"), told("慢", "en"), told(None, "zh")
    ('slow', '慢', '')
    """
    if isinstance(raw, Mapping):
        other: Language = "en" if language == "zh" else "zh"
        return str(raw.get(language) or raw.get(other) or "")
    return "" if raw is None else str(raw)


def chain_text(whys: Sequence[Mapping[str, Any]]) -> str:
    """Links as text: what says nothing is left out, so that the same chain is the same text 「转为文本」."""
    return canonical([_lean(each) for each in whys])


def chain_of(text: str) -> list[dict[str, Any]]:
    """Links of a chain's text 「由文本还原」."""
    links: list[dict[str, Any]] = json.loads(text)
    return links


def _lean(link: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in link.items() if name not in _PLAIN or value != _PLAIN[name]}
    if kept.get("whys"):
        kept["whys"] = [_lean(each) for each in kept["whys"]]
    return kept


def unfolded(whys: Sequence[Mapping[str, Any]], depth: int = 0) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Links from the top, each before those below it, with its depth from 0 「逐级展开」."""
    for each in whys:
        yield depth, each
        yield from unfolded(each.get("whys") or (), depth + 1)


def folded(links: Sequence[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Links put below each other by their depth 「按层级归并」.

    Parameters
    ----------
    links : sequence of (int, dict)
        As `unfolded` gives them; a depth is at most one more than the one before.

    Examples
    --------
    >>> folded([(0, {"because": "a"}), (1, {"because": "b"}), (1, {"because": "c"})])
    [{'because': 'a', 'whys': [{'because': 'b'}, {'because': 'c'}]}]
    """
    top: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for depth, each in links:
        del path[depth:]
        (path[-1].setdefault("whys", []) if path else top).append(each)
        path.append(each)
    return top
