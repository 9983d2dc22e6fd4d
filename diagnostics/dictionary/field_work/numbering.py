"""Numbers of rows that have no name of their own, the same on both sides of a merge 「行号对齐」."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from diagnostics.dictionary.exchange.fields import Row, Table
from diagnostics.model.canonical import canonical

Told = frozenset[tuple[str, object]]


def content(row: Row) -> str:
    """What a row says, empty cells left out 「行内容」."""
    return canonical({name: value for name, value in row.items() if value is not None})


def aligned(base: Sequence[tuple[str, Row]], rows: Sequence[Row]) -> list[str]:
    """Numbers of rows in a file, by what they were when the workbook was made 「对齐行号」.

    Parameters
    ----------
    base : sequence of (str, row)
        Number and content then.
    rows : sequence of row
        Content now; some may be new, gone, moved or edited.

    Returns
    -------
    list of str
        A row that was there bears its number; a new one bears a number that nothing had.

    Examples
    --------
    >>> aligned([("1", {"text": "a"}), ("2", {"text": "b"})], [{"text": "new"}, {"text": "a"}, {"text": "b, edited"}])
    ['+1', '1', '2']
    """
    before, after = [content(row) for _, row in base], [content(row) for row in rows]
    numbers = [f"+{at}" for at in range(1, len(rows) + 1)]
    for _, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        # Of rows that differ, the first to the first: they were edited where they stood.
        for at in range(min(i_end - i, j_end - j)):
            numbers[j + at] = base[i + at][0]
    return numbers


def same_additions(yours: Table, theirs: Table, base: Table) -> Table:
    """The workbook's rows, those that the files got meanwhile bearing the files' number 「合并相同新增」.

    Parameters
    ----------
    yours, theirs, base : table
        Keys are (what it belongs to, number).
    """
    free = [key for key in theirs if key not in base]
    made: Table = {}
    for key, row in yours.items():
        twin = None
        if key not in base:
            twin = next((each for each in free if each[:1] == key[:1] and content(theirs[each]) == content(row)), None)
        if twin is not None:
            free.remove(twin)
        made[twin or key] = row
    return made
