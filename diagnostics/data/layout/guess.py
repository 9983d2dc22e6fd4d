"""What a column holds that nobody has named yet, as a proposal takes it 「列内容猜测」."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from diagnostics.data.layout.cells import Cells, Column
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, cell_text, is_blank
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.number_text import MISSING_MARKS
from diagnostics.errors import InputError

_DAY_NAME = re.compile(r"date|month|period|日期|月份|年月|账期|期间|时间$|^月$|季度", re.IGNORECASE)
_DAY_SIGN = re.compile(r"\d\s*[年月日季周/.-]|[qQwW]\d")
# 00123 names something: read as a number it would lose its zeros.
_CODE = re.compile(r"0\d+")


def guessed(cells: Cells, column: Column) -> list[Any]:
    """Values of a column as days, as numbers, or as they stand, by what all its cells can be read as 「猜测取值」."""
    filled = [each for each in column.cells if not is_blank(each)]
    for reading in _readings(column, filled):
        # What a failed attempt recorded is forgotten.
        trial = replace(cells, log=ConversionLog(cells.grid), months={})
        try:
            getattr(trial, reading)(column)
        except InputError:
            continue
        return list(getattr(cells, reading)(column))
    return list(cells.natural(column))


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
    dated = named or (bool(values) and all(_DAY_SIGN.search(each) for each in values))
    return ["days", "numbers"] if dated else ["numbers"]
