"""Hand-over: what lies in the folder, and where to begin 「先看这里」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Page, Section, TablePart

if TYPE_CHECKING:
    from diagnostics.loop.close.handover.sheet import Sheet

# Files beside the pages that are written as Markdown and as HTML.
_FILES = (
    ("dictionary.xlsx", "dictionary"), ("ledger.xlsx", "ledger"), ("review-days.ics", "review_days"),
    ("ledger.ics", "ledger_days"), ("pages/", "pages"), ("excluded.html · excluded.md", "excluded"),
    ("manifest.json", "manifest"),
)  # fmt: skip


def start(sheet: Sheet, written: tuple[tuple[str, str], ...]) -> Page:
    """First page of a hand-over 「先看这里」.

    Parameters
    ----------
    written : tuple of (str, str)
        Name and title of the other pages.
    """
    rows = [{"file": f"{name}.html · {name}.md", "what": title} for name, title in written]
    rows += [{"file": name, "what": sheet.say(f"start.files.{about}")} for name, about in _FILES]
    table = sheet.table("start", ("file", "what"), rows)
    return sheet.page("start", (Section(id="files", title=sheet.say("start.head"), parts=(TablePart(table=table),)),))
