"""Days on which somebody is to report on a measure 「跟进日程」."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from diagnostics.model.intervention_state import InterventionState

Every = Literal["week", "month", "quarter"]
EVERY: tuple[Every, ...] = get_args(Every)
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True)
class DueCheckIn:
    """A report that is due within a span of days 「应跟进」.

    Parameters
    ----------
    since, due : date
        First day of the span, and the day by which the report is to be there.
    held : bool
        Whether one was made within it, or late.
    late : bool
        Whether it was made after the day, within a fifth of the span (a week at most), and answers for no span after.
    """

    since: date
    due: date
    held: bool
    late: bool = False


def due_check_ins(state: InterventionState, every: Every = "month") -> tuple[DueCheckIn, ...]:
    """Reports on a measure that its span asks for, one a week, month or quarter 「应跟进日程」.

    Parameters
    ----------
    every : {"week", "month", "quarter"}
        How often, where the measure doesn't say itself; the first span begins on the day of the start.

    Notes
    -----
    From the start, or the planned one, to the end of the trial, the decision or the due date, whichever comes last; a
    measure that ended asks for none after that day, one from outside for none at all.
    """
    measure, spans = state.intervention, []
    first = state.started or measure.start
    if first is None or measure.external:
        return ()
    ends = [measure.due, measure.decision, measure.trial.until if measure.trial else None]
    last = max(each for each in ends if each is not None)
    last = min(last, state.ended or last)
    free = sorted(each.at for each in state.check_ins)
    for since, due in _spans(first, last, measure.check_ins or every):
        own = [each for each in free if since <= each <= due]
        grace = due + timedelta(min(7, (due - since).days // 5))
        late = [] if own else [each for each in free if due < each <= grace]
        # What makes good for a span that is over doesn't count a second time, for the one it was made in.
        free = [each for each in free if each > due and each not in late[:1]]
        spans.append(DueCheckIn(since, due, bool(own or late), bool(late)))
    return tuple(spans)


def check_in_record(state: InterventionState, day: date, every: Every = "month") -> dict[str, Any]:
    """Reports on a measure due by a day: how many, how many were made, which are missing 「跟进情况」.

    Parameters
    ----------
    day : date
        As-of date: a report is overdue once the day by which it was due lies before it.
    every : {"week", "month", "quarter"}
        How often, where the measure doesn't say itself.

    Returns
    -------
    dict
        ``every, due, held, overdue`` (counts), ``missed`` (days), ``last_missed`` (whether the latest is, and none came
        since), ``missing_in_a_row`` (days of those up to it that are missing one after another), ``next`` (the next
        day, None where none is to come). Of a measure that has not started none was due.
    """
    spans = due_check_ins(state, every) if state.started is not None else ()
    over = [each for each in spans if each.due < day]
    # Who has reported since is asked for nothing that the next report doesn't say.
    since = [each for each in state.check_ins if over and over[-1].due < each.at <= day]
    row = [] if since else [each.due.isoformat() for each in takewhile(lambda one: not one.held, reversed(over))]
    missed = [each.due.isoformat() for each in over if not each.held]
    ahead = (each.due.isoformat() for each in spans if each.due >= day and not each.held)
    return {
        "every": state.intervention.check_ins or every,
        "due": len(over),
        "held": len(over) - len(missed),
        "overdue": len(missed),
        "missed": missed,
        "last_missed": bool(row),
        "missing_in_a_row": row[::-1],
        "next": next(ahead, None) if state.ended is None else None,
    }


def reached_on(state: InterventionState, progress: float) -> date | None:
    """Day of the first report with so much progress, or of the end; None where there is none 「达到日期」."""
    days = [each.at for each in state.check_ins if each.progress is not None and each.progress >= progress - 1e-9]
    ended = [state.ended] if state.ended is not None and state.phase == "completed" else []
    return min([*days, *ended], default=None)


def _spans(first: date, last: date, every: Every) -> Iterator[tuple[date, date]]:
    step, since = 0, first
    while since <= last:
        step += 1
        following = first + timedelta(7 * step) if every == "week" else _later(first, step * _MONTHS[every])
        due = following - timedelta(1)
        if due > last:
            return
        yield since, due
        since = following


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
