"""Errors about merged field work, told by the cells that they come from 「错误定位到单元格」."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from diagnostics.dictionary.exchange.fields import Key
from diagnostics.dictionary.field_work.apply import FILES
from diagnostics.dictionary.field_work.fields import BELOW, CHAIN, FieldTables, SheetName
from diagnostics.dictionary.field_work.links import unfolded
from diagnostics.dictionary.field_work.read_book import ReturnedWork
from diagnostics.dictionary.yaml_file import parse_yaml

_PLACE = re.compile(r"(?P<file>evidence/\w+\.yaml):(?P<line>\d+)(?::\d+)?(?:, (?P<path>\[\d+\][^\s:;)]*))?")
_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")
_CELLS = {"kind": ("evidence_kind", "test_kind"), "direction": ("test_direction",), "level": ("interview_level",)}


def by_cells(message: str, texts: Mapping[str, str], returned: ReturnedWork, merged: FieldTables) -> str:
    """Message with cells in place of lines, wherever the workbook has the thing 「按单元格说明」.

    Parameters
    ----------
    message : str
        Of opening the merged files.
    texts : mapping
        Their texts, by file.
    """
    tables = {name: table for table, name in FILES.items()}

    def cell(found: re.Match[str]) -> str:
        text = texts.get(found["file"])
        if text is None or not found["path"]:
            return found[0]
        path = tuple(int(number) if number else name for number, name in _STEP.findall(found["path"]))
        data = parse_yaml(text, found["file"]).data
        return _cell(tables[found["file"]], path, data, (returned, merged)) or found[0]

    return _PLACE.sub(cell, message)


def _cell(table: SheetName, path: tuple[str | int, ...], data: Any, plan: tuple[ReturnedWork, FieldTables]) -> str:
    returned, merged = plan
    entry = data[path[0]]
    key: Key = (str(entry["cause" if table == "costs" else "id"]),)
    lower = next((each for each, (above, name) in BELOW.items() if above == table and path[1:2] == (name,)), None)
    if lower is not None and len(path) > 2:
        keys = [each for each in merged[lower] if each[:1] == key]
        return _of(returned, lower, keys[int(path[2])], path[3:])
    if table == "whys" and len(path) > 2:
        link = f"{CHAIN}:{_place(entry, path)}"
        name = f"{link}:{path[-1]}"
        return _of(returned, table, key, (name if (table, key, name) in returned.cells else link,))
    return _of(returned, table, key, path[1:])


def _place(chain: Any, path: tuple[str | int, ...]) -> int:
    """Which of the rows of a chain a link is."""
    steps = [each for each in path[1:] if isinstance(each, int)]
    link: Any = chain
    for each in steps:
        link = link["whys"][each]
    return next((at for at, (_, each) in enumerate(unfolded(chain["whys"])) if each is link), 0)


def _of(returned: ReturnedWork, table: SheetName, key: Key, rest: tuple[str | int, ...]) -> str:
    name = str(rest[0]) if rest else ""
    if name == "codes" and len(rest) > 1:
        name = f"code:{rest[1]}"
    for each in (*_CELLS.get(name, ()), name):
        if (table, key, each) in returned.cells:
            return returned.cells[table, key, each]
    return returned.place(table, key, "")
