"""Days of a measure that can't all be meant 「核对措施日期」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.intervention import Intervention


def contradictions(measure: Intervention) -> Iterator[str]:
    """What can't be, a sentence each: a decision on, or a trial of, what has not begun 「自相矛盾的日期」."""
    start, decision, trial = measure.start, measure.decision, measure.trial
    if start is not None and decision is not None and decision < start:
        yield f"it is decided on {decision}, before it starts on {start}"
    if start is not None and trial is not None and trial.until < start:
        yield f"its trial ends on {trial.until}, before it starts on {start}"
    if decision is not None and trial is not None and decision < trial.since:
        yield f"it is decided on {decision}, before its trial begins on {trial.since}"


def check_days(before: Intervention | None, after: Intervention) -> None:
    """Refuse days that contradict each other; what a measure bears already stays as it is recorded.

    Raises
    ------
    InputError
        When a measure would be decided, or its trial over, before it starts; every contradiction is told.
    """
    there = set(contradictions(before)) if before is not None else set()
    new = [each for each in contradictions(after) if each not in there]
    if new:
        raise InputError(f"Measure {after.id!r}: {'; '.join(new)}.")
