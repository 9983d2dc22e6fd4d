"""Merged entities written back into entities.csv: lines that nobody touched keep their bytes 「写回 CSV」."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from diagnostics.dictionary.csv_text import csv_line, guarded
from diagnostics.dictionary.entity_cells import COLUMNS, read_header
from diagnostics.dictionary.exchange.fields import ENTITY_FIELDS, Cell, Key, Table
from diagnostics.dictionary.exchange.merge import Difference


def write_csv(text: str, now: Table, merged: Table, changes: Sequence[Difference]) -> str:
    """Text of entities.csv after changes 「写回考核对象」.

    Parameters
    ----------
    text : str
        The file as it is, line ends and byte order mark included.
    now, merged : dict
        Entities by id, as they are and as they shall be.
    changes : sequence of Difference
        From the one to the other; those of other tables are left aside.
    """
    records, end = _records(text)
    heads = [each.strip().removeprefix("\ufeff") for each in records[0][1]]
    header = read_header(heads, "entities")
    changed = {each.key for each in changes if each.table == "entities"}
    lacking = _lacking(header, merged, changed)
    wide = [*header, *lacking]
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = [records[0][0] if not lacking else mark + csv_line([*heads, *lacking], end)]
    rows = dict(zip(now, _data(records), strict=True))
    for key in merged:
        raw, cells = rows.get(key, ("", []))
        if key in rows and key not in changed:
            lines.append(raw if not lacking else csv_line([*cells, *[""] * (len(wide) - len(cells))], end))
            continue
        lines.append(csv_line(_cells(key, wide, cells, merged), end))
    return "".join(each if each.endswith(("\n", "\r")) else each + end for each in lines)


def _data(records: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Records that hold an entity; blank lines go when the file is written anew."""
    return [each for each in records[1:] if any(cell.strip() for cell in each[1])]


def _records(text: str) -> tuple[list[tuple[str, list[str]]], str]:
    """Records with the very lines they stand in, and the file's line end."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), strict=True)
    found = []
    before = 0
    for cells in reader:
        found.append(("".join(lines[before : reader.line_num]), cells))
        before = reader.line_num
    return found, "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _lacking(header: list[str], merged: Table, changed: set[Key]) -> list[str]:
    """Columns that a change needs and the file does not have."""
    names = [each.name for each in ENTITY_FIELDS if each.name in COLUMNS and each.name not in header]
    return [name for name in names if any(key in merged and merged[key][name] is not None for key in changed)]


def _cells(key: Key, header: list[str], cells: list[str], merged: Table) -> list[str]:
    """Cells of a row; columns that the workbook does not show stay as they are."""
    known = {each.name for each in ENTITY_FIELDS}
    old = [*cells, *[""] * (len(header) - len(cells))]
    row = {"id": key[0], **merged[key]}
    shown = {*known, "id"}
    return [guarded(_text(row[name])) if name in shown else was for name, was in zip(header, old, strict=True)]


def _text(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)
