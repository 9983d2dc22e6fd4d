"""Real dates beside texts such as 13/04/2025 may have had day and month swapped when they were read 「日月互换」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from diagnostics.data.layout.day_column import DayRules
from diagnostics.data.layout.day_text import DayRead, read_day
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, Grid, cell_text
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.odd_cells import Decided

_LAST_MONTH = 12
# What a program writes of a real date when it saves a sheet as text.
_YEAR_FIRST = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])")
_ISO_BESIDE = (
    "which tells the order of its figures, while {!r} and all other days of the column that begin with the year may"
    " have had day and month swapped by the program that made them: say layout.swapped_dates: true (swap them back) or"
    " false (they are right), or bring the column with all days written alike"
)
_NO_SWAP = "which no swap of day and month makes; layout.swapped_dates says that such days of the column were swapped"


def telling_text(texts: Iterable[str], rules: DayRules) -> str | None:
    """A day in figures that only one order of day and month fits: 13/04/2025 「可判定顺序的日期」."""
    for text in texts:
        read = read_day(text, rules.order, year=rules.year)
        if not isinstance(read, DayRead) or read.order not in ("dmy", "mdy"):
            continue
        if read_day(text, "mdy" if read.order == "dmy" else "dmy", year=rules.year) is None:
            return text
    return None


def is_swappable(days: Iterable[date]) -> bool:
    """Whether every day may be a month, and swapping would change one 「是否可能互换」.

    Examples
    --------
    >>> is_swappable([date(2025, 4, 3)]), is_swappable([date(2025, 4, 13)]), is_swappable([date(2025, 4, 4)])
    (True, False, False)
    """
    found = list(days)
    return all(each.day <= _LAST_MONTH for each in found) and any(each.day != each.month for each in found)


def swap_texts(texts: Collection[str], rules: DayRules, decided: Decided, others: Collection[date] = ()) -> None:
    """Ask about texts such as 2025-04-03 beside 13/04/2025, or swap them back, by the layout 「文本日月互换」.

    Parameters
    ----------
    texts : collection of str
        Texts of a day column.
    rules : DayRules
        How days are to be read; ``swapped`` is the layout's word.
    decided : Decided
        What they were read as; changed in place.
    others : collection of date
        Days of the column that are no such texts, and could have been swapped too.

    Examples
    --------
    >>> from diagnostics.data.layout.day_column import decide_days
    >>> from diagnostics.model.period import Calendar
    >>> rules, texts = DayRules(Calendar(), swapped=True), ["2025-04-03", "13/04/2025"]
    >>> decided = decide_days(texts, None, rules)
    >>> swap_texts(texts, rules, decided)
    >>> [str(decided.values[each]) for each in texts]
    ['2025-03-04', '2025-04-13']
    """
    if rules.swapped is False or (telling := telling_text(texts, rules)) is None:
        return
    values = ((each, decided.values.get(each)) for each in texts if _YEAR_FIRST.match(narrow(each).strip()))
    days = {text: value for text, value in values if isinstance(value, date)}
    if rules.swapped is None:
        if is_swappable([*days.values(), *others]):
            first = next((text for text, value in days.items() if value.day != value.month), None)
            named = first or next(each.isoformat() for each in others if each.day != each.month)
            decided.wrong[telling] = _ISO_BESIDE.format(named)
        return
    for text, value in days.items():
        if value.day > _LAST_MONTH:
            decided.wrong[text] = _NO_SWAP
        elif value.day != value.month:
            decided.values[text] = value.replace(month=value.day, day=value.month)
            decided.kinds[text] = tuple(dict.fromkeys((*decided.kinds[text], "day")))


def unswapped(
    grid: Grid, cells: Sequence[tuple[Cell, tuple[int, int]]], rules: DayRules, told: tuple[str, ConversionLog]
) -> list[Cell]:
    """Cells of a day column, real dates swapped back where the layout says that they were swapped 「还原日月」.

    Parameters
    ----------
    cells : sequence of (cell, place)
        Cells of the column.
    rules : DayRules
        How days are to be read; ``swapped`` is the layout's word.
    told : (str, ConversionLog)
        Name of the column, and where what is swapped is recorded.

    Raises
    ------
    InputError
        When texts such as 13/04/2025 stand beside real dates that may all be swapped, and the layout does not say
        whether they are; or when it says that they are, and one can't be.

    Notes
    -----
    A spreadsheet of another country makes dates of what its own order fits: 03/04/2025 becomes 4 March, and 13/04/2025
    stays a text.
    """
    name, log = told
    days = [(each, place) for each, place in cells if isinstance(each, date)]
    found = [each for each, _ in cells]
    if not days or rules.swapped is False:
        return found
    text, at = next(
        ((each, place) for each, place in cells if isinstance(each, str) and telling_text([each], rules)), ("", None)
    )
    if at is None and not rules.swapped:
        return found
    if rules.swapped is None:
        if not is_swappable(each for each, _ in days):
            return found
        day, place = next(each for each in days if each[0].day != each[0].month)
        raise grid.refuse(
            f"is the real date {cell_text(day)}, while {text!r} in {grid.at(*at or place)} of column {name!r} is text:"
            " the program that read the others may have swapped day and month. Say layout.swapped_dates: true (swap"
            f" them back) or false (they are right), or save the column as text (source {grid.source!r}).",
            *place,
        )
    late = next((each for each in days if each[0].day > _LAST_MONTH), None)
    if late is not None:
        raise grid.refuse(
            f"is the real date {cell_text(late[0])}, which no swap of day and month makes; layout.swapped_dates says"
            f" that those of column {name!r} were swapped (source {grid.source!r}).",
            *late[1],
        )
    back = {place: each.replace(month=each.day, day=each.month) for each, place in days}
    for each, place in days:
        if back[place] != each:
            log.add(name, "day", grid.at(*place), cell_text(each), cell_text(back[place]))
    return [back.get(place, each) if isinstance(each, date | datetime) else each for each, place in cells]
