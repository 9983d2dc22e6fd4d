"""When figures were measured: order of periods and position in the season 「期次与季节位置」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.period import SEASON, Calendar, Cycle, Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Days between neighbouring days that are given in place of periods, and the cycle they mean.
_STEPS: tuple[tuple[int, Cycle], ...] = ((359, "year"), (88, "quarter"), (27, "month"), (7, "week"), (1, "day"))


@dataclass(frozen=True, eq=False)
class Moments:
    """Order of the periods of figures, counted back from the last 「期次」.

    Parameters
    ----------
    cycle : str
        Cycle that all share.
    back : array of int
        Periods before the last one, per figure; 0 is the last.
    labels : dict
        Name of each position in the season, by ``back`` modulo the season's length.
    """

    cycle: Cycle
    back: NDArray[np.intp]
    labels: dict[int, str]

    @property
    def season(self) -> int:
        """Periods in a season 「一季节的期数」."""
        return SEASON[self.cycle]


def read_moments(given: NDArray[np.object_]) -> Moments:
    """Moments of periods given as canonical texts, days or Periods 「读取期次」.

    Raises
    ------
    InputError
        When a period has no known form, or they are of several cycles.
    """
    import numpy as np

    known = {each: _period(each) for each in set(given)}
    calendar = Calendar()
    cycles = sorted({each.cycle for each in known.values() if isinstance(each, Period)})
    days = [each for each in known.values() if not isinstance(each, Period)]
    if len(cycles) > 1 or (cycles and days):
        raise InputError(f"Periods are of several cycles ({', '.join(cycles) or 'days'}); hand in those of one.")
    cycle: Cycle = cycles[0] if cycles else _cycle_of(days)
    periods = {key: each if isinstance(each, Period) else calendar.at(each, cycle) for key, each in known.items()}
    starts = [each.start for each in periods.values()]
    last = max(starts)
    number = {key: _steps(each.start, last, cycle) for key, each in periods.items()}
    labels = {steps % SEASON[cycle]: _label(periods[key]) for key, steps in number.items()}
    return Moments(cycle, np.array([number[each] for each in given], dtype=np.intp), labels)


def _period(given: Any) -> Period | date:
    if isinstance(given, Period):
        return given
    if isinstance(given, str):
        return Calendar().parse(given)
    if isinstance(given, date):
        return date(given.year, given.month, given.day)
    item = getattr(given, "astype", None)
    if item is not None:
        # numpy's days.
        day = given.astype("datetime64[D]").item()
        if isinstance(day, date):
            return day
    raise InputError(f"Period {given!r:.40} must be a text such as '2025-06', a date or a Period.")


def _cycle_of(days: list[date]) -> Cycle:
    ordered = sorted(set(days))
    steps = [(later - earlier).days for earlier, later in pairwise(ordered)]
    least = min(steps, default=1)
    return next(cycle for length, cycle in _STEPS if least >= length)


def _steps(start: date, last: date, cycle: Cycle) -> int:
    """Periods from one start to the last."""
    if cycle in ("week", "day"):
        return round((last - start).days / (7 if cycle == "week" else 1))
    months = 12 * (last.year - start.year) + last.month - start.month
    return months // {"month": 1, "quarter": 3, "year": 12}[cycle]


def _label(period: Period) -> str:
    """Position in the season: the month, the quarter, the week, the day of the week from 1 (Monday)."""
    if period.cycle == "day":
        return str(period.start.isoweekday())
    if period.cycle == "year":
        return ""
    return period.text[4:].lstrip("-")
