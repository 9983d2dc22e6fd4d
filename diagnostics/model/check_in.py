"""What an owner reported about a measure on a day 「跟进」."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words


class CheckIn(Noun):
    """What an owner reported about a measure on a day 「跟进」.

    Parameters
    ----------
    at : date
        Day of the report.
    actor : str
        Who reported.
    progress : float, optional
        Share of the measure that is carried out, 0 to 1; None where the report says nothing of it.
    note, next_step : Text
        What was said, and what comes next.
    """

    at: date
    actor: str
    progress: float | None = Field(default=None, ge=0, le=1)
    note: Words = Text()
    next_step: Words = Text()
