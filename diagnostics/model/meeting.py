"""What a meeting finds in the ledger 「例会议程」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.decision import DecisionState, Standing
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.board import BoardRow
    from diagnostics.model.review_days import LevelReview
    from diagnostics.terms import Language

COLUMNS = ("id", "text", "owner_name", "due", "standing", "days_late", "meeting", "measure", "kpi", "entity")
# States of the board that a meeting hears of one by one.
BEHIND = ("lagging", "at_risk")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as a meeting hears of it 「决议条目」.

    Parameters
    ----------
    text, note : Text
        What was decided, and what was last said about it.
    owner_name : str
        Display name of who answers for it.
    due, meeting : date
        When it is due, and when it was decided.
    standing : {"open", "done", "dropped"}
        Where it stands.
    days_late : int
        Days since it was due, where it is open and that is over; 0 otherwise.
    measure, entity : str
        What it is about; empty where nothing is said.
    kpi : str or None
        KPI that it is about.
    """

    id: str
    text: Text
    owner_name: str
    due: date
    meeting: date
    standing: Standing
    days_late: int
    measure: str = ""
    kpi: str | None = None
    entity: str = ""
    note: Text = Text()  # noqa: RUF009 (frozen)


@dataclass(frozen=True, eq=False)
class Agenda(Result):
    """What a meeting finds in the ledger: earlier decisions, and where the measures stand 「例会议程」.

    Parameters
    ----------
    on : date
        Day of the meeting; the ledger is read as of it.
    previous : date, optional
        Day of the last meeting before it that decided something; None where there was none.
    decisions : tuple of DecisionRow
        Open ones, the latest first, then those that were done or dropped since the meeting before.
    board : tuple of BoardRow
        Where the measures stand on that day.
    language : {"zh", "en"}
        Language of the engagement.
    reviews : tuple of LevelReview
        Days within a month on which figures are tracked, scored or summed up, and continuation is decided.
    settled : tuple of str
        Measures on which an earlier meeting decided what their verdict asks for, as `settled_by` tells.
    notes : mapping
        What was said with the last report, by measure.
    """

    on: date
    previous: date | None
    decisions: tuple[DecisionRow, ...]
    board: tuple[BoardRow, ...]
    language: Language = "zh"
    reviews: tuple[LevelReview, ...] = ()
    settled: tuple[str, ...] = ()
    notes: Mapping[str, Text] = field(default_factory=dict)

    @property
    def overdue(self) -> tuple[DecisionRow, ...]:
        """Decisions that are open though they were due 「逾期决议」."""
        return tuple(each for each in self.decisions if each.days_late)

    @property
    def behind(self) -> tuple[BoardRow, ...]:
        """Measures that lag, then those at risk, the latest first 「滞后与有风险的措施」."""
        found = [each for each in self.board if each.state in BEHIND]
        return tuple(sorted(found, key=lambda each: (BEHIND.index(each.state), -each.slip_days, each.id)))

    def frame(self) -> pd.DataFrame:
        """One row a decision 「决议表」."""
        import pandas as pd

        table = pd.DataFrame(
            [{name: getattr(each, name) for name in COLUMNS} for each in self.decisions], columns=list(COLUMNS)
        )
        table["text"] = [each.text.say(self.language) for each in self.decisions]
        return table

    def summary(self, language: Language | None = None) -> str:
        """How many decisions are done, open and late 「概况」."""
        from diagnostics.terms import say

        told = self._spoken(language)
        if not self.decisions:
            return say("meeting.summary.none", told)
        return say(
            "meeting.summary.told",
            told,
            count=len(self.decisions),
            done=sum(each.standing == "done" for each in self.decisions),
            open=sum(each.standing == "open" for each in self.decisions),
            overdue=len(self.overdue),
        )

    def record(self) -> dict[str, Any]:
        """Agenda as plain values 「记录」."""
        return {
            "on": self.on.isoformat(),
            "previous": self.previous.isoformat() if self.previous else None,
            "decisions": plain(self.decisions),
            "board": plain(self.board),
            "reviews": plain(self.reviews),
            "settled": list(self.settled),
            "notes": plain(dict(self.notes)),
        }


def agenda_of(
    states: Mapping[str, DecisionState],
    board: tuple[BoardRow, ...],
    on: date,
    people: Mapping[str, str],
    language: Language = "zh",
) -> Agenda:
    """Agenda of a meeting from the ledger as of its day 「例会议程」.

    Parameters
    ----------
    states : mapping
        Decisions by id, as they stood on that day.
    board : tuple of BoardRow
        Where the measures stood.
    people : mapping
        Display names of those who act.
    """
    earlier = [each for each in states.values() if each.decision.meeting < on]
    previous = max((each.decision.meeting for each in earlier), default=None)
    # What was settled since the meeting before the last is news to nobody.
    heard = [each for each in earlier if each.ended is None or (previous is not None and each.ended >= previous)]
    rows = [_row(each, on, people) for each in heard]
    rows.sort(key=lambda each: (each.standing != "open", -each.days_late, each.due, each.id))
    return Agenda(on, previous, tuple(rows), board, language)


def settled_by(states: Mapping[str, DecisionState], since: Mapping[str, date], on: date) -> tuple[str, ...]:
    """Measures whose verdict asks a meeting for nothing any more 「已有决议的措施」.

    A decision settles what a verdict asks for where it names the measure, was made before this meeting by one on or
    after the last day of the figures that first showed the verdict, and was not dropped. A verdict that changes asks
    anew.

    Parameters
    ----------
    states : mapping
        Decisions by id, as they stand on the day of the meeting.
    since : mapping
        Last day of the figures from which on a measure's verdict has been what it is.
    on : date
        Day of the meeting.
    """
    found = {
        each.decision.measure
        for each in states.values()
        if each.standing != "dropped"
        and each.decision.measure in since
        and since[each.decision.measure] <= each.decision.meeting < on
    }
    return tuple(sorted(found))


def _row(state: DecisionState, on: date, people: Mapping[str, str]) -> DecisionRow:
    decision = state.decision
    return DecisionRow(
        id=decision.id,
        text=decision.text,
        owner_name=people.get(decision.owner, decision.owner),
        due=decision.due,
        meeting=decision.meeting,
        standing=state.standing,
        days_late=(on - decision.due).days if state.overdue(on) else 0,
        measure=decision.measure,
        kpi=decision.kpi,
        entity=decision.entity,
        note=state.note,
    )
