"""The year that a row of a target table is about as a whole: 2025年全年, 全年目标 「全年目标」."""

from __future__ import annotations

from datetime import timedelta

from diagnostics.data.layout.row_words import is_plan
from diagnostics.data.layout.span_text import read_span, read_whole_year
from diagnostics.errors import InputError
from diagnostics.model.period import Calendar


def year_of(text: str, calendar: Calendar, year: int | None, place: str) -> str | None:
    """Canonical text of the year that a cell names as a whole; None where it names none 「读全年目标」.

    Parameters
    ----------
    text : str
        The cell.
    calendar : Calendar
        How the client counts years.
    year : int, optional
        Year of one that bears none (``layout.year``).
    place : str
        Table and column, for errors.

    Raises
    ------
    InputError
        When it names no year, a year's figure that is no target, half a year, or a year that may be a fiscal one: a
        year's target is that of a KPI counted by the year, and never divided among its months.

    Examples
    --------
    >>> [year_of(each, Calendar(), 2025, "") for each in ("2024年全年", "年度目标", "x")]
    ['2024', '2025', None]
    """
    whole = read_whole_year(text, year)
    if whole is None:
        if read_whole_year(text, 2000) is not None:
            raise InputError(f"{place}: {text!r} names no year; write it (2025年), or say layout.year at the source.")
        if (span := read_span(text, year or 2000)) is None:
            return None
        last = span.end - timedelta(days=1)
        raise InputError(
            f"{place}: {text!r} names months {span.start.month} to {last.month} together, and no KPI is counted so;"
            " write the target of each month, quarter or year, or take such rows out by 'where'."
        )
    span, figure = whole
    if figure and not is_plan(figure):
        raise InputError(f"{place}: {text!r} is a year's {figure!r} and no target; take such rows out by 'where'.")
    if calendar.fiscal_start != 1:
        told = f"write 'FY{span.start.year}' for the fiscal year that ends in {span.start.year}"
        raise InputError(f"{place}: {text!r} may be a calendar year or a fiscal one; {told}.")
    return calendar.at(span.start, "year").text
