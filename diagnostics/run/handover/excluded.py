"""What of an engagement is not handed over, counted and with the reason 「未交接清单」."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.look.page import Page, Section, TablePart

if TYPE_CHECKING:
    from diagnostics.loop.close.handover.sheet import Sheet

# First part of a path below the engagement's folder, by the kind of content that readers are told.
_KINDS = {
    "notes": "notes", "evidence": "evidence", "data": "data", "ledger.db": "ledger", "ledger.yaml": "ledger",
    "ledger.db-wal": "ledger", "ledger.db-shm": "ledger", "scenarios": "scenarios",
}  # fmt: skip
# What the dictionary's workbook holds: it is handed over, if in another form.
_IN_WORKBOOKS = ("kpis.yaml", "scorecards.yaml")
ORDER = ("notes", "evidence", "data", "work", "notebooks", "ledger", "scenarios", "other")


def excluded(sheet: Sheet) -> Page:
    """Page that lists what was left out, by kind, with how many files and why 「未交接清单」."""
    counts = counted(sheet.engagement.folder, sheet.engagement.settings.data_folder)
    rows = [
        {
            "what": sheet.say(f"excluded.kinds.{each}"),
            "count": f"{counts[each]:,}",
            "why": sheet.say(f"excluded.why_{each}"),
        }
        for each in ORDER
        if counts[each]
    ]
    table = sheet.table("excluded", ("what", "count", "why"), rows)
    section = Section(id="list", title=sheet.say("excluded.head"), parts=(TablePart(table=table),))
    return sheet.page("excluded", (section,))


def counted(folder: Path, data: str = "data") -> Counter[str]:
    """How many files of each kind stay in an engagement's folder 「未交接文件数」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    data : str
        Folder of the client's files below it.
    """
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] not in _IN_WORKBOOKS:
            found[_kind(parts, data)] += 1
    return found


def _kind(parts: tuple[str, ...], data: str) -> str:
    if parts[0] == data:
        return "data"
    if parts[0] == "runs":
        return "notebooks" if {"notebooks", "logs"} & set(parts) else "work"
    return _KINDS.get(parts[0], "other")
