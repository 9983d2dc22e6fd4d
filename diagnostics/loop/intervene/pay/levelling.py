"""Ratings of lenient and of strict departments made comparable 「离散系数调平」."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

# From so many ratings on a department's own mean and spread are taken at their word.
WHOLE = 8


@dataclass(frozen=True, eq=False)
class Levelled(Result):
    """Ratings before and after levelling 「调平结果」.

    Parameters
    ----------
    ratings, levelled, departments : dict
        By person: rating, levelled rating, department.
    weights : dict
        How far each department was levelled: 1 wholly, less where it has fewer than 8 ratings.
    """

    ratings: dict[str, float]
    levelled: dict[str, float]
    departments: dict[str, str]
    weights: dict[str, float]

    def frame(self) -> pd.DataFrame:
        """One row a rating 「逐人对照」."""
        import pandas as pd

        rows = [(each, self.departments[each], self.ratings[each], self.levelled[each]) for each in self.ratings]
        return pd.DataFrame(rows, columns=["name", "department", "rating", "levelled"])

    def summary(self, language: Language = "zh") -> str:
        """How many ratings of how many departments were levelled 「概况」."""
        from diagnostics.terms import say

        small = sum(each < 1 for each in self.weights.values())
        return say("pay.levelled", language, count=len(self.ratings), departments=len(self.weights), small=small)


def level_ratings(
    ratings: Mapping[str, float],
    departments: Mapping[str, str],
    coefficients: Mapping[str, float] | None = None,
    *,
    kind: Literal["subjective", "measured"] = "subjective",
) -> Levelled:
    """Ratings of lenient and of strict departments made comparable 「离散系数调平」.

    Parameters
    ----------
    ratings : mapping
        Rating above 0 by person.
    departments : mapping
        Department by person.
    coefficients : mapping, optional
        By department: its mean after levelling, as a share of the company's; 1 where absent.
    kind : {"subjective", "measured"}
        What was rated: measured results are never levelled.

    Raises
    ------
    InputError
        When the results were measured, a rating is not above 0, somebody has no department, or a department gave
        everybody the same.

    Notes
    -----
    M is the mean of all, V the root of the mean (over people) of the departments' squared coefficients of variation; m,
    s and c are a department's mean, standard deviation and coefficient: x' = cM + (x − m) / s · V · cM. Then
    w x' + (1 − w) x with w = min(1, n / 8). Order within a department stays.
    """
    if kind != "subjective":
        raise InputError(f"kind == {kind!r:.60}, must be 'subjective': what was measured stays as it was measured.")
    known = checked("rating", ratings, above=0)
    for each in known:
        if each not in departments:
            raise unknown("person", each, departments, "the departments")
    members: dict[str, list[str]] = {}
    for each in known:
        members.setdefault(departments[each], []).append(each)
    shares = checked("coefficient", coefficients, least=0) if coefficients else {}
    for name in shares:
        if name not in members:
            raise unknown("department", name, members, "the coefficients")
    means, spreads = _moments(known, members)
    company = statistics.fmean(known.values())
    variation = math.sqrt(sum(len(who) * (spreads[d] / means[d]) ** 2 for d, who in members.items()) / len(known))
    levelled: dict[str, float] = {}
    weights = {name: min(1.0, len(who) / WHOLE) for name, who in members.items()}
    for each, rating in known.items():
        name = departments[each]
        goal = company * shares.get(name, 1.0)
        moved = goal * (1 + (rating - means[name]) / spreads[name] * variation)
        levelled[each] = weights[name] * moved + (1 - weights[name]) * rating
    return Levelled(known, levelled, {each: departments[each] for each in known}, weights)


def _moments(
    ratings: Mapping[str, float], members: Mapping[str, list[str]]
) -> tuple[dict[str, float], dict[str, float]]:
    means, spreads = {}, {}
    for name, who in members.items():
        given = [ratings[each] for each in who]
        means[name] = statistics.fmean(given)
        spreads[name] = statistics.pstdev(given)
        if spreads[name] <= 1e-12 * abs(means[name]) or means[name] <= 0:
            raise InputError(
                f"Department {name!r} rated all {len(given)} the same, {given[0]:g}: nothing tells them apart, and no"
                " levelling can; have it rate anew."
            )
    return means, spreads
