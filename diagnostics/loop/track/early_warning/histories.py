"""Figures of each KPI and entity in order of time, as early warnings look at them 「指标历史」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.track.early_warning.season import season_before
from diagnostics.loop.track.early_warning.tail import by_ratios
from diagnostics.model.basis import months_of, version_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period

    Floats = NDArray[np.float64]

# Figures looked back on: enough for the longest run after 24 figures that tell what is usual, and for what led there.
LOOKED_BACK = 160
_TIERS = ("base", "target", "target_high", "stretch")


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """Figures of a KPI at an entity in order of time 「指标历史」.

    Parameters
    ----------
    kpi : Kpi
        The KPI.
    level, entity : str
        Whose figures they are.
    periods : tuple of Period
        Every period from the first to the last, those without a figure included.
    values, base, target, target_high : array of float
        Figures, and what they are held against; NaN where there is none.
    before : array of float
        Figure of the season before, from which a seasonal KPI is judged; empty where the KPI is not seasonal.
    ratios : bool
        Whether figures are judged by ratios in place of differences: those of a KPI with a long tail upwards.
    """

    kpi: Kpi
    level: str
    entity: str
    periods: tuple[Period, ...]
    values: Floats
    base: Floats
    target: Floats
    target_high: Floats
    before: Floats
    ratios: bool = False

    @property
    def adjusted(self) -> Floats:
        """What is judged: figures, or their logarithms, less those of the season before 「调整后的数值」."""
        import numpy as np

        now, then = (np.log(each) if self.ratios else each for each in (self.values, self.before))
        return now - then if len(then) else now

    def restored(self, adjusted: Floats) -> Floats:
        """Figures of the KPI that adjusted ones stand for, period by period 「还原」."""
        import numpy as np

        then = np.log(self.before) if self.ratios else self.before
        back = adjusted + then if len(then) else adjusted
        restored: Floats = np.exp(back) if self.ratios else back
        return restored

    @property
    def density(self) -> float:
        """Share of the periods that have a figure 「有数期占比」."""
        return float((self.values == self.values).mean())


def histories(observed: pd.DataFrame, engagement: Engagement, day: date) -> list[History]:
    """Histories of all KPIs that somebody judges, up to a day 「指标历史」.

    Parameters
    ----------
    observed : DataFrame
        Observations that may be published.
    day : date
        Periods that are not over at the end of this day are left out.

    Returns
    -------
    list of History
        In order of KPI, level and entity. Each KPI at its own cycle; figures counted by another definition than the
        last one, or over merged months, are missing. Of KPIs without a direction there is none.

    Raises
    ------
    InputError
        When a KPI has two figures of an entity and period, as in observations by a dimension, or an infinite one.
    """
    import numpy as np

    wanted = {key: each for key, each in engagement.kpis.items() if each.direction != "none"}
    cycles = zip(observed["kpi"], observed["cycle"], strict=True)
    own = observed[np.array([kpi in wanted and wanted[kpi].cycle == cycle for kpi, cycle in cycles], dtype=bool)]
    found = []
    _refuse_twice(own)
    for _, rows in own.groupby(["kpi", "level"], sort=True, observed=True):
        plain = list(_plain(rows, wanted[str(rows["kpi"].iloc[0])], engagement, day))
        found += season_before(by_ratios(plain), engagement.calendar)
    return found


def _refuse_twice(own: pd.DataFrame) -> None:
    import numpy as np

    names = ["kpi", "level", "entity", "period"]
    about = "early warnings look at one finite figure of each KPI, entity and period; observe without 'by'"
    for what, rows in (("twice", own[own.duplicated(names)]), ("as infinite", own[np.isinf(own["value"])])):
        if len(rows):
            kpi, level, entity, period = rows.iloc[0][names]
            raise InputError(
                f"KPI {kpi!r} of {level} {entity!r} in {period} stands {what} in the observations; {about}."
            )


def _plain(rows: pd.DataFrame, kpi: Kpi, engagement: Engagement, day: date) -> Iterator[History]:
    """Histories of one KPI at one level, nobody asking yet whether it is seasonal."""
    import numpy as np
    import pandas as pd

    calendar = engagement.calendar
    starts = rows["start"].unique()
    at = {each: calendar.at(pd.Timestamp(each).date(), kpi.cycle) for each in starts}
    over = rows[[at[each].end <= day + timedelta(1) for each in rows["start"]]]
    # Silence after the last figure is part of the history: a missing figure is no miss, and no all-clear either. Found
    # once: asked for at every entity it would look at every row again.
    last = max((at[each] for each in over["start"].unique()), default=None)
    names = [each for each in ("start", "value", "basis", *_TIERS) if each in over.columns]
    for entity, own in over.groupby("entity", sort=True, observed=True):
        figures = {at[each["start"]]: each for each in own[names].to_dict("records")}
        values = {period: each["value"] for period, each in _alike(figures).items()}
        there = [period for period, value in values.items() if value == value]  # noqa: PLR0124 (NaN alone differs)
        if not there or last is None:
            continue
        periods = tuple(calendar.between(min(there), last))[-LOOKED_BACK:]
        columns = {name: _column(figures, periods, name) for name in _TIERS}
        taken = np.array([values.get(each, np.nan) for each in periods], dtype=float)
        yield History(
            kpi, str(own["level"].iloc[0]), str(entity), periods, taken,
            columns["base"], columns["target"], columns["target_high"], np.empty(0),
        )  # fmt: skip


def _column(figures: Mapping[Period, Mapping[Any, Any]], periods: tuple[Period, ...], name: str) -> Floats:
    import numpy as np

    found = [figures[each].get(name) if each in figures else None for each in periods]
    return np.array([np.nan if each is None else each for each in found], dtype=float)


def _alike(figures: Mapping[Period, Mapping[Any, Any]]) -> dict[Period, Mapping[Any, Any]]:
    """Figures that were counted as the last one was, and over as many months as most."""
    there = {
        period: str(each.get("basis") or "")
        for period, each in sorted(figures.items())
        if each["value"] == each["value"]
    }
    if not there:
        return {}
    months = [months_of(each) for each in there.values()]
    usual = max(sorted(set(months)), key=months.count)
    last = version_of(list(there.values())[-1])
    return {
        period: figures[period]
        for period, basis in there.items()
        if version_of(basis) == last and months_of(basis) == usual
    }
