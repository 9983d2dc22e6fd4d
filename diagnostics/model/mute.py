"""A kind of finding that somebody decided not to hear of 「忽略的发现」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.canonical import plain
from diagnostics.model.finding import Finding
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

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding 「是否涉及」."""
        return finding.code == self.code and self.about in ("", finding.about)

    def holds(self, on: date | None) -> bool:
        """Whether it holds on a day: it has not ended, or no day is known 「是否有效」."""
        return on is None or self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class MutedFinding:
    """A finding with the mute that keeps it quiet 「已忽略的发现」.

    Parameters
    ----------
    finding : Finding
        What was found all the same.
    mute : Mute
        Why it is not heard, and who said so.
    """

    finding: Finding
    mute: Mute


@dataclass(frozen=True, slots=True)
class Heard:
    """Findings that count, and those that were muted 「生效与忽略的发现」.

    Parameters
    ----------
    open : tuple of Finding
        Errors first; mutes that ended or cover nothing are among them.
    muted : tuple of MutedFinding
        In the order in which they were found.
    """

    open: tuple[Finding, ...]
    muted: tuple[MutedFinding, ...] = ()

    def record(self) -> dict[str, Any]:
        """Both lists, as hand-off files hold them 「交接内容」."""
        muted = [
            {**plain(each.finding), **{name: plain(getattr(each.mute, name)) for name in ("reason", "by", "until")}}
            for each in self.muted
        ]
        return {"findings": [plain(each) for each in self.open], "muted": muted}
