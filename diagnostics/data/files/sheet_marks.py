"""What a sheet says beside its values: hidden rows, formulas never computed, errors, percent formats 「工作表标记」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Cell = tuple[int, int]

# Percent formats among those that every workbook has.
PERCENT_FORMATS = frozenset((9, 10))
# Quoted text, escaped signs and colours of a number format say nothing of its kind.
_FIRST_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_LITERAL = re.compile(r'_.|\*.|"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_UNIT_LIKE = re.compile(r"[百千万亿元圆%\u2030$\u20ac\u00a3\u00a5\u20a9\u20b9]|[A-Za-z]{2,}|^[KMB]$")
_DATED = re.compile(r"[ymdhs]", re.IGNORECASE)
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
    literals : dict of str
        Text beside a number that its format shows and no cell holds, such as 万元.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    never_computed: frozenset[Cell] = frozenset()
    errors: dict[Cell, str] = field(default_factory=dict)
    percent: frozenset[Cell] = frozenset()
    since_1904: bool = False
    literals: dict[Cell, str] = field(default_factory=dict)


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a share in percent 「是否百分比格式」.

    Examples
    --------
    >>> is_percent_format("0.0%"), is_percent_format('0.0"%"'), is_percent_format("0.00")
    (True, False, False)
    """
    return "%" in _DEAD.sub("", code)


def format_literal(code: str) -> str:
    r"""Text that a number format shows beside positive numbers, where it may be a unit; empty else 「格式文字」.

    Examples
    --------
    >>> format_literal('0.0"万元"'), format_literal('[$$-409]#,##0.00'), format_literal('_("x"* #,##0_)')
    ('万元', '$', '')
    >>> format_literal('0.0"%"'), format_literal("0.0%"), format_literal("yyyy\年m\月"), format_literal("0\万")
    ('%', '', '', '万')
    """
    shown = _FIRST_SECTION.match(code)
    if shown is None or _DATED.search(_DEAD.sub("", shown.group())):
        return ""
    found = (each[0] or each[1] or each[2] for each in _LITERAL.findall(shown.group()))
    text = "".join(found).strip()
    return text if _UNIT_LIKE.search(text) else ""


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
