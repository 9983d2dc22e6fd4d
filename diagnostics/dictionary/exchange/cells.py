"""Cells that hold what was put into them, and never a formula 「安全单元格」."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

# What spreadsheet programs may take for a formula when it is typed or imported again.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "\n", "'")
LONGEST = 32_767
# Office Open XML writes characters that XML can't hold as _x000D_, and an underscore that would begin one as _x005F_.
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def escaped(text: str) -> str:
    r"""Text as it is written into a workbook 「写入转义」.

    Examples
    --------
    >>> escaped("a\rb"), escaped("_x000D_"), escaped("=1")
    ('a_x000D_b', '_x005F_x000D_', '=1')
    """
    plain = _CODE.sub(lambda found: f"_x005F{found[0]}", text)
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def unescaped(text: str) -> str:
    r"""Text of a workbook as it was meant 「读取还原」.

    Examples
    --------
    >>> unescaped("a_x000D_b"), unescaped("_x005F_x000D_")
    ('a\rb', '_x000D_')
    """
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text)


def put_text(cell: Cell | MergedCell, text: str, about: str) -> None:
    """Put a text into a cell, so that no program takes it for anything else 「写入文本」.

    Raises
    ------
    InputError
        When it is longer than a cell can be.
    """
    written = escaped(text)
    if len(written) > LONGEST:
        raise InputError(f"{about} has {len(text):,} characters, a cell holds {LONGEST:,} at most.")
    cell.value = written
    # A text that begins with '=' would become a formula by itself.
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(DANGEROUS):
        cell.quotePrefix = True


def text_of(value: Any) -> str | None:
    """Text of a cell's value, None where the cell is empty 「读取文本」."""
    return unescaped(value) if isinstance(value, str) and value else None
