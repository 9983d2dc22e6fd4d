"""What a series does when nothing special happens 「平时波动范围」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.model.observations import BASIS
from diagnostics.model.process_limits import FEWEST, MOST, usual_limits_by_group

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Period


def usual_ranges(actual: pd.DataFrame, part: pd.DataFrame, series: NDArray[np.intp], period: Period) -> pd.DataFrame:
    """Actuals with the usual range of their own series before the period 「平时波动范围」.

    Parameters
    ----------
    actual : DataFrame
        One row a series, indexed by its number.
    part : DataFrame
        Rows of observations of one cycle.
    series : array of int
        Number of the series of each row of ``part``.
    """
    import numpy as np
    import pandas as pd

    start = pd.to_datetime(part["start"]).to_numpy()
    value = part["value"].to_numpy(dtype=float)
    earlier = (start < np.datetime64(period.start)) & ~np.isnan(value) & _alike(part, series, start, period)
    order = np.lexsort((start[earlier], series[earlier]))
    whose, values = series[earlier][order], value[earlier][order]
    count = int(series.max(initial=-1)) + 1
    sizes = np.bincount(whose, minlength=count)
    # How many points of its series come after each point: the last 24 are kept.
    after = np.cumsum(sizes)[whose] - np.arange(len(whose)) - 1
    recent = after < MOST
    low, high = usual_limits_by_group(values[recent], whose[recent], count)
    enough = sizes >= FEWEST
    usual = pd.DataFrame({"usual_low": np.where(enough, low, np.nan), "usual_high": np.where(enough, high, np.nan)})
    return actual.join(usual)


def _alike(part: pd.DataFrame, series: NDArray[np.intp], start: NDArray[np.datetime64], period: Period) -> Any:
    """Which figures were counted as their series' figure of the period, or the last before it, was."""
    import numpy as np

    basis = part[BASIS].to_numpy(dtype=object)
    if len(set(basis)) < 2:
        return np.ones(len(part), dtype=bool)
    own: dict[int, str] = {}
    there = part["value"].notna().to_numpy() & (start <= np.datetime64(period.start))
    for at in np.argsort(start, kind="stable"):
        if there[at]:
            own[int(series[at])] = str(basis[at])
    return np.array([own.get(int(one)) == each for one, each in zip(series, basis, strict=True)], dtype=bool)
