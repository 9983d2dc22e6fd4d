"""Texts in CSV files that spreadsheet programs open: none is a formula, each is itself again when read 「CSV 文本」."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

# What spreadsheet programs take for a formula, also behind blanks; a quote before it says that it is text.
_FORMULA = r"[ \u3000]*[=+\-@\t\r\n\0|%]"
_GUARDED, _BARE = re.compile(f"'*{_FORMULA}"), re.compile(f"'+{_FORMULA}")


def guarded(text: str) -> str:
    """Text with a quote before it where a spreadsheet program would take it for a formula 「防公式」.

    Examples
    --------
    >>> guarded("=1+1"), guarded(" @x"), guarded("north"), guarded("'=1")
    ("'=1+1", "' @x", 'north', "''=1")
    """
    return f"'{text}" if _GUARDED.match(text) else text


def bare(text: str) -> str:
    """Text as it was before `guarded` 「还原文本」.

    Examples
    --------
    >>> [bare(guarded(each)) for each in ("=1+1", "'=1", "'quoted'", "north")]
    ['=1+1', "'=1", "'quoted'", 'north']
    """
    return text[1:] if _BARE.match(text) else text


def csv_line(cells: Sequence[str], end: str) -> str:
    r"""One record of a CSV file; a lone carriage return within a cell ends no line 「CSV 一行」.

    Examples
    --------
    >>> csv_line(["a", "b,c"], "\n"), csv_line(["'\r=1", "x"], "\n")
    ('a,"b,c"\n', '"\'\r=1","x"\n')
    """
    sink = io.StringIO()
    # The writer quotes what its own line end needs, and knows of no other.
    if any("\r" in each for each in cells):
        csv.writer(sink, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(cells)
    else:
        csv.writer(sink, lineterminator=end).writerow(cells)
    return sink.getvalue()
