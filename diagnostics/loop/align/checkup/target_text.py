"""Targets as sheets write them: ≥90%, 季度100万, 不低于85分, 1:3, 3天内 「读取目标」."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
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
_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_SCALED = re.compile(
    r"(?<![\d.,A-Za-z])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?"
    r"(?P<scale>k|mn|mio|mln|bn|billion|m|b)(?![A-Za-z])",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"[$\u20ac\u00a3\u00a5]|\b(?:usd|eur|gbp|cny|rmb|hkd|yuan|dollars?|euros?)\b", re.IGNORECASE)
# A code before its amount is a sign of money like another, and 100+ is at least 100.
_CODE = re.compile(r"\b(?:usd|eur|gbp|cny|rmb|hkd|us\$|hk\$)\s*(?=\d)", re.IGNORECASE)
_OPEN_END = re.compile(r"^(\d[\d,.]*)\s*\+$")
_TIED = re.compile(r"[A-Za-z]{1,3}(?![A-Za-z])|,\d")
# Digits that name a period, an edition or a rule rather than an amount.
_NAMED = re.compile(
    r"\d{4}\s*年?度?|q[1-4]|[1-4]q|h[12]|fy\s*\d+|第?\d{1,2}\s*(?:季度|月份?|日|号|期|版)|top\s*\d+|\d{1,2}[.、)]\s*(?=\D)",
    re.IGNORECASE,
)
_ODD = re.compile(r"^(?:nan|inf|infinity|#.*)$", re.IGNORECASE)
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
        Why there is no figure: blank, words, partly, several, time, change, deadline, range; empty where one is.
    assumed : bool
        Whether a bare 95 was taken for 95 %, since its name is a rate.
    stated : bool
        Whether the sheet says the unit; else it is that of the name.
    """

    value: float | None
    unit: Unit | None = None
    direction: Direction | None = None
    why: str = ""
    assumed: bool = False
    stated: bool = field(default=True, repr=False)


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
    return _said(_expanded(told, name), name, unit)


def _expanded(told: str, name: str) -> str:
    """Figure with an English scale written out: $1.2m, 3.5bn, 10k; m and b only of money."""
    measure = measured(name)
    money = _CURRENCY.search(told) is not None or (measure is not None and measure.units[0] == "money")

    def written(match: re.Match[str]) -> str:
        scale = match["scale"].lower()
        if scale in {"m", "b"} and not money:
            return match.group()
        return f"{float(match['digits'].replace(',', '')) * _SCALES[scale]:.15g}"

    return _OPEN_END.sub(r"≥\1", _CODE.sub("$", _SCALED.sub(written, told)))


def _bare(value: float, name: str, unit: str) -> TargetRead:
    """Figure without a sign: its column's unit or its name says what it counts."""
    found = figures(f"{value:.12g}{plain(unit)}") if unit else ()
    if len(found) == 1 and found[0].unit is not None:
        return TargetRead(found[0].value, found[0].unit)
    told = measured(name)
    usual = told.units[0] if told is not None else None
    if usual == "share" and value > 100 * _TYPED:
        return TargetRead(value, _behind(name), stated=False)
    if usual == "share" and value > _TYPED:
        return TargetRead(float(f"{value / 100:.12g}"), "share", assumed=True)
    return TargetRead(value, usual, stated=False)


def _said(told: str, name: str, unit: str) -> TargetRead:
    found = figures(told)
    if unit and found and all(each.unit is None for each in found):
        found = figures(f"{told}{plain(unit)}") or found
    if not found:
        if _NONE.match(told):
            return TargetRead(0.0, "count", "lower")
        if is_timed(told) and _DIGITS.search(told):
            return TargetRead(None, why="deadline")
        return TargetRead(None, why="partly" if _DIGITS.search(told) or _ODD.match(told) else "words")
    if _is_left(told, found):
        return TargetRead(None, why="partly")
    if len(found) > 1 or compound(told) is not None:
        return TargetRead(None, _unit(found[0], name), why="several")
    figure = found[0]
    if figure.relation == "change":
        # By how many per cent a count is to grow says nothing of what it is counted in.
        return TargetRead(None, why="change")
    if figure.high is not None:
        return TargetRead(None, _unit(figure, name), why="range")
    return TargetRead(figure.value, _unit(figure, name), _direction(figure), stated=figure.unit is not None)


def _is_left(told: str, found: tuple[Figure, ...]) -> bool:
    """Whether digits, or letters right behind a figure, stand outside what was read: 1,5% is no 5 %."""
    rest = list(told)
    for each in found:
        rest[each.start : each.end] = " " * (each.end - each.start)
    if any(_TIED.match(told[each.end :]) for each in found):
        return True
    return _DIGITS.search(_NAMED.sub(" ", "".join(rest))) is not None


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
