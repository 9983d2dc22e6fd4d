"""Colours, status marks and the font 「主题」.

Importing this module loads no matplotlib: words and colours are wanted long before a chart is drawn.

Notes
-----
Colours follow the NHS habit: blue is good, orange is a concern, grey is neither. That pair stays apart in every
common colour blindness; even so a status always has a word and a shape besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from diagnostics.errors import SurroundingsError, unknown
from diagnostics.terms import Language, say

Tone = Literal["good", "fair", "watch", "bad", "quiet"]
Status = Literal[
    "below_base", "base_to_target", "target_to_stretch", "above_stretch", "met", "missed", "none",
    "worked", "no_evidence", "worse", "insufficient", "undecidable",
    "done", "in_progress", "at_risk", "lagging", "overdue", "planned", "stopped",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
FONT = "Noto Sans SC"


@dataclass(frozen=True, slots=True)
class Mark:
    """Shape and tone of a status: the word comes from the terms 「状态标记」.

    Parameters
    ----------
    shape : str
        One sign that differs from the others in outline, not in colour alone.
    tone : {"good", "fair", "watch", "bad", "quiet"}
        Which colour it bears.
    """

    shape: str
    tone: Tone


MARKS: dict[Status, Mark] = {
    "below_base": Mark("▼", "bad"),
    "base_to_target": Mark("◆", "watch"),
    "target_to_stretch": Mark("●", "fair"),
    "above_stretch": Mark("▲", "good"),
    "met": Mark("●", "fair"),
    "missed": Mark("▼", "bad"),
    "none": Mark("–", "quiet"),
    "worked": Mark("▲", "good"),
    "no_evidence": Mark("○", "quiet"),
    "worse": Mark("▼", "bad"),
    "insufficient": Mark("◇", "watch"),
    "undecidable": Mark("□", "quiet"),
    "done": Mark("●", "fair"),
    "in_progress": Mark("◆", "quiet"),
    "planned": Mark("○", "quiet"),
    "stopped": Mark("–", "quiet"),
    "at_risk": Mark("△", "watch"),
    "lagging": Mark("▼", "bad"),
    "overdue": Mark("▼", "bad"),
}

# One palette for page and charts. Every ink on `paper` and on `wash` reaches 4.5 : 1 (a test computes it).
LIGHT: dict[str, str] = {
    "paper": "#ffffff",
    "wash": "#f6f5f1",
    "ink": "#16202c",
    "soft": "#4c5866",
    "faint": "#666f7a",
    "line": "#dcdad3",
    "accent": "#0b4f71",
    "good": "#0b4f71",
    "fair": "#2f6f9f",
    "watch": "#8a5a00",
    "bad": "#a8400f",
    "quiet": "#5b6570",
}
DARK: dict[str, str] = {
    "paper": "#11171d",
    "wash": "#1a222a",
    "ink": "#eceff2",
    "soft": "#b9c3cd",
    "faint": "#97a3af",
    "line": "#33404b",
    "accent": "#8ec5e6",
    "good": "#8ec5e6",
    "fair": "#79b0d6",
    "watch": "#e0b15c",
    "bad": "#f2976b",
    "quiet": "#a3adb8",
}
# Colours that charts alone bear, and what they are in the dark: greys of lines, grounds of ranges, the strong concern.
DRAWN_DARK: dict[str, str] = {
    "#8d98a3": "#85919c",
    "#b4bcc4": "#5d6974",
    "#dde3e8": "#2c3843",
    "#dfe5ea": "#2c3843",
    "#e2e7eb": "#2a3540",
    "#e9edf0": "#232e38",
    "#c2601c": "#f2976b",
}


def drawn_in_the_dark() -> dict[str, str]:
    """Colour in the dark of each colour that a figure may bear 「图的深色」."""
    # Where two names share a colour in the light, they share one in the dark, too.
    return {LIGHT[name]: DARK[name] for name in LIGHT} | DRAWN_DARK


def mark(status: str) -> Mark:
    """Shape and tone of a status 「状态标记」.

    Raises
    ------
    UnknownNameError
        When there is no such status.
    """
    for name, found in MARKS.items():
        if name == status:
            return found
    raise unknown("status", status, STATUSES)


def status_word(status: str, language: Language) -> str:
    """Word of a status 「状态词」.

    Parameters
    ----------
    status : str
        One of `STATUSES`.
    language : {"zh", "en"}
        Language of the reader.

    Raises
    ------
    UnknownNameError
        When there is no such status.

    Examples
    --------
    >>> status_word("insufficient", "zh")
    '尚不能判断'
    """
    mark(status)
    return say(f"status.{status}", language)


@cache
def font_file() -> Path:
    """File of Noto Sans SC (OFL), found without importing the package that ships it 「字体文件」.

    Raises
    ------
    SurroundingsError
        When the font is not installed.
    """
    # Importing zhplot would change matplotlib's settings for the whole process: only its file is wanted.
    found = find_spec("zhplot")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "fonts" / "NotoSansSC-Regular.ttf"
        if path.is_file():
            return path
    raise SurroundingsError("The page font Noto Sans SC is not there; install the package 'zhplot' that ships it.")
