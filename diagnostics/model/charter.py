"""The three questions before any measuring 「改进章程」."""

from __future__ import annotations

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words


class Charter(Noun):
    """The three questions before any measuring, and who stands behind the answers 「改进章程」.

    Parameters
    ----------
    goal, weak_points, problem : Text
        The goal of the next one to three years, the weakest points of performance, the problem of this round.
    sponsor : str
        Who stands behind it, as ``people`` names them.
    statement : Text
        The sponsor's true motive, in words for everyone 「高层表态」.
    benefit_firm, benefit_staff : Text
        What the firm gains, and what its staff gain.
    """

    goal: Words = Text()
    weak_points: Words = Text()
    problem: Words = Text()
    sponsor: str = ""
    statement: Words = Text()
    benefit_firm: Words = Text()
    benefit_staff: Words = Text()
