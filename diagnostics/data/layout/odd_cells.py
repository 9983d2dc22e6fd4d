"""Cells of a text column that are not plain, and what was decided about them 「待识别单元格」."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from diagnostics.model.conversion import ConversionKind
from diagnostics.model.period import Cycle

Value = int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class OddCell:
    """A text that stands in a column and is no plain number or day 「待识别写法」.

    Parameters
    ----------
    text : str
        As written.
    file : int
        Number of the file it stands in.
    count : int
        Cells that hold it there.
    """

    text: str
    file: int
    count: int


@dataclass(eq=False)
class Decided:
    """What the texts of a column are read as 「识别结果」.

    Parameters
    ----------
    values : dict
        Value by text; None where the cell is missing.
    kinds : dict
        Conversions by text.
    wrong : dict
        Rule that a text breaks, by text; a column with one is refused.
    months : dict
        Months that a period covers, where they are more than one merged.
    grain : str
        Cycle of the periods that a day column names; "day" where it names days.
    """

    values: dict[str, Value] = field(default_factory=dict)
    kinds: dict[str, tuple[ConversionKind, ...]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    grain: Cycle = "day"
