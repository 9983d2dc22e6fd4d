"""Steps and levels of a scoring rule: ≥95%得100分, 90%-95%得80分; 优秀100分, 良好80分 「读取计分档」."""

from __future__ import annotations

import re

from diagnostics.dictionary.wording import Figure, figures
from diagnostics.model.kpi import Direction
from diagnostics.model.scoring import Anchor, Band, Scoring

_POINTS = re.compile(
    r"(?:得|计|为|是|内|上|下|者|:|=|,|—|-|\s)\s*(?P<points>\d+(?:\.\d+)?)\s*(?:分|points?|pts?)|(?P<full>满分)|"
    r"(?P<none>不得分|不计分|零分|no points)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?P<level>优秀|良好|中等|一般|合格|不合格|较差|优|良|中|差|(?<![A-Za-z])[A-ES](?![A-Za-z])级?|excellent|good|fair|poor|average)"
    r"[^\d,;。\n]{0,24}?(?P<points>\d+(?:\.\d+)?)\s*(?:分|points?|pts?|%)",
    re.IGNORECASE,
)
# 优秀15 良好12 一般9: points without a word for them, where levels fall.
_BARE_LEVEL = re.compile(
    r"(?P<level>优秀|良好|中等|一般|合格|不合格|较差|优|良|中|差)\s*[:=(]?\s*(?P<points>\d+(?:\.\d+)?)\)?(?=[\s,;。/]|$)"
)
_SURE = 3
# Between two ends: 90%≤X<95%.
_BETWEEN = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)\s*(?P<unit>%|万元?|元|天|分|次)?\s*[<≤=]{1,2}\s*[^\d<≤,;。\n]{1,12}?[<≤]=?\s*(?P<high>\d+(?:\.\d+)?)"
)
_LIMIT = 12


def read_bands(told: str, whole: float) -> tuple[Scoring, Direction] | None:
    """Bands that a text states and the direction they tell; None where there are fewer than two 「读取计分档」.

    Examples
    --------
    >>> scoring, direction = read_bands("≥95%得100分,90%-95%得80分,<90%不得分", 100)
    >>> [(each.at, each.points) for each in scoring.bands], direction
    ([(0.95, 100.0), (0.9, 80.0)], 'higher')
    """
    steps = _steps(told)
    if len(steps) < 2 or len({points for *_, points in steps}) < 2:
        return None
    middles = sorted((_middle(low, high), points) for low, high, points in steps)
    rising = middles[-1][1] > middles[0][1]
    most = max(points for *_, points in steps)
    factor = 100 / whole if most <= whole < 100 else 1.0
    bands = []
    for low, high, points in steps:
        at = low if rising else high
        if at is None and points:
            # The worst band has no end: whatever is worse has its points.
            at = 0.0 if rising else None
        if at is not None and points:
            bands.append(Band(at=at, points=float(f"{points * factor:.12g}")))
    if len(bands) < 2 or len({each.at for each in bands}) < len(bands):
        return None
    return Scoring(rule="bands", bands=tuple(bands)), "higher" if rising else "lower"


def levels_in(told: str) -> int:
    """Bands that a text names, those without points among them 「档数」.

    Examples
    --------
    >>> levels_in("≥95%得100分,90%-95%得80分,<90%不得分")
    3
    """
    return len(_steps(told))


def _steps(told: str) -> list[tuple[float | None, float | None, float]]:
    """Lower end, upper end and points of each step: what stands before each number of points."""
    found, start = [], 0
    for match in _POINTS.finditer(told):
        ends = _ends(told[start : match.start()])
        start = match.end()
        if ends is not None:
            found.append((*ends, 100.0 if match["full"] else 0.0 if match["none"] else float(match["points"])))
    return found[:_LIMIT]


def _ends(text: str) -> tuple[float | None, float | None] | None:
    between = _BETWEEN.search(text)
    if between is not None:
        unit = between["unit"] or ""
        low, high = (figures(f"{between[each]}{unit}") for each in ("low", "high"))
        return (low[0].value, high[0].value) if low and high else None
    told = [each for each in figures(text) if each.unit != "score" or each.relation != "exactly"]
    if len(told) == 2:
        return _two(told)
    if len(told) != 1:
        return None
    figure = told[0]
    if figure.high is not None:
        return figure.value, figure.high
    if figure.relation in {"at_most", "within"}:
        return None, figure.value
    return (figure.value, None) if figure.relation == "at_least" else (figure.value, figure.value)


def _two(told: list[Figure]) -> tuple[float, float] | None:
    """Two figures that are the ends of one step: 高于90%低于95%."""
    relations = {each.relation for each in told}
    values = sorted(each.value for each in told)
    return (values[0], values[1]) if relations <= {"at_least", "at_most", "exactly"} and len(relations) == 2 else None


def _middle(low: float | None, high: float | None) -> float:
    if low is None:
        assert high is not None
        return high - abs(high) * 1e-9 - 1e-12
    return low if high is None else (low + high) / 2


def read_anchors(told: str, whole: float) -> Scoring | None:
    """Levels and their points; None where there are fewer than two 「读取评分等级」.

    Examples
    --------
    >>> [(each.level, each.points) for each in read_anchors("优秀100分,良好80分,差0分", 100).anchors]
    [('优秀', 100.0), ('良好', 80.0), ('差', 0.0)]
    """
    found = {match["level"]: float(match["points"]) for match in _LEVEL.finditer(told)}
    bare = {match["level"]: float(match["points"]) for match in _BARE_LEVEL.finditer(told)}
    if len(found) < 2 and len(bare) >= _SURE and list(bare.values()) == sorted(bare.values(), reverse=True):
        found = bare
    if len(found) < 2:
        return None
    factor = 100 / whole if max(found.values()) <= whole < 100 else 1.0
    anchors = tuple(Anchor(level=level, points=float(f"{points * factor:.12g}")) for level, points in found.items())
    return Scoring(rule="anchors", anchors=anchors)
