"""A kind of finding that somebody decided not to hear of 「忽略的发现」."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.text import Words


class Mute(Noun):
    """A kind of finding that somebody decided not to hear of, and why 「忽略的发现」.

    Parameters
    ----------
    code : str
        Code such as ``PD103``.
    about : str
        Id of the KPI, scorecard or goal; empty for all.
    reason : Text
        Why; the page shows it.
    by : str
        Who decided, as ``people`` names them.
    until : date, optional
        Last day on which it holds.
    """

    code: str = Field(pattern=r"^P[A-Z][0-9]{3}$")
    about: str = ""
    reason: Words
    by: str
    until: date | None = None

    @model_validator(mode="after")
    def _has_reason(self) -> Mute:
        if not self.reason or not self.by.strip():
            raise ValueError(f"the mute of {self.code} needs a reason and who decided it (reason, by)")
        return self
