"""Quiet series to try signals on: seeded panels, and their rows as observations have them."""

import numpy as np
import pandas as pd

from diagnostics.model.period import Calendar

CALENDAR = Calendar()
LAST = {"month": "2025-06", "week": "2025-W20", "day": "2025-06-10", "quarter": "2025Q2", "year": "2025"}


def like_neighbours(draws, count, length, phi=0.0):
    """Standard normal series whose neighbours correlate by ``phi``."""
    noise = draws.standard_normal((count, length))
    values = noise.copy()
    for at in range(1, length):
        values[:, at] = phi * values[:, at - 1] + np.sqrt(1 - phi**2) * noise[:, at]
    return values


def as_part(values, cycle="month", numerator=None, denominator=None):
    """Rows of one cycle, the number of the series of each, and the last period."""
    count, length = values.shape
    last = CALENDAR.parse(LAST[cycle])
    periods = [CALENDAR.shift(last, -back) for back in range(length - 1, -1, -1)]
    nothing = np.full(count * length, np.nan)
    rows = {
        "kpi": "sales",
        "level": "store",
        "entity": np.repeat([f"e{each}" for each in range(count)], length),
        "cycle": cycle,
        "period": [each.text for each in periods] * count,
        "start": pd.to_datetime([each.start for each in periods] * count),
        "value": values.ravel(),
        "numerator": nothing if numerator is None else numerator.ravel(),
        "denominator": nothing if denominator is None else denominator.ravel(),
        "n": 1.0,
        "basis": "",
    }
    return pd.DataFrame(rows), np.repeat(np.arange(count), length), last
