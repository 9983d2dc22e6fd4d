"""Where a measure stands, derived from the ledger 「看板」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from diagnostics.model.text import Text

# A measure that is not due to start yet is planned; one that was given up is stopped, and neither is called done.
BoardState = Literal["done", "in_progress", "lagging", "planned", "stopped"]
BOARD_STATES: tuple[BoardState, ...] = get_args(BoardState)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Where a measure stands, derived from the ledger 「看板行」.

    Parameters
    ----------
    state : {"done", "in_progress", "lagging", "planned", "stopped"}
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
