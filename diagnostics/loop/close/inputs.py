"""What the close step reads: results/ of a run, nothing else 「复盘的输入」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records, read_table
from diagnostics.errors import unknown
from diagnostics.loop.close.not_yet import nothing_yet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from diagnostics.terms import Language

Record = dict[str, Any]
TABLES = ("gaps", "series")
READ = ("alignment", "gaps", "diagnosis", "interventions", "series", "tracking")
# Hand-offs that a run may lack: then the page says nothing of them.
MAYBE = (
    "kpi_build",
    "losses",
    "quality",
    "conflicts",
    "causes",
    "fieldwork",
    "traps",
    "restatement",
    "outlook",
    "returns",
    "alerts",
    "rounds",
    "notes",
    "playbook",
    "trace",
)
# Step that writes a hand-off; what no step is named for is the run's own, and every page may tell of it.
STEPS = ("align", "diagnose", "intervene", "track", "close")
WRITTEN_BY = {
    **dict.fromkeys(("alignment", "kpi_build"), "align"),
    **dict.fromkeys(("gaps", "diagnosis", "quality", "conflicts", "causes", "fieldwork", "traps"), "diagnose"),
    "losses": "diagnose",
    "interventions": "intervene",
    **dict.fromkeys(("series", "tracking", "outlook", "returns", "alerts", "rounds"), "track"),
}


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
    kpi_build, losses, quality, conflicts, causes, fieldwork, traps, restatement, outlook, returns, alerts, rounds, \
notes, playbook, trace : dict, optional
        Records that a run may lack.
    """

    alignment: Record
    gaps: pd.DataFrame
    diagnosis: Record
    interventions: Record
    series: pd.DataFrame
    tracking: Record
    fingerprint: str = ""
    kpi_build: Record | None = None
    losses: Record | None = None
    quality: Record | None = None
    conflicts: Record | None = None
    causes: Record | None = None
    fieldwork: Record | None = None
    traps: Record | None = None
    restatement: Record | None = None
    outlook: Record | None = None
    returns: Record | None = None
    alerts: Record | None = None
    rounds: Record | None = None
    notes: Record | None = None
    playbook: Record | None = None
    trace: Record | None = None

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


def read_inputs(run: Path, step: str = "close") -> Inputs:
    """Read the hand-offs of a run 「读取结果」.

    Parameters
    ----------
    run : Path
        Folder of the run.
    step : {"align", "diagnose", "intervene", "track", "close"}
        Step whose page is made: hand-offs of later steps are not read, and may be absent. What they would hold is
        empty then, which no page of the step tells of.

    Raises
    ------
    InputError
        When a hand-off is absent or not of a kind this code reads, or there is no such step.
    """
    if step not in STEPS:
        raise unknown("step", step, STEPS, "read_inputs")
    names = (*(each for each in READ if _due(each, step)), *(each for each in MAYBE if _due(each, step)))
    there = [each for each in names if each in READ or _there(run, each)]
    records = {each: read_records(run, each) for each in there if each not in TABLES}
    tables = {each: read_table(run, each) for each in there if each in TABLES}
    if "series" in tables:
        tables["series"] = _series(tables["series"])
    empty = nothing_yet(records["alignment"], READ)
    return Inputs(**{**empty, **records, **tables}, fingerprint=_fingerprint(run, there))


def _due(name: str, step: str) -> bool:
    """Whether a hand-off is written by then."""
    return STEPS.index(WRITTEN_BY.get(name, "align")) <= STEPS.index(step)


def _series(table: pd.DataFrame) -> pd.DataFrame:
    """Series with the upper end of range targets, which those of an earlier perfloop lack."""
    return table if "target_high" in table else table.assign(target_high=float("nan"))


def _there(run: Path, name: str) -> bool:
    return (run / SCHEMAS[name][0]).is_file()


def _fingerprint(run: Path, names: Sequence[str]) -> str:
    digest = sha256()
    for name in names:
        digest.update(sha256((run / SCHEMAS[name][0]).read_bytes()).digest())
    return digest.hexdigest()[:16]
