"""What was read otherwise than it was written, and where 「数据转换记录」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ConversionKind = Literal[
    "encoding", "full_width", "thousands", "bracket_negative", "percent", "permille", "scale", "missing_mark",
    "period", "day", "excel_serial", "merged_months", "filled_merge", "filled_down", "total_row", "total_column",
    "wide", "never_computed", "error_cell", "hidden_sheet", "hidden_row", "hidden_column", "note_row",
    "aware_time", "corrected", "currency", "blank_row", "trimmed", "decimal_comma",
]  # fmt: skip
CONVERSION_KINDS: tuple[ConversionKind, ...] = get_args(ConversionKind)


@dataclass(frozen=True, slots=True)
class Example:
    """A cell, as written and as read 「转换示例」.

    Parameters
    ----------
    place : str
        Row and column as a person finds them: ``C17`` of a sheet, ``line 17`` of a text file; of a cell
        that was corrected in a table without numbered rows, the correction's id.
    written, read : str
        As it stands in the file, and what it was taken for (empty: missing).
    """

    place: str
    written: str
    read: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """Cells of a column that were read otherwise than they were written 「数据转换记录」.

    Parameters
    ----------
    source, file, sheet : str
        Where; ``sheet`` is empty for text files.
    column : str
        Column; empty where the whole file is meant.
    kind : str
        One of ``CONVERSION_KINDS``.
    count : int
        Cells (or rows, for ``total_row``) concerned.
    examples : tuple of Example
        The first few, at most five.
    """

    source: str
    file: str
    sheet: str
    column: str
    kind: ConversionKind
    count: int
    examples: tuple[Example, ...] = ()
