"""Who signed what, and the fingerprint of what was signed 「共同签字确认」."""

from __future__ import annotations

from datetime import date

from pydantic import Field, field_validator

from diagnostics.model.base import Noun

# What can be signed; a scorecard is named after the colon.
CHARTER, DICTIONARY, SCORECARD = "charter", "dictionary", "scorecard:"


class SignOff(Noun):
    """A signature under a charter, a dictionary or a scorecard 「签字」.

    It holds for exactly what was signed: when that changes, the signature is stale and is asked for again.

    Parameters
    ----------
    party : str
        Who signed, as engagement.yaml names people.
    what : str
        ``charter``, ``dictionary`` or ``scorecard:ID``.
    on : date
        Day of the signature.
    hash : str
        SHA-256 of what was signed, in hexadecimal.
    note : str
        Where the paper lies, such as ``evidence/signed_2025-03.pdf``.
    """

    party: str = Field(min_length=1)
    what: str = Field(min_length=1)
    on: date
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    note: str = ""

    @field_validator("what")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in (CHARTER, DICTIONARY) and not (value.startswith(SCORECARD) and len(value) > len(SCORECARD)):
            raise ValueError(f"{value!r} can't be signed; must be 'charter', 'dictionary' or 'scorecard:ID'")
        return value
