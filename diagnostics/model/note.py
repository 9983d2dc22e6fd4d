"""The consultant's own words beside a section, and that they were read against its figures 「顾问判断」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.terms import Language

# Sections of the pages beside which words may stand; a test holds this list to the sections themselves.
SECTIONS: tuple[str, ...] = (
    "board", "bridge", "causes", "changes", "charter", "closed", "conflicts", "definitions", "drivers", "effect",
    "expected", "feedback", "field-work", "gap", "hit-rates", "leading", "lessons", "losses", "measures", "methods",
    "next-targets", "other-steps", "period-end", "proposals", "quality", "reading", "recognition", "restatement",
    "returns", "rounds", "sight", "standard", "steps", "system", "trace", "traps", "trend", "warnings",
)  # fmt: skip


class Acceptance(Noun):
    """Somebody has read a note against the figures it stands beside 「核对记录」.

    Parameters
    ----------
    section : str
        Id of the section.
    language : {"zh", "en"}
        Language of the note.
    period : str
        Period whose page was read.
    note, figures : str
        Fingerprints of the note and of the section's figures, in hexadecimal.
    by : str
        Who, as engagement.yaml names people.
    on : date
        Day.
    """

    section: str = Field(min_length=1)
    language: Language
    period: str = Field(min_length=1)
    note: str = Field(pattern=r"^[0-9a-f]{16}$")
    figures: str = Field(pattern=r"^[0-9a-f]{16}$")
    by: str = Field(min_length=1)
    on: date


@dataclass(frozen=True, slots=True)
class Note:
    """What the consultant says beside a section; it changes no figure 「顾问判断」.

    Parameters
    ----------
    section : str
        Id of the section.
    language : {"zh", "en"}
        Language of the words.
    file : str
        Its file, relative to the engagement.
    blocks : tuple of dict
        Paragraphs, lists and tables as plain text, from ``look.note_parts``.
    fingerprint : str
        Of its words, in hexadecimal.
    author : str
        Who wrote it, as engagement.yaml names people; empty where it doesn't say.
    day : date, optional
        Day of the note.
    """

    section: str
    language: Language
    file: str
    blocks: tuple[dict[str, Any], ...]
    fingerprint: str
    author: str = ""
    day: date | None = None
