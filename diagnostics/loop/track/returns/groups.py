"""Measures whose effects can't be told apart, as one 「合并计算」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]


def together(records: Iterable[Record], effects: Mapping[str, Record]) -> list[list[Record]]:
    """Measures in groups that share an effect, in the order of the ledger 「共享效果的措施」.

    Parameters
    ----------
    records : iterable of mapping
        Measures of the hand-off ``interventions``; those from outside are left out.
    effects : mapping
        Estimates by measure, each with ``together_with``.

    Examples
    --------
    >>> mine = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    >>> [[each["id"] for each in group] for group in together(mine, {"c": {"together_with": ["a"]}})]
    [['a', 'c'], ['b']]
    """
    own = [each for each in records if not each.get("external")]
    head = {each["id"]: each["id"] for each in own}

    def first(key: str) -> str:
        while head[key] != key:
            key = head[key]
        return key

    for key, effect in effects.items():
        for other in effect.get("together_with", ()):
            if key in head and other in head:
                head[first(other)] = first(key)
    groups: dict[str, list[Record]] = {}
    for each in own:
        groups.setdefault(first(each["id"]), []).append(each)
    return list(groups.values())
