"""Expected values of a period from each series' own history 「预期值」."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from diagnostics.errors import InputError, unknown
from diagnostics.model.forecast import COLUMNS, Forecasts
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import Observations
from diagnostics.model.period import Calendar, Period

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.expected.backtest import Told
    from diagnostics.model.period import Cycle

    Floats = NDArray[np.float64]

SERIES = ["kpi", "level", "entity", "cycle"]


def expect(
    observations: Observations,
    period: Period | str,
    kpis: Mapping[str, Kpi] | Collection[str] | None = None,
    *,
    entities: Collection[str] | None = None,
    calendar: Calendar | None = None,
    rate: float = 0.05,
) -> Forecasts:
    """What their own histories make one expect of KPIs in a period 「预期值」.

    Parameters
    ----------
    observations : Observations
        Without dimensions; only figures before the period are used, and its own is set beside.
    period : Period or str
        Period expected, observed or still to come. KPIs of another cycle are expected in their last period complete by
        then.
    kpis : mapping of Kpi or collection of str, optional
        Only these; a mapping gives names and units too, by which a share stays within 0 and 1.
    entities : collection of str, optional
        Only these entities.
    calendar : Calendar, optional
        How the client counts time.
    rate : float
        Share of figures outside the interval, between 0 and 1.

    Returns
    -------
    Forecasts
        One row a KPI and entity with a history, by KPI, level and entity. With fewer than 8 figures before the period
        the mean of them, of fewer than 3 the last, with ``reason`` "short" and no error.

    Raises
    ------
    InputError
        When the observations have dimensions or infinite values, a KPI or entity is unknown, the period's text has no
        known form, or the rate is not between 0 and 1.

    Notes
    -----
    docs/methods/expected.md.
    """
    import pandas as pd

    if not isinstance(observations, Observations):
        raise InputError(f"expect takes Observations, got {type(observations).__name__}; dx.observe gives them.")
    if observations.by:
        raise InputError(f"expect takes observations without dimensions, got by={list(observations.by)}.")
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 < rate < 1:
        raise InputError(f"rate is {rate!r}; the share outside the interval lies between 0 and 1, such as 0.05.")
    table = _asked(observations.table, kpis, entities)
    known = dict(kpis) if isinstance(kpis, Mapping) else {}
    calendar = calendar or Calendar()
    at = calendar.parse(period) if isinstance(period, str) else period
    rows: list[dict[str, Any]] = []
    for name, part in table.groupby("cycle", sort=True):
        cycle = cast("Cycle", name)
        now = calendar.last_complete(cycle, at.end) if cycle != at.cycle else at
        rows += _rows(part, now, known, rate)
    found = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(SERIES, kind="stable", ignore_index=True)
    return Forecasts(found, at.text, known or None, observations.currency, observations.language)


def _asked(
    table: pd.DataFrame, kpis: Mapping[str, Kpi] | Collection[str] | None, entities: Collection[str] | None
) -> pd.DataFrame:
    """Rows of the KPIs and entities asked for."""
    for column, asked in (("kpi", kpis), ("entity", entities)):
        if asked is None:
            continue
        if isinstance(asked, str):
            raise InputError(
                f"expect got the text {asked!r} for its {column} names; write a list, such as ['{asked}']."
            )
        known = sorted(table[column].unique())
        for each in asked:
            # A mapping is a whole dictionary, of which not every KPI need be observed.
            if each not in known and not isinstance(asked, Mapping):
                raise unknown({"kpi": "KPI"}.get(column, column), each, known, "the observations")
        table = table[table[column].isin(list(asked))]
    return table


def _rows(part: pd.DataFrame, now: Period, kpis: Mapping[str, Kpi], rate: float) -> list[dict[str, Any]]:
    """Rows of one cycle's series."""
    import numpy as np

    from diagnostics.loop.diagnose.expected.backtest import told
    from diagnostics.loop.diagnose.signal.panel import panel

    series = part.groupby(SERIES, sort=True, observed=True).ngroup().to_numpy().astype(np.intp)
    whose = part.assign(_series=series).drop_duplicates("_series").sort_values("_series")[SERIES].to_dict("records")
    laid = panel(part, series, now, len(whose))
    earlier = set(series[(part["value"].notna() & (part["start"] < str(now.start))).to_numpy()].tolist())
    rows: list[dict[str, Any]] = []
    for number, (keys, past, actual) in enumerate(zip(whose, laid.past, laid.now, strict=True)):
        there = np.flatnonzero(~np.isnan(past))
        # A history that ended before all that is looked back on is too far away to be carried on.
        lost = not len(there) and number in earlier
        if not len(there) and np.isnan(actual) and not lost:
            continue
        history, ahead = (past[there[0] : there[-1] + 1], len(past) - there[-1]) if len(there) else (past[:0], 1)
        found = told(history, laid.season, int(ahead), rate)
        found = replace(found, reason="far") if lost else found
        unit = kpis[keys["kpi"]].unit if keys["kpi"] in kpis else ""
        named = {name: keys[name] for name in SERIES}
        rows.append(named | {"period": now.text, "actual": actual, "history": len(there)} | _figures(found, past, unit))
    return rows


def _figures(found: Told, past: Floats, unit: str) -> dict[str, Any]:
    """Columns of what a history tells, within what its unit allows."""
    import numpy as np

    least, most = -np.inf, np.inf
    known = past[~np.isnan(past)]
    if len(known) and known.min() >= 0:
        least = 0.0
    if unit == "share" and len(known) and known.max() <= 1:
        most = 1.0
    expected = float(np.clip(found.expected, least, most))
    return {
        "expected": expected,
        "low": float(np.clip(found.low, least, most)),
        "high": float(np.clip(found.high, least, most)),
        "method": found.method,
        "error": found.error,
        "error_share": found.error / abs(expected) if expected else float("nan"),
        "backtests": found.origins,
        "seasonal_error": found.errors.get("seasonal_naive", float("nan")),
        "reason": found.reason,
        "tried": "; ".join(f"{name} {error:.6g}" for name, error in found.errors.items()),
    }
