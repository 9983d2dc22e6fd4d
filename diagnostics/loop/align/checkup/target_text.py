"""Targets as sheets write them: ≥90%, 季度100万, 不低于85分, 1:3, 3天内 「读取目标」."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from diagnostics.data.layout.grid import Cell, cell_text
from diagnostics.dictionary.wording import Figure, compound, figures, is_timed, measured, plain
from diagnostics.model.kpi import Direction, Unit

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NONE = re.compile(r"^(?:无|没有|杜绝|不发生|不出现|零|no |none$|zero |nil$)", re.IGNORECASE)
_BLANK = re.compile(r"^(?:|/|-+|—+|无|待定|tbd|n/?a)$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ATTAINED = re.compile(
    r"(?:目标)?(?:达成|完成|实现|控制|执行)率|计划完成率|\s*(?:attainment|achievement|completion)(?: rate)?",
    re.IGNORECASE,
)
# Shares are not above their whole by more than this; what is, was typed as percent.
_TYPED = 1.5


@dataclass(frozen=True, slots=True)
class TargetRead:
    """A target as read 「读出的目标」.

    Parameters
    ----------
    value : float, optional
        In base units; None where no single figure could be read.
    unit : str, optional
        Unit that the target or its name tells.
    direction : str, optional
        Which way is better by its words: ≥ higher, ≤ lower.
    why : str
        Why there is no figure: blank, words, several, time, change, deadline, range; empty where there is one.
    assumed : bool
        Whether a bare 95 was taken for 95 %, since its name is a rate.
    """

    value: float | None
    unit: Unit | None = None
    direction: Direction | None = None
    why: str = ""
    assumed: bool = False


def read_target(cell: Cell, name: str, unit: str = "") -> TargetRead:
    """Target that a cell holds 「读取目标」.

    Parameters
    ----------
    cell : cell
        As it stands in the sheet.
    name : str
        Name of the KPI: it tells whether a bare 95 is a share.
    unit : str
        What the unit column says.

    Examples
    --------
    >>> read_target("≥90%", "回款率")
    TargetRead(value=0.9, unit='share', direction='higher', why='', assumed=False)
    >>> read_target(95, "合格率"), read_target(30, "签约额", "万元").value
    (TargetRead(value=0.95, unit='share', direction=None, why='', assumed=True), 300000.0)
    >>> read_target("及时完成", "周报").why, read_target("6月30日前完成", "上线").why
    ('words', 'deadline')
    """
    if isinstance(cell, time | timedelta):
        return TargetRead(None, why="time")
    if isinstance(cell, date):
        return TargetRead(None, why="deadline")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _bare(float(cell), name, unit) if math.isfinite(cell) else TargetRead(None, why="words")
    told = _REMARK.sub("", plain(cell_text(cell))).strip()
    if _BLANK.match(told):
        return TargetRead(None, why="blank")
    if _DIGITS.fullmatch(told):
        return _bare(float(told), name, unit)
    return _said(told, name, unit)


def _bare(value: float, name: str, unit: str) -> TargetRead:
    """Figure without a sign: its column's unit or its name says what it counts."""
    found = figures(f"{value:.12g}{plain(unit)}") if unit else ()
    if len(found) == 1 and found[0].unit is not None:
        return TargetRead(found[0].value, found[0].unit)
    told = measured(name)
    usual = told.units[0] if told is not None else None
    if usual == "share" and value > 100 * _TYPED:
        return TargetRead(value, _behind(name))
    if usual == "share" and value > _TYPED:
        return TargetRead(float(f"{value / 100:.12g}"), "share", assumed=True)
    return TargetRead(value, usual)


def _said(told: str, name: str, unit: str) -> TargetRead:
    found = figures(told)
    if unit and found and all(each.unit is None for each in found):
        found = figures(f"{told}{plain(unit)}") or found
    if not found:
        if _NONE.match(told):
            return TargetRead(0.0, "count", "lower")
        return TargetRead(None, why="deadline" if is_timed(told) and _DIGITS.search(told) else "words")
    if len(found) > 1 or compound(told) is not None:
        return TargetRead(None, _unit(found[0], name), why="several")
    figure = found[0]
    if figure.relation == "change":
        return TargetRead(None, _unit(figure, name), why="change")
    if figure.high is not None:
        return TargetRead(None, _unit(figure, name), why="range")
    return TargetRead(figure.value, _unit(figure, name), _direction(figure))


def _unit(figure: Figure, name: str) -> Unit | None:
    if figure.unit is not None:
        return figure.unit
    told = measured(name)
    if told is None:
        return None
    # 销售额达成率, 季度100万: the target is the amount behind the rate.
    amount = told.units[0] == "share" and figure.value > _TYPED
    return _behind(name) if amount else told.units[0]


def _behind(name: str) -> Unit:
    told = measured(_ATTAINED.sub("", name))
    return told.units[0] if told is not None and told.units[0] != "share" else "number"


def _direction(figure: Figure) -> Direction | None:
    if figure.relation == "at_least":
        return "higher"
    return "lower" if figure.relation in {"at_most", "within"} else None
