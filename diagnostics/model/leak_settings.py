"""What else must never turn up on a published page 「泄露扫描设置」."""

from __future__ import annotations

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.ledger_settings import VARIABLE


class LeakSettings(Noun):
    """Values that a client plants or names so that they are found where they must not be 「泄露扫描设置」.

    Parameters
    ----------
    canaries_from : str, optional
        Name of the environment variable that lists them, one a line.
    canaries_file : str, optional
        File of the engagement that lists them, one a line, outside reports/ and runs/.
    """

    canaries_from: str | None = Field(default=None, pattern=VARIABLE)
    canaries_file: str | None = Field(default=None, min_length=1, max_length=255)
