"""Which period of a KPI is diagnosed, and which ones it is held against 「诊断周期」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model.period import Calendar, Period
from diagnostics.model.year_before import year_before

if TYPE_CHECKING:
    from diagnostics.model.kpi import Kpi

Earlier = Literal["year_ago", "previous"]


@dataclass(frozen=True, slots=True)
class Span:
    """Period of a KPI with the earlier ones it is held against 「诊断周期」.

    Parameters
    ----------
    now : Period
        Last period of the KPI's cycle that is complete by the run's end.
    earlier : tuple of (comparison, Period)
        A year ago first, which has the same season, unless a moving festival lies in one of the two only; then the
        period before.
    """

    now: Period
    earlier: tuple[tuple[Earlier, Period], ...]

    @classmethod
    def of(cls, kpi: Kpi, period: Period, calendar: Calendar) -> Span:
        """Span of a KPI for a run's period 「诊断周期」."""
        now = period if kpi.cycle == period.cycle else calendar.last_complete(kpi.cycle, period.end)
        year = year_before(calendar, now)
        fair = year.period is not None and year.caution != "festival"
        before: list[tuple[Earlier, Period]] = [("year_ago", year.period)] if fair and year.period else []
        return cls(now, (*before, ("previous", calendar.shift(now, -1))))
