"""Two in ten excellent, one in ten to improve; reward only 「271 评级」."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

Grade = Literal["excellent", "qualified", "to_improve"]
# Two in ten of fewer than ten are one or none: chance, not a grade.
LEAST = 10
_TOP, _LAST = 0.2, 0.1


@dataclass(frozen=True, slots=True)
class Regrade:
    """What the calibration meeting changed, and why 「校准会调整」."""

    name: str
    grade: Grade
    reason: str


@dataclass(frozen=True, eq=False)
class Grading(Result):
    """Grades, who is tied at a cut, and what was changed 「评级结果」.

    Parameters
    ----------
    scores, grades, pools : dict
        By name: score, grade, and the group that was graded together.
    tied : tuple of str
        Who shares a score with the other side of a cut, and no tie-break tells apart: the meeting decides. Until then
        they are qualified.
    regrades : tuple of Regrade
        Changes of the meeting.
    """

    scores: dict[str, float]
    grades: dict[str, Grade]
    pools: dict[str, str]
    tied: tuple[str, ...]
    regrades: tuple[Regrade, ...]

    def counts(self) -> dict[str, int]:
        """How many have each grade 「各级人数」."""
        return {each: list(self.grades.values()).count(each) for each in ("excellent", "qualified", "to_improve")}

    def pay_factor(self, name: str, reward: float = 0.1) -> float:
        """Factor on pay: more for the excellent, for nobody less 「只奖不罚」.

        Raises
        ------
        InputError
            When the reward is below 0, or nobody is called so.
        """
        if not reward >= 0:
            raise InputError(f"reward == {reward:g}, must be at least 0: grades reward, they never punish.")
        if name not in self.grades:
            raise unknown("name", name, self.grades)
        return 1 + reward if self.grades[name] == "excellent" else 1.0

    def frame(self) -> pd.DataFrame:
        """One row a name 「评级表」."""
        import pandas as pd

        reasons = {each.name: each.reason for each in self.regrades}
        rows = [
            (name, self.pools[name], score, self.grades[name], name in self.tied, reasons.get(name, ""))
            for name, score in self.scores.items()
        ]
        return pd.DataFrame(rows, columns=["name", "pool", "score", "grade", "tied", "reason"])

    def summary(self, language: Language = "zh") -> str:
        """How many have each grade, and how many the meeting has to settle 「概况」."""
        from diagnostics.terms import say

        return say("pay.grading", language, tied=len(self.tied), **self.counts())


def grade_271(
    scores: Mapping[str, float],
    groups: Mapping[str, str] | None = None,
    *,
    tie_breaks: Mapping[str, float] | None = None,
    regrades: Sequence[Regrade] = (),
) -> Grading:
    """Grades by rank: at most 20 % excellent, at most 10 % to improve 「271 评级」.

    Parameters
    ----------
    scores : mapping
        Score by name.
    groups : mapping, optional
        Group by name; each is graded by itself. Groups of fewer than ten are graded together.
    tie_breaks : mapping, optional
        Second figure by name, higher first, where scores are the same; 0 where absent.
    regrades : sequence of Regrade
        Changes of the calibration meeting, each with a reason; the 20 % hold for them too.

    Raises
    ------
    InputError
        When fewer than ten would be graded together, a reason is missing, or changes pass the 20 %.

    Notes
    -----
    Of n: floor(n/5) excellent and floor(n/10) to improve, so shares are caps. Ten give 2, 7, 1.
    """
    known = checked("score", scores)
    seconds = _seconds(known, tie_breaks)
    pools = _pools(known, groups)
    grades: dict[str, Grade] = dict.fromkeys(known, "qualified")
    tied: list[str] = []
    for pool in dict.fromkeys(pools.values()):
        keys = {name: (known[name], seconds.get(name, 0.0)) for name in known if pools[name] == pool}
        ranked = sorted(keys, key=lambda name: keys[name], reverse=True)
        top, last = int(_TOP * len(ranked) + 1e-9), int(_LAST * len(ranked) + 1e-9)
        tied += _cut(ranked, keys, top, "excellent", grades)
        tied += _cut(ranked[::-1], keys, last, "to_improve", grades)
    _settle(grades, pools, regrades)
    settled = {each.name for each in regrades}
    left = tuple(each for each in dict.fromkeys(tied) if each not in settled)
    return Grading(known, grades, pools, left, tuple(regrades))


def _seconds(scores: Mapping[str, float], tie_breaks: Mapping[str, float] | None) -> dict[str, float]:
    """Tie-breaks, of nobody who was not scored."""
    found = checked("tie-break", tie_breaks) if tie_breaks else {}
    for each in found:
        if each not in scores:
            raise unknown("name", each, scores, "the scores, and has a tie-break")
    return found


def _pools(scores: Mapping[str, float], groups: Mapping[str, str] | None) -> dict[str, str]:
    """Group of each name; small ones together, refused where even those are too few."""
    if groups is None:
        found = dict.fromkeys(scores, "all")
    else:
        for each in scores:
            if each not in groups:
                raise unknown("name", each, groups, "the groups")
        sizes = [groups[each] for each in scores]
        found = {each: groups[each] if sizes.count(groups[each]) >= LEAST else "pooled" for each in scores}
    counts = {pool: list(found.values()).count(pool) for pool in found.values()}
    small = [pool for pool, count in counts.items() if count < LEAST]
    if small:
        count = counts[small[0]]
        raise InputError(
            f"{count} to be graded together ({small[0]}), must be {LEAST} or more: two in ten of fewer are chance."
            " Grade them with another group, or not at all."
        )
    return found


def _cut(
    ranked: Sequence[str], keys: Mapping[str, tuple[float, float]], count: int, grade: Grade, grades: dict[str, Grade]
) -> list[str]:
    """Grade the first so many; who is level with the first that is left out waits for the meeting."""
    if count == 0 or count >= len(ranked):
        return []
    edge = keys[ranked[count]]
    level = [each for each in ranked if keys[each] == edge]
    crossing = keys[ranked[count - 1]] == edge
    for each in ranked[:count]:
        if not (crossing and each in level):
            grades[each] = grade
    return level if crossing else []


def _settle(grades: dict[str, Grade], pools: Mapping[str, str], regrades: Sequence[Regrade]) -> None:
    for each in regrades:
        if each.name not in grades:
            raise unknown("name", each.name, grades, "the grades")
        if each.grade not in {"excellent", "qualified", "to_improve"}:
            raise unknown("grade", each.grade, ("excellent", "qualified", "to_improve"))
        if not each.reason.strip():
            raise InputError(f"The meeting's change of {each.name!r} has no reason; write why.")
        grades[each.name] = each.grade
    for pool in dict.fromkeys(pools.values()):
        inside = [grades[name] for name in grades if pools[name] == pool]
        most = math.floor(_TOP * len(inside) + 1e-9)
        if inside.count("excellent") > most:
            raise InputError(
                f"{inside.count('excellent')} of {len(inside)} would be excellent ({pool}), must be {most} at most."
            )
