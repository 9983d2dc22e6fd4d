"""What was measured from the first day of a year to the end of a period 「本年累计观测」."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from diagnostics.data.observe.cycles import Window
from diagnostics.data.observe.observing import observe_window

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period


def observe_to_date(engine: Engine, period: Period, levels: Collection[str], kpis: Iterable[str]) -> Observations:
    """Observations of KPIs from the first day of the year to the last of a period, from facts 「本年累计观测」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.
    period : Period
        Where the span ends; its year is the calendar's, fiscal where the engagement says so.
    levels : collection of str
        Levels wanted.
    kpis : iterable of str
        KPIs wanted, each counted over the whole span: a ratio divides once, a balance is the last one.

    Returns
    -------
    Observations
        Of cycle ``year``, without targets; the period's text is that of the whole year.

    Raises
    ------
    InputError
        As for ``observe``.
    """
    year = engine.engagement.calendar.at(period.last_day, "year")
    return observe_window(engine, Window(period.end, (year,), partial=True), levels, tuple(kpis), "year")
