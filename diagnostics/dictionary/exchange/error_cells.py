"""Errors about merged files, told by the cells that they come from 「错误定位到单元格」."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from diagnostics.dictionary.exchange.anchor_cells import anchor_field
from diagnostics.dictionary.exchange.fields import Key, TableName
from diagnostics.dictionary.exchange.read_workbook import Returned
from diagnostics.dictionary.exchange.tables import Dictionary

_PLACE = re.compile(r"(?P<file>[\w./-]+\.(?:yaml|yml|csv)):(?P<line>\d+)(?::\d+)?(?:, (?P<path>\[\d+\][\w.\[\]-]*))?")
_STEP = re.compile(r"\[(\d+)\]|\.?([\w-]+)")


def by_cells(message: str, merged: Dictionary, returned: Returned, labels: Mapping[str, str]) -> str:
    """Message with cells in place of lines, wherever the workbook has the thing 「按单元格说明」.

    Parameters
    ----------
    message : str
        Of opening the merged engagement.
    merged : Dictionary
        The merged files, with their documents.
    returned : Returned
        The workbook.
    labels : mapping
        What the workbook calls each scorecard, by its label in the merged files.
    """

    def cell(found: re.Match[str]) -> str:
        name = next((each for each, at in merged.documents.items() if at.file == found["file"]), None)
        if name is None:
            return found[0]
        path = _path(found["path"]) if found["path"] else _by_line(merged, name, int(found["line"]))
        return _cell(merged, (returned, labels), name, path) or found[0]

    return _PLACE.sub(cell, message)


def _path(text: str) -> tuple[str | int, ...]:
    return tuple(int(number) if number else name for number, name in _STEP.findall(text))


def _by_line(merged: Dictionary, name: str, line: int) -> tuple[str | int, ...]:
    """Path of what stands in a line, empty where nothing begins there."""
    marks = merged.documents[name].marks
    return next((path for path, (at, _) in marks.items() if at == line and path), ())


def _cell(
    merged: Dictionary, workbook: tuple[Returned, Mapping[str, str]], name: str, path: tuple[str | int, ...]
) -> str:
    returned, labels = workbook
    if not path:
        return ""
    if name != "scorecards":
        return _of(returned, name, _key(merged, name, path[:1]), _rest(path[1:]))  # type: ignore[arg-type]  # both are tables
    if len(path) > 2 and path[1] == "items":
        item = _named(_key(merged, "items", path[:3]), labels)
        if len(path) > 4 and path[3] == "targets":
            keys = [each for each in returned.tables["targets"] if each[:3] == (*item, str(path[4]))]
            step = path[5] if len(path) > 5 and isinstance(path[5], int) and path[5] < len(keys) else 0
            return _of(returned, "targets", keys[int(step)], "value") if keys else _of(returned, "items", item, "")
        name = anchor_field(path[3:]) or (str(path[-1]) if len(path) > 3 else "")
        return _of(returned, "items", item, name)
    return _of(returned, "cards", _named(_key(merged, "cards", path[:1]), labels), _rest(path[1:]))


def _key(merged: Dictionary, table: Any, path: tuple[str | int, ...]) -> Key:
    return next((key for (of, key), at in merged.paths.items() if of == table and at == path), ())


def _named(key: Key, labels: Mapping[str, str]) -> Key:
    """Key as the workbook has it."""
    return (labels.get(key[0], key[0]), *key[1:]) if key else key


def _rest(path: tuple[str | int, ...]) -> str:
    name = str(path[0]) if path else ""
    return f"{name}_zh" if name in ("name", "definition") else name


def _of(returned: Returned, table: TableName, key: Key, name: str) -> str:
    """Cell of a field; the name of an entity has one column, that of a KPI two."""
    for each in (name, name.removesuffix("_zh")):
        if (table, key, each) in returned.cells:
            return returned.cells[table, key, each]
    return returned.place(table, key, "")
