"""How an actual becomes points 「计分规则」."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.refusing import Refusing
from diagnostics.model.text import Text, Words

Rule = Literal[
    "ratio", "inverse_ratio", "complement", "difference", "level", "threshold", "deduction", "bands", "anchors"
]
RULES: tuple[Rule, ...] = get_args(Rule)
# Rules that form a share of the target; the others look up points, or take them off.
SHARE_RULES: tuple[Rule, ...] = ("ratio", "inverse_ratio", "complement", "difference", "level")
BandsOf = Literal["actual", "target"]
Between = Literal["steps", "linear"]
Finite = Annotated[float, Field(allow_inf_nan=False)]
# Which options a rule takes beside cap and floor, and the one that it can't do without.
_OPTIONS: dict[str, tuple[Rule, ...]] = {
    "start": ("ratio", "inverse_ratio", "complement", "difference", "level", "deduction", "bands"),
    "full": ("level",),
    "per_event": ("deduction",), "every": ("deduction",), "free": ("deduction",), "bonus": ("deduction",),
    "bands": ("bands",), "of": ("bands",), "between": ("bands",),
    "anchors": ("anchors",),
}  # fmt: skip
# Nobody pays five times the whole: a larger share was meant in percent or points.
LARGEST_SHARE = 5.0
_NEEDED = {"deduction": "per_event", "bands": "bands", "anchors": "anchors"}


class Band(Noun, metaclass=Refusing):
    """Points from a figure on 「计分档」.

    Parameters
    ----------
    at : float
        Figure at which the band begins, on the side of the worse figures; what it counts says `Scoring.of`.
    points : float
        Points of the band; 100 is the whole.
    """

    at: Finite
    points: Finite = Field(ge=0)


class Anchor(Noun, metaclass=Refusing):
    """Level of a behaviour, what it looks like, and its points 「行为锚」.

    Parameters
    ----------
    level : str
        What raters choose, such as ``优秀`` or ``4``.
    text : Text
        Behaviour that can be seen at this level.
    points : float
        Points of the level; 100 is the whole.
    """

    level: str = Field(min_length=1, max_length=60)
    text: Words = Text()
    points: Finite = Field(ge=0)


class Scoring(Noun, metaclass=Refusing):
    """How an actual becomes points 「计分规则」.

    Parameters
    ----------
    rule : str
        With actual a, target t, and d = 1 where higher is better, else -1: ``ratio`` a/t (t/a where lower is better),
        ``inverse_ratio`` t/a, ``complement`` 2 - a/t, ``difference`` 1 + d(a-t)/abs(t), ``level`` a itself,
        ``threshold`` all where the target is reached and nothing else, ``deduction`` points off for each event,
        ``bands`` points by where the figure lies, ``anchors`` points of the chosen level of behaviour 「行为锚定法」.
    cap, floor : float, optional
        Bounds as shares of at most 5: 1.2 caps at 120 points. A deduction stops at 0 where no floor is given.
    start : float, optional
        Share of the target below which nothing is scored 「起付线」, as the rule forms it; for deductions and bands
        a/t, t/a where lower is better.
    full : float
        Level that is worth 100 points: 1 for shares, 100 for ratings of up to 100.
    per_event : float, optional
        Points lost for each event.
    every : float
        What counts as an event: so much beyond the target, in the KPI's unit (1, or 0.01 for a percentage point).
    free : float
        Events that cost nothing.
    bonus : float
        Points gained for each ``every`` by which the actual is better than the target.
    bands : tuple of Band
        Points by where the figure lies, in any order.
    of : {"actual", "target"}
        Whether bands count the actual itself or actual ÷ target.
    between : {"steps", "linear"}
        Whether a band holds until the next or leads to it in a straight line. With steps, what is worse than every band
        has 0 points, where higher or lower is better; in a range a band holds from its figure up. Lines end level.
    anchors : tuple of Anchor
        Levels that may be chosen.
    """

    rule: Rule = "ratio"
    cap: Finite | None = Field(default=None, gt=0)
    floor: Finite | None = None
    start: Finite | None = Field(default=None, gt=0)
    full: Finite = Field(default=1.0, gt=0)
    per_event: Finite | None = Field(default=None, gt=0)
    every: Finite = Field(default=1.0, gt=0)
    free: Finite = Field(default=0.0, ge=0)
    bonus: Finite = Field(default=0.0, ge=0)
    bands: tuple[Band, ...] = ()
    of: BandsOf = "actual"
    between: Between = "steps"
    anchors: tuple[Anchor, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Scoring:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        yield from filter(None, (too_large_share(each, getattr(self, each)) for each in ("cap", "floor", "start")))
        needed = _NEEDED.get(self.rule)
        if needed is not None and not getattr(self, needed):
            yield f"rule {self.rule!r} needs {needed!r}"
        for name, rules in _OPTIONS.items():
            if self.rule not in rules and getattr(self, name) != type(self).model_fields[name].default:
                yield f"{name!r} is for rule {' or '.join(repr(each) for each in rules)}, not for {self.rule!r}"
        if self.start is not None and self.floor not in {None, 0}:
            yield f"floor == {self.floor:g} beside start == {self.start:g}, must be 0: that is what is left below it"
        if self.start is not None and self.cap is not None and self.rule in SHARE_RULES and self.start > self.cap:
            yield f"start == {self.start:g} lies above the cap {self.cap:g}; nothing could be scored"
        marks = [each.at for each in self.bands]
        if len(set(marks)) < len(marks):
            yield "two bands begin at the same figure; one figure has one number of points"
        if self.rule == "bands" and self.between == "linear" and len(marks) == 1:
            yield "linear bands need two or more"
        levels = [level_key(each.level) for each in self.anchors]
        if len(set(levels)) < len(levels):
            yield "two anchors share a level; one level has one number of points"
        if self.rule == "anchors" and len(levels) == 1:
            yield "anchors need two levels or more"


def too_large_share(name: str, share: float | None) -> str:
    """What is wrong with a bound that is no share, empty where nothing is 「过大的比例」.

    Examples
    --------
    >>> too_large_share("cap", 120.0)
    'cap == 120, must be a share of at most 5: 1.2 stands for 120 points or 120 %'
    >>> too_large_share("cap", 1.2)
    ''
    """
    if share is None or share <= LARGEST_SHARE:
        return ""
    meant = f"{share / 100:g} stands for {share:g} points or {share:g} %"
    return f"{name} == {share:g}, must be a share of at most {LARGEST_SHARE:g}: {meant}"


def level_key(level: object) -> str:
    """Level of an anchor as it is compared: a number by its value, a text without blanks around it 「等级键」.

    Examples
    --------
    >>> level_key(4.0), level_key(" 4 "), level_key("优秀"), level_key("1_0")
    ('4', '4', '优秀', '1_0')
    """
    text = str(level).strip()
    if "_" in text:
        # Python reads 1_0 as ten; a rater does not.
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.12g}" if math.isfinite(number) else text
