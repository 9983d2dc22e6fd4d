"""Sheets and columns of the ledger's workbook 「台账工作簿字段」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from diagnostics.dictionary.exchange.fields import Field, Table
from diagnostics.model.intervention import DIMENSIONS
from diagnostics.model.intervention_state import PHASES
from diagnostics.terms import Language, say

SheetName = Literal["measures", "tasks", "check_ins"]
SHEETS: tuple[SheetName, ...] = get_args(SheetName)
LedgerTables = dict[SheetName, Table]
BASE = "perfloop_ledger"
REASON = "reason"

# What identifies a row. A check-in is known by its number; a task by its name, for its place may change.
KEYS: Mapping[SheetName, tuple[Field, ...]] = {
    "measures": (Field("id", width=18),),
    "tasks": (Field("id", names="measures", width=18), Field("name", width=40)),
    "check_ins": (Field("id", names="measures", width=18), Field("number", width=6)),
}
# What the ledger derives: it is shown, and changed by no cell.
SHOWN = (
    Field("version", "number", width=6), Field("measure_phase", "choice", PHASES, width=10),
    Field("progress", "number", width=8), Field("signed", width=22),
)  # fmt: skip
FIELDS: Mapping[SheetName, tuple[Field, ...]] = {
    "measures": (
        Field("title", width=32), Field("measure_dimension", "choice", DIMENSIONS, width=16), Field("cause", width=32),
        Field("kpi", names="kpis", width=18), Field("entities", "list", width=18),
        Field("owner", names="people", width=12), Field("due", "day", width=12), Field("measure", width=40),
        Field("baseline", "number", width=10), Field("target", "number", width=10), Field("start", "day", width=12),
        Field("decision", "day", width=12), Field("cost", "number", width=10), Field("effort", "number", width=8),
        Field("confidence", "number", width=8), Field("stop_rule", width=36),
    ),
    "tasks": (Field("owner", names="people", width=12), Field("due", "day", width=12), Field("done", "day", width=12)),
    "check_ins": (
        Field("at", "day", width=12), Field("actor", names="people", width=12), Field("progress", "number", width=8),
        Field("note", width=50), Field("next", width=36),
    ),
}  # fmt: skip
WORDS = ("title", "cause", "measure", "stop_rule")
DAYS = ("due", "start", "decision", "done", "at")
WHOLE = ("effort",)
# What numbers may be, for the cells and for whoever reads them back.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "progress": (0, 1), "confidence": (0, 1), "effort": (1, 5), "cost": (0, 1e15),
}  # fmt: skip
# What the ledger calls a field that the workbook calls otherwise.
LEDGER_NAMES: Mapping[str, str] = {"measure_dimension": "dimension"}


def columns_of(sheet: SheetName) -> tuple[Field, ...]:
    """Columns of a sheet, in order 「工作表的列」."""
    if sheet == "measures":
        return (*KEYS[sheet], *SHOWN, *FIELDS[sheet], Field(REASON, width=30))
    return (*KEYS[sheet], *FIELDS[sheet])


def sheet_title(sheet: str, language: Language) -> str:
    """Title of a sheet 「工作表名」."""
    return say(f"ledger.workbook.sheet.{sheet}", language)


def head(sheet: str, field: str, language: Language) -> str:
    """Head of a column 「列名」."""
    return say(f"ledger.workbook.column.{sheet}.{field}", language)


def heads(sheet: SheetName, language: Language) -> list[str]:
    """Heads of a sheet's columns, in order 「表头」."""
    return [head(sheet, each.name, language) for each in columns_of(sheet)]


def ledger_name(field: str) -> str:
    """Name of a field in the ledger 「台账字段名」."""
    return LEDGER_NAMES.get(field, field)
