"""What the close step reads: results/ of a run, nothing else 「复盘的输入」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records, read_table

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

Record = dict[str, Any]
READ = ("alignment", "gaps", "diagnosis", "interventions", "series", "tracking")
# Hand-offs that a run may lack: then the page says nothing of them.
MAYBE = ("quality", "conflicts", "causes", "fieldwork", "traps", "restatement", "outlook", "alerts")


@dataclass(frozen=True, eq=False)
class Inputs:
    """Hand-offs of the four steps before 「复盘的输入」.

    Parameters
    ----------
    alignment, diagnosis, interventions, tracking : dict
        Records, as the steps wrote them.
    gaps, series : DataFrame
        Tables, as the steps wrote them.
    fingerprint : str
        Hash of all of them: the same results, the same page.
    quality, conflicts, causes, fieldwork, traps, restatement, outlook, alerts : dict, optional
        Records that a run may lack.
    """

    alignment: Record
    gaps: pd.DataFrame
    diagnosis: Record
    interventions: Record
    series: pd.DataFrame
    tracking: Record
    fingerprint: str = ""
    quality: Record | None = None
    conflicts: Record | None = None
    causes: Record | None = None
    fieldwork: Record | None = None
    traps: Record | None = None
    restatement: Record | None = None
    outlook: Record | None = None
    alerts: Record | None = None

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

    @property
    def focal_entities(self) -> tuple[str, ...]:
        """Entities that the engagement is about 「焦点对象」."""
        return tuple(self.diagnosis.get("focal_entities") or [self.diagnosis["focus"]["entity"]])

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
        series=_series(read_table(run, "series")),
        tracking=read_records(run, "tracking"),
        fingerprint=_fingerprint(run),
        **{each: read_records(run, each) for each in MAYBE if _there(run, each)},
    )


def _series(table: pd.DataFrame) -> pd.DataFrame:
    """Series with the upper end of range targets, which those of an earlier perfloop lack."""
    return table if "target_high" in table else table.assign(target_high=float("nan"))


def _there(run: Path, name: str) -> bool:
    return (run / SCHEMAS[name][0]).is_file()


def _fingerprint(run: Path) -> str:
    digest = sha256()
    for name in (*READ, *(each for each in MAYBE if _there(run, each))):
        digest.update(sha256((run / SCHEMAS[name][0]).read_bytes()).digest())
    return digest.hexdigest()[:16]
