"""Words of a person as parts of a page, set apart from what was computed 「顾问判断部件」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from diagnostics.errors import InputError
from diagnostics.look.parts import Bullets, Paragraph, TablePart
from diagnostics.look.tables import Column, Table

# Of one note: what is longer is a document of its own.
MOST_BLOCKS = 60


def note_parts(blocks: Iterable[Mapping[str, Any]], caption: str) -> tuple[Paragraph | Bullets | TablePart, ...]:
    """Parts of a note from its blocks 「由文本块成部件」.

    Parameters
    ----------
    blocks : iterable of mapping
        ``{"kind": "paragraph", "text"}``, ``{"kind": "bullets", "items", "ordered"}`` or ``{"kind": "table", "head",
        "rows"}``, plain text throughout.
    caption : str
        What its tables are called.

    Raises
    ------
    InputError
        When a block is of another kind, or longer than a page takes.

    Examples
    --------
    >>> note_parts([{"kind": "paragraph", "text": "<b>"}], "Note")[0].text
    '<b>'
    """
    return tuple(_part(each, caption) for each in blocks)


def _part(block: Mapping[str, Any], caption: str) -> Paragraph | Bullets | TablePart:
    kind = block.get("kind")
    if kind == "paragraph":
        return Paragraph(text=block["text"])
    if kind == "bullets":
        return Bullets(items=tuple(block["items"]), ordered=bool(block.get("ordered")))
    if kind == "table":
        return TablePart(table=_table(block["head"], block["rows"], caption))
    raise InputError(f"A block of a note is {kind!r}, must be 'paragraph', 'bullets' or 'table'.")


def _table(head: list[str], rows: list[list[str]], caption: str) -> Table:
    keys = [f"c{number}" for number in range(len(head))]
    columns = tuple(Column(key=key, label=label or "–") for key, label in zip(keys, head, strict=True))
    told = tuple(dict(zip(keys, row, strict=False)) for row in rows)
    return Table(caption=caption, columns=columns, rows=told)
