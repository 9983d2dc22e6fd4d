"""One measure of a plan, with the gaps it acts on 「计划条目」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model.finding import Finding
from diagnostics.model.intervention_state import InterventionState

if TYPE_CHECKING:
    from diagnostics.model.visibility import Visibility

# What a gap was measured against; ``stated``: baseline and target that the measure itself names.
GapSource = Literal["target", "peers", "previous", "year_ago", "stated"]


@dataclass(frozen=True, slots=True)
class GapLink:
    """Gap that a measure acts on 「对应差距」.

    Parameters
    ----------
    entity : str
        Whose gap it is; empty where the measure states one for all its entities.
    comparison : str
        What it was measured against.
    period : str
        Period of the figure; empty where the measure states it.
    actual, reference, absolute : float
        Figure, what it was held against, and their difference, in the KPI's unit.
    relative : float or None
        Difference as a share of the reference; None where that is 0.
    """

    entity: str
    comparison: GapSource
    period: str
    actual: float
    reference: float
    absolute: float
    relative: float | None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One measure of a plan 「计划条目」.

    Parameters
    ----------
    state : InterventionState
        The measure and how it stands.
    gaps : tuple of GapLink
        Unfavourable gaps it acts on.
    findings : tuple of Finding
        What is missing or odd about it.
    entities : tuple of str
        Whom it is done to, without people: those are never named in results.
    visibility : Visibility, optional
        Whether its effect could be seen, where it has not started and figures are there.
    """

    state: InterventionState
    gaps: tuple[GapLink, ...]
    findings: tuple[Finding, ...]
    entities: tuple[str, ...]
    visibility: Visibility | None = None

    @property
    def withheld(self) -> int:
        """How many entities are people 「隐去的人数」."""
        return len(self.state.intervention.entities) - len(self.entities)
