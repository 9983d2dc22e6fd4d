"""The weakest spots of a run as questions, the gravest first, at most ten 「薄弱环节」."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from diagnostics.loop.close.questions.figures import of_figures
from diagnostics.loop.close.questions.measures import of_measures
from diagnostics.loop.close.questions.question import Question
from diagnostics.loop.close.questions.reasons import of_reasons

if TYPE_CHECKING:
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording

__all__ = ["KINDS", "MOST", "Question", "weak_spots"]

MOST, OF_A_KIND = 10, 2
# What would hurt most if it were first heard in the meeting comes first.
KINDS = (
    "worse", "conflict", "restated", "promise", "benefit", "undecided", "reserved", "early", "lacking",
    "unexplained", "cause", "undecidable", "forecast", "blank", "given", "quality",
)  # fmt: skip


def weak_spots(inputs: Inputs, conclusions: Conclusions, wording: Wording) -> tuple[Question, ...]:
    """Questions on the weakest spots, the gravest first 「追问清单」.

    Returns
    -------
    tuple of Question
        At most `MOST`; of a kind no more than two before every other kind had its turn. Fewer where there are fewer
        weak spots: none is made up.
    """
    found = [
        *of_measures(inputs, conclusions.reviews, wording),
        *of_figures(inputs, wording),
        *of_reasons(inputs, wording),
    ]
    found.sort(key=lambda each: (KINDS.index(each.kind), -each.weight, each.row))
    seen: Counter[str] = Counter()
    first: list[Question] = []
    later: list[Question] = []
    for each in found:
        seen[each.kind] += 1
        (first if seen[each.kind] <= OF_A_KIND else later).append(each)
    kept = [*first, *later][:MOST]
    return tuple(sorted(kept, key=lambda each: (KINDS.index(each.kind), -each.weight, each.row)))
