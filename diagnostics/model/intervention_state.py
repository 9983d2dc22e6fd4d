"""How a measure stands on a day, as the ledger tells it 「措施状态」."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.check_in import CheckIn
from diagnostics.model.intervention import Intervention

Phase = Literal["planned", "started", "completed", "stopped"]
PHASES: tuple[Phase, ...] = get_args(Phase)


class InterventionState(Noun):
    """How a measure stands on a day, as the ledger tells it 「措施状态」.

    Parameters
    ----------
    intervention : Intervention
        The measure as it holds now, with every change.
    version : int
        How many entries the ledger has on it; a writer names the version it has seen.
    phase : {"planned", "started", "completed", "stopped"}
        How far it is.
    planned, started, ended, last : date
        Day it was planned, day it started, day it was completed or stopped, day of the last entry.
    progress : float
        Share carried out, 0 to 1, as last reported; 1 once completed.
    check_ins : tuple of CheckIn
        What was reported, in order.
    """

    intervention: Intervention
    version: int = Field(ge=1)
    phase: Phase = "planned"
    planned: date
    started: date | None = None
    ended: date | None = None
    last: date
    progress: float = Field(default=0.0, ge=0, le=1)
    check_ins: tuple[CheckIn, ...] = ()
