"""Base and stretch beside a target: in its unit, or left 「读取底线与挑战」."""

from __future__ import annotations

import re

from diagnostics.dictionary.wording import figures, plain
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.lines import Line
from diagnostics.loop.align.checkup.target_text import TargetRead, read_target

BESIDE: tuple[Role, ...] = ("base", "stretch")
_UNIT = re.compile(r"[\d.,]+\s*(?P<unit>[^\d\s].*)$")
_BARE = re.compile(r"\d+(?:\.\d+)?")
# Under a sign of per cent 0.9 beside a target of 97 % is 90 %, or a slip.
_HALF, _SLIP = 0.5, 0.015


def read_tiers(line: Line, target: TargetRead, unit: str) -> dict[Role, TargetRead]:
    """Base and stretch of a line, in the unit of its target 「读取底线与挑战」.

    Parameters
    ----------
    line : Line
        As the sheet writes it.
    target : TargetRead
        Its target: a bare figure beside it has its unit, and what is of another kind is left.
    unit : str
        What the unit column says.
    """
    return {tier: _read(line, tier, target, unit) for tier in BESIDE if tier in line.cells}


def _read(line: Line, tier: Role, target: TargetRead, unit: str) -> TargetRead:
    if target.why in {"share", "decimal"}:
        return TargetRead(None, why=target.why)
    cell = line.cells[tier]
    behind = "" if unit else _unit_of(line.texts.get("target", ""), target)
    if behind and _BARE.fullmatch(bare := plain(line.texts[tier])):
        cell = f"{bare}{behind}"
    read = read_target(cell, line.name, unit)
    if read.value is None or target.value is None:
        return read
    if read.unit == target.unit == "share":
        odd = abs(target.value) >= _HALF and 0 < read.value <= _SLIP
        return TargetRead(None, why="share") if odd else read
    return read if read.unit == target.unit or None in {read.unit, target.unit} else TargetRead(None, why="unit")


def _unit_of(text: str, target: TargetRead) -> str:
    """Unit that a target writes behind its figure, its scale with it: 万元 of 320万元; none of a share."""
    found = figures(plain(text))
    if len(found) != 1 or target.unit in {"share", "ratio"}:
        return ""
    match = _UNIT.search(found[0].text)
    return match["unit"] if match else ""
