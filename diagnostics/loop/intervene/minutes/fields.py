"""Columns of the minutes sheet 「会议纪要字段」."""

from __future__ import annotations

from diagnostics.dictionary.exchange.fields import Field
from diagnostics.model.decision import STANDINGS
from diagnostics.terms import Language, say

BASE = "perfloop_minutes"
STANDING = "decision_standing"
COLUMNS = (
    Field("id", width=14), Field("meeting", "day", width=12), Field("text", width=50),
    Field("owner", names="people", width=14), Field("due", "day", width=12),
    Field(STANDING, "choice", STANDINGS, width=10), Field("note", width=36),
    Field("measure", names="measures", width=16), Field("kpi", names="kpis", width=16),
    Field("entity", names="entities", width=14),
)  # fmt: skip
# What the ledger gives: shown, and changed by no cell. Of a recorded decision its words stay too.
LOCKED = ("id", "meeting")
RECORDED = ("meeting", "text")
# Letters that a decision, or what is said about it, may have: a meeting reads all of it, and a page shows many.
MOST_LETTERS = 1000
NEEDED = ("text", "owner", "due")
# What a meeting may change of a decision that is recorded.
MERGED = ("owner", "due", STANDING, "measure", "kpi", "entity")


def sheet_title(sheet: str, language: Language) -> str:
    """Title of a sheet 「工作表名」."""
    return say(f"meeting.sheet.{sheet}", language)


def head(field: str, language: Language) -> str:
    """Head of a column 「列名」."""
    return say(f"meeting.minutes.{field}", language)


def heads(language: Language) -> list[str]:
    """Heads of the sheet's columns, in order 「表头」."""
    return [head(each.name, language) for each in COLUMNS]
