"""What the close step reads: results/ of a run, nothing else 「复盘的输入」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import read_records, read_table

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

Record = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Hand-offs of the four steps before 「复盘的输入」.

    Parameters
    ----------
    alignment, diagnosis, interventions, tracking : dict
        Records, as the steps wrote them.
    gaps, series : DataFrame
        Tables, as the steps wrote them.
    """

    alignment: Record
    gaps: pd.DataFrame
    diagnosis: Record
    interventions: Record
    series: pd.DataFrame
    tracking: Record

    @property
    def language(self) -> Language:
        """Language of the page 「页面语言」."""
        language: Language = self.alignment["language"]
        return language

    @cached_property
    def kpis(self) -> dict[str, Record]:
        """KPIs by id 「指标」."""
        return {each["id"]: each for each in self.alignment["kpis"]}

    @cached_property
    def entities(self) -> dict[str, Record]:
        """Entities by id; people are not among them 「考核对象」."""
        return {each["id"]: each for each in self.alignment["entities"]}

    @cached_property
    def effects(self) -> dict[str, Record]:
        """Effect estimates by the intervention they judge 「效果评估」."""
        return {each["intervention"]: each for each in self.tracking["effects"]}

    @cached_property
    def board(self) -> dict[str, Record]:
        """Rows of the board by intervention 「看板」."""
        return {each["id"]: each for each in self.tracking["board"]}


def read_inputs(run: Path) -> Inputs:
    """Read the hand-offs of a run 「读取结果」.

    Raises
    ------
    InputError
        When a hand-off is absent or not of a kind this code reads.
    """
    return Inputs(
        alignment=read_records(run, "alignment"),
        gaps=read_table(run, "gaps"),
        diagnosis=read_records(run, "diagnosis"),
        interventions=read_records(run, "interventions"),
        series=read_table(run, "series"),
        tracking=read_records(run, "tracking"),
    )
