"""How a figure is scored, with every number that is agreed on 「计分说明」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.intervene.contract.figures import percent
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.scoring import Scoring


def scoring_words(scoring: Scoring, *, lower: bool, language: Language) -> str:
    """Rule of a score in words, its bands, deductions and threshold included 「计分说明」.

    Parameters
    ----------
    scoring : Scoring
        The rule.
    lower : bool
        Whether lower figures are better.
    language : {"zh", "en"}
        Language of the reader.

    Examples
    --------
    >>> from diagnostics.model.scoring import Scoring
    >>> scoring_words(Scoring(rule="deduction", per_event=5), lower=True, language="zh")
    '每超出目标 1 扣 5 分'
    """

    def told(term: str, **values: object) -> str:
        return say(f"ledger.contract.{term}", language, **values)

    if scoring.rule == "deduction":
        words = told("rule.deduction_of", every=f"{scoring.every:g}", points=f"{scoring.per_event:g}")
    elif scoring.rule == "bands":
        words = told("between_words").join(
            told("band", at=f"{each.at:.12g}", points=f"{each.points:g}") for each in scoring.bands
        )
    elif scoring.rule == "anchors":
        words = told("between_words").join(
            told("level", level=each.level, points=f"{each.points:g}") for each in scoring.anchors
        )
    else:
        words = told(f"rule.{scoring.rule}{'_lower' if lower and scoring.rule == 'ratio' else ''}")
    if scoring.start is not None:
        words += told("scored_from", start=percent(scoring.start))
    return words
