"""What a workbook was made from, carried in it, so that a merge knows who changed what 「导出基准」."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.fields import TABLES, Cell, Table
from diagnostics.errors import InputError
from diagnostics.model.canonical import canonical

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEET = "perfloop"
VERSION = 1
# A cell holds 32,767 characters; what is written may need a few more than what is meant.
_PIECE = 16_000
_AGAIN = "export it again and carry your changes over"


def base_pieces(engagement: str, tables: Mapping[Any, Table], names: Sequence[str] = TABLES) -> list[str]:
    """Tables as pieces of text, the first one their fingerprint 「基准分块」."""
    rows = {name: [[list(key), row] for key, row in tables[name].items()] for name in names}
    text = canonical({"version": VERSION, "engagement": engagement, "tables": rows})
    return [sha256(text.encode()).hexdigest(), *(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))]


def put_base(book: Workbook, sheet: str, pieces: Sequence[str]) -> None:
    """Hidden sheet that bears what a workbook was made from, a piece a cell 「写入基准」."""
    page = book.create_sheet(sheet)
    page.sheet_state = "veryHidden"
    for number, piece in enumerate(pieces, start=1):
        put_text(page.cell(number, 1), piece, "base")


def read_base(pieces: list[str], engagement: str, names: Sequence[str] = TABLES) -> dict[Any, Table]:
    """Tables that a workbook was made from 「读取基准」.

    Raises
    ------
    InputError
        When they are not whole, of a newer perfloop, or of another engagement.
    """
    text = "".join(pieces[1:])
    if not pieces or sha256(text.encode()).hexdigest() != pieces[0]:
        raise InputError(f"The workbook's hidden sheet is not as perfloop wrote it; {_AGAIN}.")
    content: Any = json.loads(text)
    if content["version"] > VERSION:
        raise InputError(f"The workbook was written by a newer perfloop (form {content['version']}); update perfloop.")
    if content["engagement"] != engagement:
        raise InputError(
            f"The workbook is of engagement {content['engagement']!r}, this one is {engagement!r}; they don't mix."
        )
    tables: dict[Any, Table] = {}
    for name in names:
        # A workbook of an earlier perfloop may lack a table.
        rows = content["tables"].get(name, ())
        tables[name] = {tuple(key): {field: _cell(value) for field, value in row.items()} for key, row in rows}
    return tables


def _cell(value: Any) -> Cell:
    cell: Cell = tuple(value) if isinstance(value, list) else value
    return cell
