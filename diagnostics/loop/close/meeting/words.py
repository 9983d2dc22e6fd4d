"""Words of the meeting pack 「例会用语」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.wording import Wording


def said(wording: Wording, term: str, **values: object) -> str:
    """Term of the meeting pack 「取文案」."""
    return say(f"meeting.{term}", wording.language, **values)


def brief(text: str, letters: int) -> str:
    """Text in one line, cut where a page has no room for all of it; the ledger keeps the whole 「截短」."""
    line = " ".join(text.split())
    return line if len(line) <= letters else f"{line[: letters - 1]}…"


def more(wording: Wording, count: int) -> str:
    """How many rows a page has no room for; empty where it has 「其余条数」."""
    return said(wording, "more", count=count) if count > 0 else ""
