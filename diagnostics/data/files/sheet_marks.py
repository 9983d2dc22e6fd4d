"""What a sheet says beside its values: hidden rows, formulas never computed, errors, percent formats 「工作表标记」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Cell = tuple[int, int]

# Percent formats among those that every workbook has.
PERCENT_FORMATS = frozenset((9, 10))
# Quoted text, escaped signs and colours of a number format say nothing of its kind.
_DEAD = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What a sheet says beside its values; rows and columns are counted from 0 「工作表标记」.

    Parameters
    ----------
    hidden_rows, hidden_columns : frozenset of int
        Not shown by the spreadsheet; read like any others.
    never_computed : frozenset of (int, int)
        Formulas that were saved without a value.
    errors : dict of str
        Cells that hold an error, such as ``#DIV/0!``.
    percent : frozenset of (int, int)
        Numbers that the spreadsheet shows in percent: 0.853 is shown as 85.3%.
    since_1904 : bool
        Whether days are counted from 1904-01-01.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    never_computed: frozenset[Cell] = frozenset()
    errors: dict[Cell, str] = field(default_factory=dict)
    percent: frozenset[Cell] = frozenset()
    since_1904: bool = False


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a share in percent 「是否百分比格式」.

    Examples
    --------
    >>> is_percent_format("0.0%"), is_percent_format('0.0"%"'), is_percent_format("0.00")
    (True, False, False)
    """
    return "%" in _DEAD.sub("", code)


def letters(column: int) -> str:
    """Letters of a column, counted from 0 「列号字母」.

    Examples
    --------
    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of numbers that follow each other, first and last of each 「连续区间」.

    Examples
    --------
    >>> ranges([4, 1, 2, 7, 3])
    [(1, 4), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for each in sorted(set(numbers)):
        if runs and runs[-1][1] == each - 1:
            runs[-1] = (runs[-1][0], each)
        else:
            runs.append((each, each))
    return runs
