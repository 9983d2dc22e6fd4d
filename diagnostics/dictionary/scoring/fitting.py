"""Whether a rule can score a KPI at all 「规则是否匹配」."""

from __future__ import annotations

from itertools import pairwise

from diagnostics.model.scoring import SHARE_RULES, Scoring
from diagnostics.terms import Language, say

_DIRECTED = ("higher", "lower", "range")
_UNFIT = {
    ("inverse_ratio", "higher"): "t / a would reward a lower actual; use 'ratio'",
    ("complement", "higher"): "2 - a / t would reward a lower actual; use 'ratio'",
    ("level", "lower"): "a higher level would score more; use 'complement' or 'inverse_ratio'",
    ("level", "range"): "use 'ratio', 'complement' or 'difference'",
    ("anchors", "lower"): "behaviour is rated, and a better rating is worth more",
    ("anchors", "range"): "behaviour is rated, and a better rating is worth more",
}


def fits(rule: str, direction: str) -> bool:
    """Whether a rule can score a KPI of this direction 「规则与方向是否匹配」.

    Examples
    --------
    >>> fits("complement", "lower"), fits("complement", "higher"), fits("ratio", "none")
    (True, False, False)
    """
    return direction in _DIRECTED and (rule, direction) not in _UNFIT


def misfit(scoring: Scoring, direction: str) -> str:
    """Why a rule with its options can't score a KPI of this direction; empty where it can 「不匹配的原因」.

    Examples
    --------
    >>> misfit(Scoring(rule="level"), "lower")
    "a higher level would score more; use 'complement' or 'inverse_ratio'"
    >>> misfit(Scoring(), "higher")
    ''
    """
    if direction not in _DIRECTED:
        return "a KPI without a direction has no better and no worse"
    if (scoring.rule, direction) in _UNFIT:
        return _UNFIT[scoring.rule, direction]
    return _wrong_way(scoring, direction) if scoring.rule == "bands" else ""


def divides(scoring: Scoring) -> bool:
    """Whether a rule divides by the target itself; ``difference`` by how large it is 「是否除以目标」."""
    rule = scoring.rule
    if rule in {"level", "anchors", "threshold"}:
        return False
    return rule in SHARE_RULES or scoring.start is not None or (rule == "bands" and scoring.of == "target")


def unscorable(scoring: Scoring, value: float | tuple[float, float] | None, language: Language = "en") -> str:
    """Why a rule can't score against a target of this value; empty where it can 「目标值能否计分」.

    Parameters
    ----------
    value : float, (low, high) or None
        Target, a range of two; None where there is none.
    language : {"zh", "en"}
        Language of the reader; errors are English.

    Notes
    -----
    A range may begin at 0 (with ``difference`` also end there): what lies beyond that end has no points.

    Examples
    --------
    >>> unscorable(Scoring(), -2.0)
    "must be above 0 for rule 'ratio'; for targets below 0 use 'difference'"
    >>> unscorable(Scoring(), 0.0)
    "must be above 0 for rule 'ratio'; for a target of 0 use 'deduction' or 'threshold'"
    >>> unscorable(Scoring(rule="difference"), -2.0), unscorable(Scoring(), (0.0, 5.0))
    ('', '')
    """
    obstacle = _obstacle(scoring, value)
    return say(f"scores.unusable.{obstacle}", language, rule=scoring.rule) if obstacle else ""


def _obstacle(scoring: Scoring, value: float | tuple[float, float] | None) -> str:
    """What stands against a target: ``undivided``, ``share``, ``below``, ``zero``, or empty."""
    if value is None:
        return ""
    low, high = value if isinstance(value, tuple) else (value, value)
    if scoring.rule == "difference":
        return "undivided" if low == 0 == high else ""
    if not divides(scoring) or (low >= 0 and high > 0):
        return ""
    if scoring.rule not in SHARE_RULES:
        return "share"
    return "below" if low < 0 else "zero"


def _wrong_way(scoring: Scoring, direction: str) -> str:
    """Why bands would reward getting worse; empty where they don't."""
    ordered = sorted(scoring.bands, key=lambda each: each.at)
    points = [each.points for each in ordered]
    if direction == "range":
        if scoring.of == "target":
            return "a range has two targets; bands of a range count the actual"
        peak = points.index(max(points))
        up, down = points[: peak + 1], points[peak:]
        rises_and_falls = up == sorted(up) and down == sorted(down, reverse=True)
        return "" if rises_and_falls else "points must rise up to the range and fall beyond it"
    better = pairwise(points if direction == "higher" else points[::-1])
    if all(low <= high for low, high in better):
        return ""
    return f"where {direction} is better, points must not fall as figures get better"
