"""Measures of the ledger as lines for a terminal 「措施清单」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.model.check_in_days import due_check_ins
from diagnostics.model.contract import short_hash

if TYPE_CHECKING:
    from diagnostics.model.check_in_days import Every
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.terms import Language

_HEADS = ("id", "phase", "done", "owner", "start", "due", "signed", "objections", "check-ins", "version", "title")
_NONE = "-"


def measure_lines(
    states: Iterable[InterventionState], day: date, language: Language, every: Every = "month"
) -> Iterator[str]:
    """A line a measure, with a head above 「措施清单」.

    Parameters
    ----------
    day : date
        As-of date: what is due before it and isn't there is late.
    language : {"zh", "en"}
        Language of the titles.
    every : {"week", "month", "quarter"}
        How often owners report, where their measures don't say.
    """
    rows = [_HEADS, *(_row(each, day, language, every) for each in states)]
    if len(rows) == 1:
        return
    widths = [max(_width(row[at]) for row in rows) for at in range(len(_HEADS))]
    for row in rows:
        padded = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _row(state: InterventionState, day: date, language: Language, every: Every) -> tuple[str, ...]:
    measure = state.intervention
    start = state.started or measure.start
    late = " late" if is_late(state, day) else ""
    parties, signed = len(measure.parties), len(measure.parties) - len(state.unsigned)
    overdue = sum(each.due < day for each in state.open_objections)
    objections = f"{len(state.open_objections)} open{f', {overdue} overdue' if overdue else ''}"
    due = [each for each in due_check_ins(state, every) if each.due < day]
    behind = sum(each.late for each in due)
    told = f", {behind} late" if behind else ""
    return (
        measure.id,
        f"{state.phase}{late}",
        f"{state.progress:.0%}",
        measure.owner,
        start.isoformat() if start else _NONE,
        measure.due.isoformat(),
        f"{signed}/{parties} {short_hash(state.contract)}" if parties else _NONE,
        objections if state.objections else _NONE,
        f"{sum(each.held for each in due)}/{len(due)}{told}" if due and state.phase != "planned" else _NONE,
        str(state.version),
        measure.title.say(language),
    )


def unrecorded_lines(engagement: Engagement, recorded: Collection[str]) -> Iterator[str]:
    """A line that says how much of ledger.yaml the ledger lacks; none where it has all 「未导入提示」.

    Parameters
    ----------
    recorded : collection of str
        Ids of the entries that the ledger has.
    """
    lacking = sum(each.event not in recorded for each in engagement.seeds)
    if lacking:
        told = "entry of ledger.yaml is" if lacking == 1 else "entries of ledger.yaml are"
        yield f"{lacking} {told} not recorded yet: perfloop ledger seed"


def is_late(state: InterventionState, day: date) -> bool:
    """Whether a measure is behind what was planned for a day: its start, a milestone or its due date 「是否滞后」."""
    if state.phase in ("completed", "stopped") or state.intervention.external:
        return False
    measure = state.intervention
    # What is carried out whole is not late while its trial runs.
    if (measure.due < day and state.progress < 1 - 1e-9) or (
        state.phase == "planned" and measure.start is not None and measure.start < day
    ):
        return True
    return any(each.due < day and state.progress < each.progress for each in measure.milestones)


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
