"""What a column holds that nobody has named yet, as a proposal takes it 「列内容猜测」."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from diagnostics.data.layout.cells import Cells, Column
from diagnostics.data.layout.day_text import read_day
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, cell_text, is_blank
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.number_text import MISSING_MARKS, read_number
from diagnostics.data.layout.period_text import read_period
from diagnostics.errors import InputError

_DAY_NAME = re.compile(
    r"date|month|period|fiscal|^fy$|日期|月份|年月|账期|期间|时间$|^月$|季度|财年|财政年度|会计年度", re.IGNORECASE
)
_DAY_SIGN = re.compile(
    r"\d\s*(?:[年月日季周/.-]|财年|财政年度|会计年度)|[qQwW]\d|^[fF][yY]\s*\d|\d[mM]\d|[a-z]{3}[-/'’]\d\d$"
)
# 42.31 is no day, 2025.03 may be a month.
_DECIMAL = re.compile(r"[+-]?(?!(?:19|20|21)\d\d\.)\d+\.\d+")
# What counted figures bear behind them: 12件 is no number, and no name either.
_COUNTED = re.compile(
    r"[+-]?[0-9][0-9,.]*\s*(件|单|人次|人|次|个|台|套|吨|笔|户|箱|瓶|份|张|小时|分钟|天|kg|pcs|hours?|days?)"
)
# Figures in forms that nobody reads for sure: △12, 12-, 1 234, 1,23,456, >5, 1:05:00.
_ODD_FIGURE = re.compile(
    r"[^\w\s]?\s?[0-9]{1,3}(?:[ ,.'’\u00a0\u202f]?[0-9]{2,3})*(?:[.,][0-9]+)?\s?[-+*#^†?]{0,2}"
    r"|(?:[0-9]+ days?, )?[0-9]{1,4}(?::[0-5][0-9]){1,2}"
)
_FIGURE_NAME = re.compile(
    r"额|收入|营收|成本|费用|利润|毛利|[数销产客流]量|率$|价$|时长|工时|人数|sales|revenue|cost|amount|qty|quantity|profit|duration|hours",
    re.IGNORECASE,
)
_FIGURE_START = re.compile(r"[^\w\s]?\s?[0-9]")
# 00123 names something: read as a number it would lose its zeros.
_CODE = re.compile(r"0\d+")
# Days as a spreadsheet counts them, from 1982 to 2064.
_SERIAL = re.compile(r"[3-5]\d{4}")
_LOOKED_AT = 200


def guessed(cells: Cells, column: Column) -> list[Any]:
    """Values of a column as days, as numbers, or as they stand, by what all its cells can be read as 「猜测取值」."""
    filled = [each for each in column.cells if not is_blank(each)]
    failed = ""
    for reading in _readings(column, filled):
        # What a failed attempt recorded is forgotten.
        trial = replace(cells, log=ConversionLog(cells.grid), months={})
        try:
            values = list(getattr(trial, reading)(column))
        except InputError as error:
            if _is_nearly(reading, (column.name, filled), cells) and (not failed or not _DAY_NAME.search(column.name)):
                failed = str(error)
            continue
        cells.log.take(trial.log)
        cells.months.update(trial.months)
        return values
    failed = _counted(filled) or failed
    if failed:
        cells.failed[column.name] = failed
    # A name has no blanks around it, here as in a run.
    return [each.strip() if isinstance(each, str) else each for each in cells.natural(column)]


def _is_nearly(reading: str, column: tuple[str, list[Cell]], cells: Cells) -> bool:
    """Whether most distinct cells are what a column was to be read as, so that one that is not is worth a question.

    A flag that is 0 nearly everywhere, and a, b or c elsewhere, is no column of numbers. Figures in odd forms are
    figures all the same, however many; below the name of a figure, so is all that begins with a digit.
    """
    name, filled = column
    distinct = list(dict.fromkeys(cell_text(each) for each in filled))[:_LOOKED_AT]
    days = {cell_text(each) for each in filled if isinstance(each, date)}
    if reading == "days":
        fitting = sum(each in days or _is_day(each, cells) or bool(_SERIAL.fullmatch(each)) for each in distinct)
    else:
        fitting = sum(each not in days and (_is_number(each) or _is_odd(name, each)) for each in distinct)
    return fitting * 2 > len(distinct)


def _is_day(text: str, cells: Cells) -> bool:
    """Whether a text is a day or a period, or may be one of several days."""
    return read_day(text) is not None or read_period(text, cells.rules.calendar, cells.rules.year or 2000) is not None


def _is_number(text: str) -> bool:
    """Whether a text is a number, with a point or a comma before its decimals."""
    return read_number(text) is not None or read_number(text, decimal=",") is not None


def _is_odd(name: str, text: str) -> bool:
    """Whether a text is a figure in an odd form.

    Examples
    --------
    >>> [_is_odd("型号", each) for each in ("△12", "12-", "1 234", "1,23,456", "1:05:00", "K-1x", "2024-01-05", "3班")]
    [True, True, True, True, True, False, False, False]
    >>> _is_odd("销售额", "12x"), _is_odd("销售额", "x12")
    (True, False)
    """
    plain = narrow(text)
    return bool(_ODD_FIGURE.fullmatch(plain) or (_FIGURE_NAME.search(name) and _FIGURE_START.match(plain)))


def _counted(filled: list[Cell]) -> str:
    """What is said of figures that all bear what they count behind them."""
    if not filled or not _COUNTED.fullmatch(narrow(cell_text(filled[0]))):
        return ""
    units = {found[1] if (found := _COUNTED.fullmatch(narrow(cell_text(each)))) else "" for each in filled}
    if len(units) != 1 or "" in units:
        return ""
    return f"its cells bear {units.pop()!r} behind the figure, such as {cell_text(filled[0])!r}, which is no number."


def _readings(column: Column, filled: list[Cell]) -> list[str]:
    texts = [narrow(each) for each in filled if isinstance(each, str)]
    values = [each for each in texts if each.casefold() not in MISSING_MARKS]
    named = bool(_DAY_NAME.search(column.name))
    if not filled or any(isinstance(each, bool) for each in filled):
        return []
    if texts and not values and len(values) == len(filled) - len(texts):
        return []
    if any(isinstance(each, date) for each in filled):
        return ["days"]
    if any(_CODE.fullmatch(each) for each in values):
        return []
    if all(re.fullmatch(r"\d{4}", cell_text(each)) for each in filled):
        # A year is a part of the day, or a number of four figures.
        return ["numbers"]
    signed = bool(values) and all(_DAY_SIGN.search(each) for each in values)
    dated = named or (signed and not any(_DECIMAL.fullmatch(each) for each in values))
    return ["days", "numbers"] if dated else ["numbers"]
