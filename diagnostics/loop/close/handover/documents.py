"""The pages of a hand-over, in the order in which a successor reads them 「交接文档」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.close.handover.open_items import open_items
from diagnostics.loop.close.handover.review_days import review_days
from diagnostics.loop.close.handover.sources import sources
from diagnostics.loop.close.handover.standard_work import standard_work
from diagnostics.loop.close.handover.start import start
from diagnostics.loop.close.handover.updating import updating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import Page
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.model.decision import DecisionState
    from diagnostics.model.review_days import LevelReview
    from diagnostics.model.text import Text

    Coming = tuple[Sequence[LevelReview], Sequence[Text]]


@dataclass(frozen=True, slots=True)
class Document:
    """A page of a hand-over 「交接文档」.

    Parameters
    ----------
    name : str
        File name without its ending.
    page : Page
        Its words and tables.
    """

    name: str
    page: Page


def documents(
    sheet: Sheet, conclusions: Conclusions, decisions: Sequence[DecisionState], coming: Coming
) -> tuple[Document, ...]:
    """Pages of a hand-over 「交接文档」.

    Parameters
    ----------
    sheet : Sheet
        Engagement, results and words.
    conclusions : Conclusions
        What the run came to.
    decisions : sequence of DecisionState
        What meetings decided, in words that a page may bear.
    coming : tuple of (sequence of LevelReview, sequence of Text)
        Days of the next twelve months on which each level looks at its figures, and scorecards that have none.
    """
    made = (
        ("standard-work", standard_work(sheet, conclusions)),
        ("open-items", open_items(sheet, conclusions, decisions)),
        ("review-days", review_days(sheet, *coming)),
        ("sources", sources(sheet)),
        ("updating", updating(sheet)),
    )
    first = Document("start-here", start(sheet, tuple((name, page.title) for name, page in made)))
    return (first, *(Document(*each) for each in made))
