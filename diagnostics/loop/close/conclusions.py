"""All that is concluded from the results, before it is laid out 「结论汇总」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.close.lead import STANDINGS, lead_of, measures_of, title_of
from diagnostics.loop.close.next_steps import lessons_of, next_steps
from diagnostics.loop.close.reviews import review

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview, NextStep


@dataclass(frozen=True, eq=False)
class Conclusions:
    """All that is concluded from the results 「结论汇总」.

    Parameters
    ----------
    reviews : tuple of MeasureReview
        Every measure of the ledger.
    title : str
        The page in one line.
    lead : tuple of str
        Two to four sentences.
    steps : tuple of NextStep
        Decisions and next steps.
    lessons : tuple of str
        What the verdicts teach.
    """

    reviews: tuple[MeasureReview, ...]
    title: str
    lead: tuple[str, ...]
    steps: tuple[NextStep, ...]
    lessons: tuple[str, ...]

    @property
    def measures(self) -> list[MeasureReview]:
        """Reviews of what the client decided, without events from outside 「自主措施」."""
        return measures_of(self.reviews)


def conclude(inputs: Inputs, wording: Wording) -> Conclusions:
    """Conclusions from the results of a run 「得出结论」."""
    found = [review(each, inputs, wording) for each in inputs.interventions["interventions"]]
    # Bad news first, and what can't be judged yet last; within a verdict in the order of the ledger.
    reviews = tuple(sorted(found, key=lambda each: STANDINGS.index(each.standing)))
    return Conclusions(
        reviews=reviews,
        title=title_of(inputs, reviews, wording),
        lead=lead_of(inputs, reviews, wording),
        steps=next_steps(inputs, reviews, wording),
        lessons=lessons_of(reviews, wording),
    )
