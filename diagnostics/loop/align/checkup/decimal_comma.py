"""Figures with a comma before their decimals, told by the column they stand in 「小数逗号」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.lines import Line

_FIGURED: tuple[Role, ...] = ("weight", "group_weight", "target", "base", "stretch")
_DAY = re.compile(r"\d{4}\.\d{1,2}(?:\.\d{1,2})?(?!\d)|\d{1,2}\.\d{1,2}\.\d{2,4}")
# What can only be read with the comma, or only with the point, before decimals.
_COMMA = re.compile(
    r"(?<![\d.,])(?:0,\d+|\d+,\d{1,2}|\d+,\d{4,}|\d{4,},\d+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+)(?![\d,.]*\d)"
)
_POINT = re.compile(
    r"(?<![\d.,])(?:0\.\d+|\d+\.\d{1,2}|\d+\.\d{4,}|\d{4,}\.\d+|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+)(?![\d,.]*\d)"
)
_ANY = re.compile(r"\d[\d.,]*\d")
# In a rule a comma also parts what it lists; before a sign it stands in a figure.
_IN_RULE = re.compile(r"(?<![\d.,])\d+,\d{1,2}\s*(?:%|points?|pts?|pp\b|个百分点|分)")
_PROVEN = 2


def with_points(lines: Sequence[Line], *, is_parted: bool) -> dict[int, set[Role]]:
    """Give figures with decimal commas points where the table proves what they mean 「小数逗号」.

    Parameters
    ----------
    lines : sequence of Line
        Those of one table; changed in place.
    is_parted : bool
        Whether the file's fields are parted by a sign that leaves the comma to decimals.

    Returns
    -------
    dict
        By position of the line: parts that nobody can read, since another figure of the table has a point.
    """
    cells = [(at, role, text) for at, line in enumerate(lines) for role in _FIGURED if (text := _text(line, role))]
    commas = [(at, role) for at, role, text in cells if _COMMA.search(text)]
    proven = len(commas) >= (1 if is_parted else _PROVEN) and not any(_POINT.search(text) for _, _, text in cells)
    unread: dict[int, set[Role]] = {}
    if proven:
        for at, role, text in cells:
            lines[at].cells[role] = _ANY.sub(_pointed, text)
        for line in lines:
            if "scoring" in line.texts:
                line.texts["scoring"] = _IN_RULE.sub(_pointed, line.texts["scoring"])
        return unread
    rules: list[tuple[int, Role]] = [
        (at, "scoring") for at, each in enumerate(lines) if _IN_RULE.search(plain(each.texts.get("scoring", "")))
    ]
    for at, role in (*commas, *rules):
        unread.setdefault(at, set()).add(role)
    return unread


def _text(line: Line, role: Role) -> str:
    """Text of a cell that is written as text, without days."""
    cell = line.cells.get(role)
    return _DAY.sub(" ", plain(cell)) if isinstance(cell, str) else ""


def _pointed(match: re.Match[str]) -> str:
    return re.sub(r"\.(?=\d{3}(?!\d))", "", match.group()).replace(",", ".")
