"""What a consultant says of a practice in place of the ledger's words 「卡片文字」."""

from __future__ import annotations

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words


class PracticeWords(Noun):
    """What a consultant says of a practice in place of the ledger's words 「卡片文字」.

    Parameters
    ----------
    title, context, cause, done, home : Text
        As in `Practice`; what is empty stays as the ledger and the run say it.
    steps, conditions : tuple of Text, optional
        The same; ``[]`` leaves them out.
    review : str
        Month in which the rule that it became is looked at again.
    """

    title: Words = Text()
    context: Words = Text()
    cause: Words = Text()
    done: Words = Text()
    home: Words = Text()
    steps: tuple[Words, ...] | None = Field(default=None, max_length=40)
    conditions: tuple[Words, ...] | None = Field(default=None, max_length=40)
    review: str = Field(default="", pattern=r"^$|^\d{4}-(0[1-9]|1[0-2])$")
