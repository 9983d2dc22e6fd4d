"""What of an engagement is not handed over, counted and with the reason 「未交接清单」."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from diagnostics.look.page import Page, Section, TablePart

if TYPE_CHECKING:
    from collections.abc import Collection

    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.model.engagement import Engagement

# First part of a path below the engagement's folder, by the kind of content that readers are told.
_KINDS = {
    "notes": "notes", "evidence": "evidence", "data": "data", "ledger.db": "ledger", "ledger.yaml": "ledger",
    "scenarios": "scenarios", "reports": "reports",
}  # fmt: skip
# What the dictionary's workbook holds: it is handed over, if in another form.
_IN_WORKBOOKS = ("kpis.yaml", "scorecards.yaml")
# What comes and goes with each command, or grows by every hand-over, and would make the list another one.
_PASSING = ("ledger.db-wal", "ledger.db-shm", "handovers")
_CONFIGURATION = (".yaml", ".csv")
ORDER = (
    "notes", "evidence", "data", "work", "notebooks", "ledger", "scenarios", "configuration", "reports", "other",
)  # fmt: skip


def excluded(sheet: Sheet, given: Collection[str] = ()) -> Page:
    """Page that lists what was left out, by kind, with how many files and why 「未交接清单」.

    Parameters
    ----------
    given : collection of str
        Published pages that are handed over, by their path below the engagement's folder.
    """
    counts = counted(sheet.engagement, given)
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


def counted(engagement: Engagement, given: Collection[str] = ()) -> Counter[str]:
    """How many files of each kind stay in an engagement's folder 「未交接文件数」.

    Parameters
    ----------
    given : collection of str
        Paths below its folder that are handed over.

    Notes
    -----
    Of data that lie elsewhere the files that are read are counted. Hidden files and folders are not looked at.
    """
    folder, data = engagement.folder.resolve(), engagement.data_folder
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(each.startswith(".") for each in parts) or parts[0] in (*_IN_WORKBOOKS, *_PASSING)
        if path.is_file() and not hidden and "/".join(parts) not in given:
            found["data" if path.is_relative_to(data) else _kind(parts)] += 1
    if not data.is_relative_to(folder):
        patterns = {each for source in engagement.settings.sources.values() for each in source.patterns}
        found["data"] += len({path for each in patterns for path in data.glob(each) if path.is_file()})
    return found


def _kind(parts: tuple[str, ...]) -> str:
    if parts[0] == "runs":
        return "notebooks" if {"notebooks", "logs"} & set(parts) else "work"
    if len(parts) == 1 and parts[0] not in _KINDS and parts[0].endswith(_CONFIGURATION):
        return "configuration"
    return _KINDS.get(parts[0], "other")
