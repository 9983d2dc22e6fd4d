"""Series that a search for leading KPIs is about 「先行关系的序列」."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Calendar, Cycle, Period

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Chosen:
    """Figures of a result and its possible drivers, side by side 「并列的序列」.

    Parameters
    ----------
    result : array of float
        Entities × periods, missing where there is no figure counted as the latest one was.
    cells : array of float
        KPIs × entities × periods.
    kpis : tuple of str
        In the order of ``cells``.
    drivers : tuple of str
        KPIs held against the result.
    level, cycle : str
        Whose figures, and how long a period is.
    """

    result: Floats
    cells: Floats
    kpis: tuple[str, ...]
    drivers: tuple[str, ...]
    level: str
    cycle: Cycle

    def figures(self, kpi: str) -> Floats:
        """Figures of a KPI, entities × periods 「取数」."""
        found: Floats = self.cells[self.kpis.index(kpi)]
        return found


def chosen(
    observations: Observations,
    result: str,
    drivers: Collection[str] | None,
    where: tuple[str | None, Collection[str] | None],
    when: tuple[Period | str | None, Calendar],
) -> Chosen:
    """Figures asked for, side by side 「取出序列」.

    Raises
    ------
    InputError
        When a KPI, level or entity is unknown, or the result was never measured.
    """
    import numpy as np
    import pandas as pd

    from diagnostics.loop.diagnose.signal.panel import panel

    table = observations.table
    named = _named(table, result, drivers)
    part = _placed(table, result, *where)
    level, cycle = str(part["level"].iloc[0]), cast("Cycle", part["cycle"].iloc[0])
    at = _last(part[part["kpi"] == result], when, cycle)
    kpis = (result, *named) if drivers is not None else tuple(dict.fromkeys([result, *sorted(part["kpi"].unique())]))
    units = sorted(part["entity"].unique())
    part = part[part["kpi"].isin(kpis)]
    whose = pd.Categorical(part["kpi"], list(kpis)).codes.astype(np.intp) * len(units)
    whose += pd.Categorical(part["entity"], units).codes.astype(np.intp)
    laid = panel(part, whose, when[1].shift(at, 1), len(kpis) * len(units))
    cells = laid.past.reshape(len(kpis), len(units), -1)
    return Chosen(cells[0], cells, kpis, kpis[1:], level, cycle)


def _named(table: pd.DataFrame, result: str, drivers: Collection[str] | None) -> tuple[str, ...]:
    known = sorted(table["kpi"].unique())
    if isinstance(drivers, str):
        raise InputError(f"drivers is the text {drivers!r}; write a list of KPIs, such as ['{drivers}'].")
    named = tuple(dict.fromkeys(drivers or ()))
    for each in (result, *named):
        if each not in known:
            raise unknown("KPI", each, known, "the observations")
    if result in named:
        raise InputError(f"{result!r} is the result; a KPI can't run ahead of itself.")
    return named


def _placed(table: pd.DataFrame, result: str, level: str | None, entities: Collection[str] | None) -> pd.DataFrame:
    """Rows of one level and of the result's cycle."""
    own = table[(table["kpi"] == result) & table["value"].notna()]
    if isinstance(entities, str):
        raise InputError(f"entities is the text {entities!r}; write a list of ids, such as ['{entities}'].")
    for each in entities or ():
        if not (table["entity"] == each).any():
            raise unknown("entity", each, sorted(table["entity"].unique()), "the observations")
    if level is not None and not (table["level"] == level).any():
        raise unknown("level", level, sorted(table["level"].unique()), "the observations")
    own = own if entities is None else own[own["entity"].isin(list(entities))]
    own = own if level is None else own[own["level"] == level]
    if own.empty:
        raise InputError(f"{result!r} was not measured there; lead_lag needs figures of the result.")
    most = own["level"].value_counts()
    # The most figures; of several levels with as many the first by name, so that a rerun asks the same.
    level = min(most[most == most.max()].index)
    own = own[own["level"] == level]
    units = own["entity"].unique()
    rows: pd.DataFrame = table[
        (table["level"] == level) & table["entity"].isin(units) & (table["cycle"] == own["cycle"].iloc[0])
    ]
    return rows


def _last(own: pd.DataFrame, when: tuple[Period | str | None, Calendar], cycle: Cycle) -> Period:
    """Last period looked at."""
    period, calendar = when
    if period is None:
        return calendar.parse(str(own.sort_values("start")["period"].iloc[-1]))
    at = calendar.parse(period) if isinstance(period, str) else period
    return at if at.cycle == cycle else calendar.last_complete(cycle, at.end)
