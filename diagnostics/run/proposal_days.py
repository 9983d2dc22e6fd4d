"""Days written another way become ISO days in the copy: 2025/1/3, 2025年1月3日, 20250103 「日期写法」."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# Year first, so that nobody has to guess which number is the month.
_FORMS = (
    re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"),
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})[-/.年](\d{1,2})月?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_NAMED = re.compile(r"date|day|month|日期|月|时间", re.IGNORECASE)
_DELIMITERS = ",;\t|"


def iso_day(text: str) -> str | None:
    """ISO text of a day or month that is written year first, None for anything else 「转为 ISO 日期」.

    Examples
    --------
    >>> iso_day("2025/1/3"), iso_day("2025年3月"), iso_day("1/3/2025")
    ('2025-01-03', '2025-03-01', None)
    """
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match:
            numbers = [int(each) for each in match.groups()]
            try:
                return date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1).isoformat()
            except ValueError:
                return None
    return None


def other_days(table: pd.DataFrame) -> str | None:
    """Column of days that are not written as ISO days 「非 ISO 日期列」."""
    for name in table.columns:
        values = [str(each) for each in table[name].dropna().unique()]
        digits_only = all(each.isdigit() for each in values)
        if values and (not digits_only or _NAMED.search(name)) and all(iso_day(each) for each in values):
            return str(name)
    return None


def rewrite(source: Path, encoding: str | None, column: str) -> str:
    """Text of a CSV file with one column's days written the ISO way, all else as it was 「改写日期列」.

    Raises
    ------
    InputError
        When the file is no CSV file: a workbook's days must be dates there.
    """
    if source.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise InputError(f"Column {column!r} of {source.name} holds days as text; make them dates in the file first.")
    text = source.read_bytes().decode(encoding or "utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(rows)
    at = header.index(column)
    writer.writerow(header)
    for row in rows:
        if row:
            writer.writerow([iso_day(cell) or cell if place == at else cell for place, cell in enumerate(row)])
    return buffer.getvalue()
