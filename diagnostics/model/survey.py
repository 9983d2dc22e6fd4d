"""Answers of people before or after a workshop 「问卷」."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.kpi import NAME


class Survey(Noun):
    """Answers of people before or after a workshop 「问卷」.

    Parameters
    ----------
    file : str
        Workbook or CSV, relative to the engagement's folder.
    when : {"before", "after"}
        Before or after the workshop.
    group : str
        Heading of the column that tells management from staff; empty where the kit's own sheet was used.
    management : tuple of str
        Answers in that column that mean management; everyone else is staff.
    """

    id: str = Field(pattern=f"^{NAME}$")
    file: str
    when: Literal["before", "after"] = "before"
    group: str = ""
    management: tuple[str, ...] = ()
