"""Signatures, objections and clearance of a measure 「签字、申诉与合规」."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.intervention import Expected
from diagnostics.model.measure_terms import Checklist
from diagnostics.model.text import Text, Words

Outcome = Literal["upheld", "partly", "rejected"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
HASH = r"^[0-9a-f]{64}$"


class Signature(Noun):
    """A party's signature under the terms of a measure 「签字」.

    Parameters
    ----------
    party : str
        Who signed.
    at : date
        Day of the signature.
    hash : str
        Fingerprint of the terms that were signed.
    actor : str
        Who recorded it.
    expected : Expected, optional
        What this party expects of the measure.
    """

    party: str
    at: date
    hash: str = Field(pattern=HASH)
    actor: str
    expected: Expected | None = None


class Objection(Noun):
    """An objection to a measure, and what became of it 「申诉」.

    Parameters
    ----------
    event : str
        Id of the entry that brought it; an answer names it.
    party : str
        Who objects.
    at, due : date
        Day it was raised, and day by which it is to be answered.
    note : Text
        What is objected to.
    answered : date, optional
        Day of the answer; None while it is open.
    outcome : {"upheld", "partly", "rejected"}, optional
        What was decided.
    reason : Text
        Why.
    """

    event: str
    party: str = Field(repr=False)
    at: date
    due: date
    note: Words = Field(repr=False)
    answered: date | None = None
    outcome: Outcome | None = None
    reason: Words = Field(default=Text(), repr=False)


class Clearance(Noun):
    """The legal checklist as someone ticked it 「合规确认」.

    Parameters
    ----------
    at : date
        Day on which it was ticked.
    actor : str
        Who ticked it and answers for it.
    hash : str
        Fingerprint of the terms it was ticked for.
    checklist : Checklist
        Each item with its day, or why it is not needed.
    """

    at: date
    actor: str
    hash: str = Field(pattern=HASH)
    checklist: Checklist
