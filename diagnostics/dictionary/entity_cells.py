"""Rows of a table of entities, as a csv file or a sheet holds them 「考核对象表的单元格」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from diagnostics.dictionary.written_day import iso_day
from diagnostics.errors import InputError, unknown

COLUMNS = ("id", "name", "aliases", "level", "parent", "peer_group", "open", "close", "responsible", "person")
# Heads that clients write in Chinese.
CHINESE = {
    "编号": "id", "编码": "id", "名称": "name", "别名": "aliases", "层级": "level", "上级": "parent",
    "同类组": "peer_group", "开业日期": "open", "成立日期": "open", "关闭日期": "close", "闭店日期": "close",
    "负责人": "responsible", "是否个人": "person",
}  # fmt: skip
_TRUTH = {"true": True, "1": True, "yes": True, "y": True, "是": True}
_FALSEHOOD = {"false": False, "0": False, "no": False, "n": False, "否": False}
_SEVERAL = re.compile("[;\uff1b]")
_TENURES = re.compile("[|\uff5c]")
# A name with a day behind it that is no span: the noun refuses the day, with its place.
_DAY_BEHIND = re.compile(r"(?P<person>[^:\uff1a]+?)\s*[:\uff1a]\s*(?P<since>[0-9].*?)(?P<until>)")
_TENURE = re.compile(r"\s*(?P<person>[^:\uff1a]+?)\s*[:\uff1a]\s*(?P<since>[^.]*?)\s*\.\.\s*(?P<until>[^.]*?)\s*")


def read_header(cells: Sequence[str], place: str) -> list[str]:
    """Columns that a head names, in English or Chinese 「表头」.

    Raises
    ------
    InputError
        When it is empty, names an unknown column or one twice, or lacks ``id`` or ``level``.
    """
    if not any(cells):
        raise InputError(f"{place}: the file has no header; its columns are {', '.join(COLUMNS)}.")
    header = []
    for cell in cells:
        column = CHINESE.get(cell, cell)
        if column not in COLUMNS:
            raise unknown("column", cell[:60], (*COLUMNS, *CHINESE) if not cell.isascii() else COLUMNS, place)
        if column in header:
            raise InputError(f"{place}: the column {column!r} occurs twice; keep one.")
        header.append(column)
    for column in ("id", "level"):
        if column not in header:
            raise InputError(f"{place}: the column {column!r} is missing; it is required.")
    return header


def read_row(header: Sequence[str], cells: Sequence[str], place: str) -> dict[str, Any]:
    """A row as an entity's fields; a blank cell is an absent field, 2019/5/1 a day 「一行」.

    Raises
    ------
    InputError
        When it has more cells than the head.
    """
    if len(cells) > len(header):
        raise InputError(f"{place}: the row has {len(cells)} cells, the header {len(header)}; quote cells with commas.")
    row: dict[str, Any] = {key: each.strip() for key, each in zip(header, cells, strict=False) if each.strip()}
    if "aliases" in row:
        row["aliases"] = [each.strip() for each in _SEVERAL.split(row["aliases"]) if each.strip()]
    row |= {key: iso_day(row[key]) for key in ("open", "close") if key in row}
    if "responsible" in row:
        row["responsible"] = read_tenures(row["responsible"])
    if "person" in row:
        answers = {**_TRUTH, **_FALSEHOOD}
        # What is neither stays text, and the noun refuses it with its place.
        row["person"] = answers.get(row["person"].lower(), row["person"])
    return row


def read_tenures(text: str) -> str | list[dict[str, str]]:
    """Who answers, one after the other; a plain name stays what it is 「历任负责人」.

    Examples
    --------
    >>> read_tenures("li")
    'li'
    >>> read_tenures("li:2024-01-01..2025-03-31|wang:2025-04-01..")[1]
    {'person': 'wang', 'from': '2025-04-01'}
    """
    parts = [each.strip() for each in _TENURES.split(text) if each.strip()]
    matches = [_TENURE.fullmatch(each) or _DAY_BEHIND.fullmatch(each) for each in parts]
    if len(parts) < 2 and not any(matches):
        return text
    found = []
    for part, match in zip(parts, matches, strict=True):
        days = {"from": iso_day(match["since"]), "to": iso_day(match["until"])} if match else {}
        told = {"person": match["person"] if match else part, **days}
        found.append({key: value for key, value in told.items() if value})
    return found
