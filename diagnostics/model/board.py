"""Where a measure stands, derived from the ledger 「看板」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from diagnostics.model.text import Text

# A measure that is not due to start yet is planned; one that was given up is stopped, and neither is called done.
# One that may well come late is at risk; one that is late already is lagging.
BoardState = Literal["done", "in_progress", "at_risk", "lagging", "planned", "stopped"]
BOARD_STATES: tuple[BoardState, ...] = get_args(BoardState)
Risk = Literal["behind", "check_in", "objection", "unsigned", "warning"]
RISKS: tuple[Risk, ...] = get_args(Risk)


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """How a milestone stands on a day 「里程碑进展」.

    Parameters
    ----------
    due : str
        Day by which it was, or is, to be reached.
    progress : float
        Share of the measure that is done by then, 0 to 1.
    reached : str
        Day of the first report with so much progress; empty where there is none. It may have been reached earlier:
        between two reports nobody says when.
    slip_days : int
        Days by which it was reached late at most, up to that report, or is late now; 0 where it is not.
    """

    name: Text
    due: str
    progress: float
    reached: str
    slip_days: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Where a measure stands, derived from the ledger 「看板行」.

    Parameters
    ----------
    state : {"done", "in_progress", "at_risk", "lagging", "planned", "stopped"}
        Never typed by anyone.
    due : str
        Day by which it is to be carried out.
    slip_days : int
        Days by which it is, or was, late: against its start, a milestone or the due date, whichever was missed first.
    progress : float
        Share carried out, 0 to 1, as last reported.
    last_check_in : str
        Day of the last report, empty without one.
    missed : Text
        Name of the first milestone that was missed.
    next : Text
        What comes next.
    unsigned, objections_open : int
        Parties who have not signed its present terms, and objections without an answer.
    risks : tuple of str
        Why it is at risk: ``behind``, ``check_in``, ``objection``, ``unsigned``, ``warning``; also of lagging ones.
    milestones : tuple of MilestoneRow
        Its milestones in order of time.
    check_ins_due, check_ins_held, check_ins_overdue : int
        Reports that its rhythm asked for by the day, those made, those missing.
    next_check_in : str
        Day by which the next report is due; empty where none is.
    """

    id: str
    title: Text
    state: BoardState
    owner: str
    owner_name: str
    due: str
    slip_days: int
    progress: float
    last_check_in: str
    missed: Text
    next: Text
    unsigned: int = 0
    objections_open: int = 0
    risks: tuple[Risk, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    check_ins_due: int = 0
    check_ins_held: int = 0
    check_ins_overdue: int = 0
    next_check_in: str = ""
