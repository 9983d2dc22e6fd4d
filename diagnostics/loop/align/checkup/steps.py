"""Steps of a deduction in the unit of its KPI: 每超1% of a target in days, 每超30分钟 of one in hours 「扣分步长」."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from diagnostics.loop.align.checkup.scoring_read import ScoringRead
from diagnostics.model.kpi import Unit

_MINUTES: Final[dict[Unit, float]] = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}


def fitted(read: ScoringRead, unit: Unit, target: float | None) -> ScoringRead:
    """Rule whose steps are in the KPI's unit; a step in another unit counts events 「统一步长」.

    Parameters
    ----------
    read : ScoringRead
        Rule as the text says it.
    unit : str
        Unit of the KPI.
    target : float, optional
        Target in that unit: a step in per cent is then a part of it.

    Examples
    --------
    >>> from diagnostics.loop.align.checkup.scoring_text import read_scoring
    >>> fitted(read_scoring("每超30分钟扣5分"), "hours", 4.0).scoring.every
    0.5
    >>> fitted(read_scoring("每超10%扣5分"), "money", 50000.0).scoring.every
    5000.0
    >>> fitted(read_scoring("每出错1次扣5分"), "share", 0.99).unit is None
    True
    """
    if read.kind != "deduction" or read.scoring is None or read.unit in {None, unit}:
        return read
    every = read.scoring.every
    if {read.unit, unit} == {"score", "share"}:
        # A point below 90 % may be one of a hundred or one of the points of a survey.
        return ScoringRead("words")
    if read.unit == "share" and target is None:
        # A part of a target that nobody stated: it stays one.
        return read
    if read.unit == "share" and target:
        return _with(read, every * abs(target), unit)
    if read.unit in _MINUTES and unit in _MINUTES:
        return _with(read, every * _MINUTES[read.unit] / _MINUTES[unit], unit)
    if {read.unit, unit} <= {"count", "number", "ratio", "index", "score", "distance"}:
        return _with(read, every, unit)
    return _with(read, 1.0, None)


def _with(read: ScoringRead, every: float, unit: Unit | None) -> ScoringRead:
    assert read.scoring is not None
    return replace(read, scoring=read.scoring.model_copy(update={"every": float(f"{every:.12g}")}), unit=unit)
