"""Why a client's data may be kept, and until when 「数据留存」."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words

# A month before the day, there is still time to agree on a later one.
NOTICE = timedelta(days=30)
_LONGEST = 400


class Keeping(Noun):
    """Why a client's data may be kept, and until when 「数据留存」.

    Parameters
    ----------
    purpose : Text
        What the data is for 「处理目的」.
    legal_basis : Text
        By what right it is held: contract, consent, legal duty, legitimate interest 「法律依据」.
    contract : str
        Reference of the entrusting contract 「委托处理协议」.
    until : date, optional
        Last day on which it may be kept 「保存期限」.
    """

    purpose: Words = Text()
    legal_basis: Words = Text()
    contract: str = Field(default="", max_length=_LONGEST)
    until: date | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """Fields that record nothing, in order 「未记录的项目」."""
        told = {
            "purpose": bool(self.purpose), "legal_basis": bool(self.legal_basis),
            "contract": bool(self.contract.strip()), "until": self.until is not None,
        }  # fmt: skip
        return tuple(name for name, there in told.items() if not there)

    def standing(self, today: date) -> Literal["open", "soon", "past"]:
        """Where a day stands to the last day of keeping 「留存状态」.

        Parameters
        ----------
        today : date
            Day it is asked on; never taken from the clock here.

        Returns
        -------
        {"open", "soon", "past"}
            ``soon`` from 30 days before the last day on, that day among them; ``open`` where none is recorded.

        Examples
        --------
        >>> Keeping(until=date(2026, 3, 31)).standing(date(2026, 3, 1)), Keeping().standing(date(2026, 3, 1))
        ('soon', 'open')
        """
        if self.until is None or today < self.until - NOTICE:
            return "open"
        return "soon" if today <= self.until else "past"
