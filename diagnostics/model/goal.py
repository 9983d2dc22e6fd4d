"""What the company wants, and how it is recognised 「经营目标」."""

from __future__ import annotations

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.kpi import NAME, View
from diagnostics.model.text import Words


class KeyResult(Noun):
    """A result by which a goal is recognised, and the KPI that measures it 「关键结果」.

    Parameters
    ----------
    kpi : str, optional
        KPI that carries it 「承接指标」; a key result without one is tracked by nobody.
    target : float, optional
        What should be reached, in the KPI's unit.
    until : str, optional
        Period by whose end it should be reached.
    """

    id: str = Field(pattern=f"^{NAME}$")
    name: Words
    kpi: str | None = None
    target: float | None = None
    until: str | None = None


class Goal(Noun):
    """A goal of the company for the next years 「经营目标」.

    Parameters
    ----------
    kpis : tuple of str
        KPIs that serve it.
    parent : str, optional
        Goal that it serves itself.
    view : str, optional
        View of the balanced scorecard 「平衡计分卡维度」.
    owner : str
        Who answers for it.
    key_results : tuple of KeyResult
        How it is recognised: with them the goal is the objective of an OKR 「目标与关键结果」.
    former : bool
        Whether it belongs to the strategy before the present one 「原战略」.
    """

    id: str
    name: Words
    kpis: tuple[str, ...] = ()
    parent: str | None = None
    view: View | None = None
    owner: str = ""
    key_results: tuple[KeyResult, ...] = ()
    former: bool = False
