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


def observe_to_date(
    engine: Engine, period: Period, before: Period | None, levels: Collection[str], kpis: Iterable[str]
) -> Observations:
    """Observations of KPIs from the first day of a year to the last of a period, from facts 「本年累计观测」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.
    period : Period
        Where the span ends; its year is the calendar's, fiscal where the engagement says so.
    before : Period or None
        Where the span of an earlier year ends: one look at the facts answers both.
    levels : collection of str
        Levels wanted.
    kpis : iterable of str
        KPIs wanted, each counted over a whole span: a ratio divides once, a balance is the last one.

    Returns
    -------
    Observations
        Of cycle ``year``, without targets; the period's text is that of the whole year.

    Raises
    ------
    InputError
        As for ``observe``.
    """
    years = [engine.engagement.calendar.at(each.last_day, "year") for each in (before, period) if each is not None]
    # What the earlier year holds after its span is in neither.
    skipped = None if before is None else (before.end, years[-1].start)
    window = Window(period.end, tuple(years), partial=True, skipped=skipped)
    return observe_window(engine, window, levels, tuple(kpis), "year")
