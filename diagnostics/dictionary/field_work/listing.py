"""Changes and conflicts of field work as lines for whoever imports 「变更与冲突清单」."""

from __future__ import annotations

from collections import Counter

from diagnostics.dictionary.exchange.fields import Cell, Key
from diagnostics.dictionary.exchange.merge import Conflict, Difference
from diagnostics.dictionary.field_work.fields import CHAIN
from diagnostics.dictionary.field_work.links import chain_of, unfolded
from diagnostics.dictionary.field_work.plan import WorkPlan

# Longer lists are counted.
MOST = 20
_WHAT = {"causes": "cause", "evidence": "evidence of", "interviews": "interview", "notes": "note of",
         "whys": "chain of whys", "costs": "loss of", "tests": "test of"}  # fmt: skip


def change_lines(plan: WorkPlan) -> list[str]:
    """A line a change: what, from what, to what; of many those that take something away, and counts 「变更清单」."""
    if len(plan.changes) <= MOST:
        return [_change(each) for each in plan.changes]
    first = sorted(plan.changes, key=lambda each: 0 if each.removed else 1 if not each.added else 2)
    counts = Counter((_kind(each), _WHAT[each.table].removesuffix(" of")) for each in plan.changes)
    told = ", ".join(f"{count} x {what} {kind}" for (kind, what), count in counts.items())
    return [*(_change(each) for each in first[:MOST]), f"… and {len(first) - MOST} more; in all: {told}"]


def kept_lines(plan: WorkPlan) -> list[str]:
    """Rows that are gone from the workbook and stay, and how they would go 「保留的行」."""
    if not plan.kept:
        return []
    count = len(plan.kept)
    lines = [f"kept: {_WHAT[each.table]} {_key(each.key)} is not in the workbook" for each in plan.kept[:MOST]]
    return [*lines, f"{count} row{'s' * (count != 1)} of the files not in the workbook stay; --delete lets them go"]


def _kind(each: Difference) -> str:
    return "new" if each.added else "gone" if each.removed else "changed"


def conflict_lines(plan: WorkPlan) -> list[str]:
    """A line a conflict: cell, base, theirs, yours 「冲突清单」."""
    return [_conflict(plan, each) for each in plan.conflicts]


def _change(each: Difference) -> str:
    about = f"{_WHAT[each.table]} {_key(each.key)}"
    if each.added or each.removed:
        return f"{about} {'is new' if each.added else 'goes'}"
    return f"{about}, {each.field}: {_shown(each.before, each.field)} -> {_shown(each.after, each.field)}"


def _conflict(plan: WorkPlan, each: Conflict) -> str:
    place = plan.returned.place(each.table, each.key, each.field)  # type: ignore[arg-type]  # a table of this workbook
    theirs = "removed" if each.theirs_removed else _shown(each.theirs, each.field)
    yours = "removed" if each.yours_removed else _shown(each.yours, each.field)
    return (
        f"conflict: {_WHAT[each.table]} {_key(each.key)}, {each.field} in {place or 'the workbook, where it is gone,'}:"
        f" base {_shown(each.base, each.field)}, theirs {theirs}, yours {yours}"
    )


def _key(key: Key) -> str:
    numbered = len(key) > 1 and key[1].isdigit()
    return repr(key[0]) + (f" number {key[1]}" if numbered else "")


def _shown(value: Cell, name: str) -> str:
    if name == CHAIN and value is not None:
        return f"{sum(1 for _ in unfolded(chain_of(str(value))))} links"
    text = "nothing" if value is None else repr(list(value)) if isinstance(value, tuple) else repr(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
