"""Points at 80 to 120 % of the target: what a rule comes to, in numbers 「得分对照表」."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics.dictionary.scoring.level import level_of
from diagnostics.dictionary.scoring.points import as_rule, score
from diagnostics.model.scoring import Scoring

SHARES = (0.8, 0.9, 1.0, 1.1, 1.2)
_EVENTS = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class PointsRow:
    """Points of one figure 「得分对照」.

    Parameters
    ----------
    actual : float or str
        Figure in the KPI's unit, or level of behaviour.
    points : float
        Its points; NaN where they can't be told.
    share : float, optional
        Share of the target that it is; None where the rule knows no target.
    """

    actual: float | str
    points: float
    share: float | None = None


def points_table(
    rule: str | Scoring | Mapping[str, Any], direction: str, target: Any = None, shares: Sequence[float] = SHARES
) -> tuple[PointsRow, ...]:
    """Points of a rule at some shares of the target 「得分对照表」.

    Parameters
    ----------
    rule : str, Scoring or mapping
        How points are formed.
    direction : {"higher", "lower", "range"}
        Which way is better.
    target : float or pair, optional
        What should be reached; for direction ``range`` a pair.
    shares : sequence of float
        Shares of the target.

    Returns
    -------
    tuple of PointsRow
        A row a share. Rules that need no target have rows of their own: events from 0 to 5, levels of behaviour, bands.

    Raises
    ------
    InputError
        When the rule does not fit the direction or the target.

    Notes
    -----
    At share s the actual is t + (s - 1) abs(t): below zero, too, 80 % is the lower figure. In a range shares below 1
    are those of its lower end, others of its upper end.

    Examples
    --------
    >>> points_line(points_table("complement", "lower", 20))
    '120/110/100/90/80'
    """
    rule = as_rule(rule)
    scoring = rule if isinstance(rule, Scoring) else None
    full = level_of(scoring) if scoring is not None else None
    if scoring is not None and scoring.rule == "anchors":
        return tuple(PointsRow(each.level, each.points) for each in scoring.anchors)
    if target is not None:
        actuals = [_at(target, each) for each in shares]
        return _rows(actuals, score(actuals, target, rule, direction, full=full), shares)
    if scoring is not None and scoring.rule == "deduction" and direction == "lower":
        actuals = [scoring.every * each for each in _EVENTS]
        return _rows(actuals, score(actuals, None, rule, direction))
    if scoring is not None and scoring.rule == "bands" and scoring.of == "actual":
        actuals = sorted(each.at for each in scoring.bands)
        return _rows(actuals, score(actuals, None, rule, direction))
    if (scoring.rule if scoring else rule) == "level":
        actuals = [each * (scoring.full if scoring else 1.0) for each in shares if each <= 1]
        return _rows(actuals, score(actuals, None, rule, direction, full=full))
    return ()


def points_line(rows: Iterable[PointsRow]) -> str:
    """Points of a table beside each other 「得分一览」.

    Examples
    --------
    >>> points_line(points_table("inverse_ratio", "lower", 20))
    '125/111/100/91/83'
    """
    return "/".join("–" if math.isnan(each.points) else f"{each.points:.0f}" for each in rows)


def _at(target: Any, share: float) -> float:
    if isinstance(target, tuple | list):
        low, high = (float(each) for each in target)
        return _at(low, share) if share < 1 else _at(high, share)
    return float(target) + (share - 1) * abs(float(target))


def _rows(actuals: Sequence[float], points: Any, shares: Sequence[float] | None = None) -> tuple[PointsRow, ...]:
    told: Sequence[float | None] = shares or [None] * len(actuals)
    return tuple(
        PointsRow(round(actual, 12), round(float(worth), 9), share)
        for actual, worth, share in zip(actuals, points, told, strict=True)
    )
