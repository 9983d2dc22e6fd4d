"""What made every figure wobble: seasons, weekdays, shocks that last a while 「季节与波动」."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats: TypeAlias = npt.NDArray[np.float64]
Counts: TypeAlias = npt.NDArray[np.int64]
# With the luck of counting visits and orders on top, a monthly series shows about 0.3.
AUTOCORRELATION = 0.5
_FIRST, _LAST = "2022-01-01", "2025-12-31"


def days() -> pd.DatetimeIndex:
    """Days the demo clients have data for, 2022 to 2025 「演示期间的日期」."""
    return pd.date_range(_FIRST, _LAST, freq="D")


def months() -> pd.DatetimeIndex:
    """First days of the months the demo clients have data for 「演示期间的月份」."""
    return pd.date_range(_FIRST, _LAST, freq="MS")


def month_number(dates: pd.DatetimeIndex) -> Counts:
    """Months since January 2022, counted from 0 「月份序号」."""
    return np.asarray((dates.year - 2022) * 12 + dates.month - 1, dtype=np.int64)


def month_of(text: str) -> int:
    """Number of a month such as ``2024-09``, counted from January 2022 「某月的序号」.

    Examples
    --------
    >>> month_of("2023-01")
    12
    """
    year, month = text.split("-")
    return (int(year) - 2022) * 12 + int(month) - 1


def shocks(rng: np.random.Generator, rows: int, spread: float) -> Floats:
    """Monthly factors around 1 that last a while 「带自相关的波动」.

    Parameters
    ----------
    rows : int
        Series to draw, one for each entity.
    spread : float
        Standard deviation of the logarithm, such as 0.03.

    Returns
    -------
    ndarray
        ``rows`` x 48 factors.

    Notes
    -----
    ``log f[t] = 0.5 log f[t-1] + e[t]``; the first value is drawn from the stationary distribution.
    """
    drawn = rng.normal(0.0, spread, size=(rows, len(months())))
    drawn[:, 1:] *= np.sqrt(1 - AUTOCORRELATION**2)
    for step in range(1, drawn.shape[1]):
        drawn[:, step] += AUTOCORRELATION * drawn[:, step - 1]
    return np.exp(drawn)


def rounded(rates: Floats) -> Floats:
    """Rates to six decimals 「舍入后的比率」.

    The last bits of ``exp`` differ between processors; what is drawn from the rates must not.
    """
    return np.round(rates, 6)


def table(columns: dict[str, Any]) -> pd.DataFrame:
    """Frame of columns that are spread over the same grid 「平铺成表」."""
    return pd.DataFrame({name: np.asarray(values).ravel() for name, values in columns.items()})
