"""Cycle whose periods tell most of an effect 「最有信息量的周期」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.panel import Columns, Panel, read_panel
from diagnostics.loop.track.effect.series.regression import present, regressors
from diagnostics.loop.track.effect.timeline import timeline
from diagnostics.model.detection import LEVEL, quantile
from diagnostics.model.period import Calendar, Cycle
from diagnostics.model.reml import reml_ar1

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Why = Literal["finer", "no_gain", "long_memory", "as_given"]
EXPOSURE = "perfloop_exposure"
_COARSER: dict[Cycle, tuple[Cycle, ...]] = {"day": ("month", "week", "day"), "week": ("month", "week")}
# A finer cycle is worth its greater sensitivity to how memory is modelled when intervals get narrower by a twentieth.
WORTH = 1.05
# Sums of what is rightly modelled have the same error as its parts, but for luck.
ALIKE = 0.8


@dataclass(frozen=True, eq=False)
class Finest:
    """Cycle whose periods tell most of an effect 「最有信息量的周期」.

    Parameters
    ----------
    cycle : {"year", "quarter", "month", "week", "day"}
        Taken.
    columns : Columns
        Where its figures stand in ``frame``.
    frame : DataFrame
        Figures by that cycle: sums of the value, and of the exposure by which they are to be divided; where there was
        none, of the rows that have a value.
    effective : mapping of cycle to float
        Periods that are worth as many without memory, ``n (1 - phi) / (1 + phi)``, of each cycle that was looked at.
    errors : mapping of cycle to float
        Standard error of a change of level by each cycle, as a share of the level.
    why : {"finer", "no_gain", "long_memory", "as_given"}
        A finer cycle than the coarsest narrows the interval; none does; or one would, but only because it forgets
        sooner than its sums do; or the source holds one cycle only.
    """

    cycle: Cycle
    columns: Columns
    frame: pd.DataFrame
    effective: Mapping[Cycle, float]
    errors: Mapping[Cycle, float]
    why: Why


def finest(
    frame: pd.DataFrame, columns: Columns, treated: Sequence[Any] | str, start: Any, calendar: Calendar | None = None
) -> Finest:
    """Cycle, of those that a source allows, whose periods tell most of an effect 「选择周期」.

    Parameters
    ----------
    frame : DataFrame
        A row an entity and day or week, with sums, or with figures whose plain mean makes sense.
    columns : Columns
        What to read; covariates are left out of the question.
    treated : sequence
        Entities that the measure was done to.
    start : period
        First that counts as after the start.
    calendar : Calendar, optional
        How weeks and months are counted.

    Returns
    -------
    Finest
        Months first, then weeks, then days; never coarser than a month, and a source by the month or more as it is.

    Raises
    ------
    InputError
        As for any panel.

    Notes
    -----
    The treated series, less the others' mean where there are others, is regressed on trend, season and start. Going to
    a finer cycle doesn't change what is known of the mean, it makes noise better known: taken when Student's quantile
    at the effective number less the regressors falls by a twentieth. It is not taken when its error is less than 0.8
    times that of the coarser one: noise that cancels in sums is larger in parts, and a smaller error only says that
    the parts remember longer than a first-order autoregression tells.

    References
    ----------
    Bayley, G., Hammersley, J. (1946). The "effective" number of independent observations in an autocorrelated time
    series. Supplement to the Journal of the Royal Statistical Society 8.
    """
    source = timeline(frame[columns.time])[0].cycle
    if source not in _COARSER:
        return Finest(source, columns, frame, {}, {}, "as_given")
    why: Why = "no_gain"
    taken, narrow = None, 0.0
    effective: dict[Cycle, float] = {}
    errors: dict[Cycle, float] = {}
    for cycle in _COARSER[source]:
        found = _gathered(frame, columns, cycle, calendar or Calendar())
        try:
            count, error, width = _told(read_panel(*found, treated, start, cycle))
        except InputError:
            # Too few periods of this cycle; a finer one may have enough.
            continue
        effective[cycle], errors[cycle] = count, error
        if taken is None:
            taken, narrow = (cycle, found), width
        elif narrow / width >= WORTH and error < ALIKE * errors[taken[0]]:
            why = "long_memory" if why == "no_gain" else why
            break
        elif narrow / width >= WORTH:
            taken, why, narrow = (cycle, found), "finer", width
    if taken is None:
        # Whatever is wrong with the data is said by the finest of them.
        taken = source, _gathered(frame, columns, source, calendar or Calendar())
    return Finest(taken[0], taken[1][1], taken[1][0], effective, errors, why)


def _gathered(frame: pd.DataFrame, columns: Columns, cycle: Cycle, calendar: Calendar) -> tuple[pd.DataFrame, Columns]:
    """Sums by a cycle, and of what they are to be divided by; a row without a value has no exposure either."""
    line, places = timeline(frame[columns.time])
    texts = {place: calendar.at(calendar.parse(line.text(place)).start, cycle).text for place in set(places)}
    exposure = columns.exposure or EXPOSURE
    keys = [each for each in (columns.entity, columns.time) if each]
    rows = frame[[*([columns.entity] if columns.entity else []), columns.value]].copy()
    rows[columns.time] = [texts[each] for each in places]
    rows[exposure] = frame[columns.exposure].astype(float) if columns.exposure else 1.0
    rows = rows[rows[columns.value].notna() & (rows[exposure] > 0)]
    sums = rows.groupby(keys, as_index=False, sort=False)[[columns.value, exposure]].sum()
    return _without_stubs(sums, columns.time, exposure), replace(columns, exposure=exposure, covariates=())


def _without_stubs(sums: pd.DataFrame, time: str, exposure: str) -> pd.DataFrame:
    """Sums without a first and last period of which the source holds less than half."""
    whole = sums.groupby(time)[exposure].sum()
    short = [each for each in (whole.index.min(), whole.index.max()) if whole[each] < whole.median() / 2]
    return sums[~sums[time].isin(short)]


def _told(panel: Panel) -> tuple[float, float, float]:
    """Effective number of periods, error as a share of the level, and how wide an interval is in errors."""
    import numpy as np

    series = panel.series
    level = float(np.nanmean(np.abs(series)))
    others = panel.comparisons[~np.isnan(panel.comparisons).all(axis=1)]
    if len(others):
        away = others - np.nanmean(others, axis=1, keepdims=True)
        there = ~np.isnan(away)
        sums, counts = np.where(there, away, 0.0).sum(axis=0), there.sum(axis=0)
        series = series - np.divide(sums, counts, out=np.full(len(series), np.nan), where=counts > 0)
    rows = present(series, regressors(panel))
    fit = reml_ar1(rows.y, rows.x, rows.at)
    count = len(rows.y) * (1 - fit.phi) / (1 + fit.phi)
    width = quantile(0.5 + LEVEL / 2, max(1.0, count - rows.x.shape[1]))
    return count, fit.error(rows.x.shape[1] - 1) / level if level > 0 else float("nan"), width
