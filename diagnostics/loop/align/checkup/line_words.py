"""What a line of a sheet says of its KPI: direction, definition, unit, targets, cycle 「单行含义」."""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.dictionary.wording import better, cycles_of, head, measured, plain
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.lines import Line
from diagnostics.loop.align.checkup.period_words import cycle_letter, other_cycle
from diagnostics.loop.align.checkup.scoring_read import ScoringRead
from diagnostics.loop.align.checkup.tables import SheetTable
from diagnostics.loop.align.checkup.target_text import TargetRead
from diagnostics.model.kpi import Direction, Unit
from diagnostics.model.period import Cycle
from diagnostics.model.target import Targets

_DIVISION = re.compile(r"[\u00f7/]|除以|divided by", re.IGNORECASE)
_HIGHER = re.compile(
    r"越[高大多快][^低小少]{0,3}(?:越好|优)|正向|望大|上升|\u2191|higher|more is better|maximi[sz]e|increase",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"越[低小少短慢][^高大多]{0,3}(?:越好|优)|[反逆负]向|望小|下降|\u2193|lower|less is better|minimi[sz]e|decrease",
    re.IGNORECASE,
)
_OF_SCORE = (
    r"(?:实际|目标|计划|预算|标准|完成|达成|考核)(?:完成|达成|得分|数|值|额|量)*|actuals?|targets?|plan(?:ned)?|budget"
)
_SCORED = re.compile(
    rf"(?:{_OF_SCORE})\s*(?:[\u00f7/]|除以|divided by)\s*(?:{_OF_SCORE})(?![\u4e00-\u9fffA-Za-z])", re.IGNORECASE
)
_LONGEST = 300


def direction_of(line: Line, target: TargetRead, scoring: ScoringRead) -> Direction | None:
    """Which way is better: the target's sign says it, else the name, else the rule."""
    told = target.direction or _stated(line.texts.get("direction", "")) or better(line.name)
    if told is not None:
        return told
    if scoring.direction is not None:
        return scoring.direction
    return "higher" if scoring.kind in {"ratio", "anchors", "judged"} else None


def _stated(text: str) -> Direction | None:
    """Direction that a column of its own says: 越高越好, 正向, lower is better."""
    told = plain(text)
    higher, lower = (form.search(told) is not None for form in (_HIGHER, _LOWER))
    return None if higher == lower else "higher" if higher else "lower"


def definition_of(line: Line) -> str:
    """What the sheet says about counting, a division in the rule included."""
    rule = line.texts.get("scoring", "")
    # 实际 ÷ 目标 says how points are formed, and nothing of what is counted.
    formula = rule if _DIVISION.search(_SCORED.sub("", plain(rule))) else ""
    told = [each for each in (line.texts.get("definition", ""), formula) if each]
    return cut("; ".join(told))


def unit_of(line: Line, target: TargetRead) -> Unit:
    """Unit that the target has, else the usual one of the name 「单位」."""
    if target.unit is not None:
        return target.unit
    told = measured(line.name)
    return told.units[0] if told is not None else "number"


def targets_of(target: TargetRead, beside: Mapping[Role, TargetRead]) -> Targets | None:
    """Tiers that the sheet states; where they come from no sheet says, and nothing is made of that."""
    found = {"target": target, **beside}
    told = {tier: read.value for tier, read in found.items() if read.value is not None}
    return Targets.model_validate({**told, "from": "history"}) if told else None


def cycle_of(line: Line, table: SheetTable) -> Cycle | None:
    """The one cycle that its column tells, else its own words, else the title."""
    column = line.texts.get("cycle", "")
    # 月 and 季度 stand alone in a column of cycles; elsewhere they would be part of other words.
    if other_cycle(column):
        return None
    if (told := cycle_letter(column)) is not None:
        return told
    for text in (f"每{column}" if column else "", column, line.texts.get("target", ""), head(line.name)):
        if other_cycle(text):
            return None
        cycles = cycles_of(text)
        if len(cycles) == 1:
            return cycles[0]
    return None if table.other_cycle else table.cycle


def cut(text: str) -> str:
    """Text on one line, cut where it is long 「缩短」."""
    told = " ".join(text.split())
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
