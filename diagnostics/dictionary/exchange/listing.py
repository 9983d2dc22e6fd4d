"""Changes and conflicts as lines for whoever imports 「变更与冲突清单」."""

from __future__ import annotations

from diagnostics.dictionary.exchange.anchor_cells import ANCHOR_PATHS
from diagnostics.dictionary.exchange.fields import Cell, Key, TableName
from diagnostics.dictionary.exchange.merge import Conflict, Difference
from diagnostics.dictionary.exchange.plan_import import ImportPlan
from diagnostics.dictionary.yaml_file import Path_

_WHAT: dict[TableName, str] = {
    "kpis": "KPI", "cards": "scorecard", "items": "item", "targets": "target", "entities": "entity",
}  # fmt: skip
_HOMES: dict[TableName, str] = {
    "kpis": "kpis", "cards": "scorecards", "items": "scorecards", "targets": "scorecards", "entities": "entities",
}  # fmt: skip
# What a field of a table is called in the files, and where below its row.
_PATHS: dict[str, Path_] = {
    "name_zh": ("name", "zh"), "name_en": ("name", "en"), "definition_zh": ("definition", "zh"),
    "definition_en": ("definition", "en"), "rule": ("scoring", "rule"), "cap": ("scoring", "cap"),
    "floor": ("scoring", "floor"), "provenance": ("targets", "from"), "staff": ("proposed", "staff"),
    "manager": ("proposed", "manager"), "track": ("rhythm", "track"), "assess": ("rhythm", "assess"),
    "summarise": ("rhythm", "summarise"), **ANCHOR_PATHS,
}  # fmt: skip


def change_lines(plan: ImportPlan) -> list[str]:
    """A line a change: file and line, what, from what, to what 「变更清单」."""
    return [_change(plan, each) for each in plan.changes]


def conflict_lines(plan: ImportPlan) -> list[str]:
    """A line a conflict: cell, file and line, base, theirs, yours 「冲突清单」."""
    return [_conflict(plan, each) for each in plan.conflicts]


def _change(plan: ImportPlan, each: Difference) -> str:
    place = _file_place(plan, each.table, each.key, each.field)
    about = f"{place}: {_WHAT[each.table]} {_key(each.key)}"
    if each.added or each.removed:
        return f"{about} {'is new' if each.added else 'goes'}"
    return f"{about}, {each.field}: {_shown(each.before)} -> {_shown(each.after)}"


def _conflict(plan: ImportPlan, each: Conflict) -> str:
    cell = plan.returned.place(each.table, each.key, each.field) or "the workbook, where the row is gone,"
    place = _file_place(plan, each.table, each.key, each.field)
    field = f", {each.field}" if each.field else ""
    theirs = "removed" if each.theirs_removed else _shown(each.theirs)
    yours = "removed" if each.yours_removed else _shown(each.yours)
    return (
        f"conflict: {_WHAT[each.table]} {_key(each.key)}{field} in {cell} and {place}:"
        f" base {_shown(each.base)}, theirs {theirs}, yours {yours}"
    )


def _file_place(plan: ImportPlan, table: TableName, key: Key, name: str) -> str:
    document = plan.now.documents[_HOMES[table]]
    file = document.file or f"{_HOMES[table]}.yaml"
    path = plan.now.paths.get((table, key))
    while path is None and len(key) > 1:
        # A row that is not in the file yet stands in what holds it.
        key = key[:-1]
        path = next((at for (_, known), at in plan.now.paths.items() if known == key), None)
    return file if path is None else f"{file}:{document.line((*path, *_PATHS.get(name, (name,) if name else ())))}"


def _key(key: Key) -> str:
    return repr(" / ".join(each for each in key if each))


def _shown(value: Cell) -> str:
    text = "nothing" if value is None else repr(list(value)) if isinstance(value, tuple) else repr(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
