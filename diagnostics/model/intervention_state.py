"""How a measure stands on a day, as the ledger tells it 「措施状态」."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from diagnostics.model.agreement import Clearance, Objection, Signature
from diagnostics.model.base import Noun
from diagnostics.model.check_in import CheckIn
from diagnostics.model.contract import contract_hash
from diagnostics.model.intervention import Intervention
from diagnostics.model.measure_account import BenefitApproval, CostEntry
from diagnostics.model.recognition import Recognition
from diagnostics.model.standard_work import CourseEntry, HomeEntry

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
    signatures : tuple of Signature
        Who signed which terms, in order.
    objections : tuple of Objection
        What was objected to, in order, each with its answer.
    clearances : tuple of Clearance
        The legal checklist, each time it was ticked.
    recognitions : tuple of Recognition
        Who was recognised for it, in order, withdrawn ones included.
    costs : tuple of CostEntry
        What it cost and is forecast to cost, as reported, in order.
    benefits : tuple of BenefitApproval
        Who confirmed what it brought, in order.
    homes : tuple of HomeEntry
        Rules and documents in which it lives on, in order.
    courses : tuple of CourseEntry
        What was decided to become of it, in order.
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
    signatures: tuple[Signature, ...] = ()
    objections: tuple[Objection, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    costs: tuple[CostEntry, ...] = ()
    benefits: tuple[BenefitApproval, ...] = ()
    homes: tuple[HomeEntry, ...] = ()
    courses: tuple[CourseEntry, ...] = ()

    @property
    def contract(self) -> str:
        """Fingerprint of the terms as they are now 「现行约定指纹」."""
        return contract_hash(self.intervention)

    @property
    def signed(self) -> tuple[Signature, ...]:
        """Signatures under the terms as they are now 「有效签字」."""
        now, parties = self.contract, self.intervention.parties
        return tuple(each for each in self.signatures if each.hash == now and each.party in parties)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Parties who have not signed the terms as they are now 「未签字方」."""
        there = {each.party for each in self.signed}
        return tuple(each for each in self.intervention.parties if each not in there)

    @property
    def clearance(self) -> Clearance | None:
        """The legal checklist as last ticked for the terms as they are now; None where it was not 「合规确认」."""
        now = self.contract
        return next((each for each in reversed(self.clearances) if each.hash == now), None)

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """Objections without an answer, in order 「未答复的申诉」."""
        return tuple(each for each in self.objections if each.answered is None)
