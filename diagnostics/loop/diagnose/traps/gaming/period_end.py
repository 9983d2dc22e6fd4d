"""Days before a month's end that take from the days after it 「月末冲量、月初回落」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DAYS, NEEDED, FULL, LEAST_SPIKE, LEAST_DIP = 3, 8, 0.5, 0.05, 0.03


def period_end(days: pd.DatetimeIndex, values: Floats) -> Tested | None:
    """Whether the last three days of a month rise above it and the first three of the next fall below 「月末冲量检验」.

    Parameters
    ----------
    days : DatetimeIndex
        Days in order.
    values : array of float
        Sums of each day; NaN where nothing was counted.

    Returns
    -------
    Tested or None
        None with fewer than eight months that have both ends. ``figures``: ``spike`` and ``dip`` (relative to the days
        between), ``n_months``.

    Notes
    -----
    Weekdays are levelled first. Both must be there: a peak before pay day alone is no sign, what comes back is. The
    probability is the larger of the two (t test over months).
    """
    import numpy as np
    from scipy import stats

    level = _levelled(days, values)
    month = np.asarray(days.year * 12 + days.month)
    spikes, dips = [], []
    for each in np.unique(month)[:-1]:
        here, after = np.flatnonzero(month == each), np.flatnonzero(month == each + 1)
        if len(here) < 25 or len(after) < 25:
            continue
        middle = np.nanmean(level[here[5:-5]]) if np.isfinite(level[here[5:-5]]).sum() >= 5 else np.nan
        later = np.nanmean(level[after[5:-5]]) if np.isfinite(level[after[5:-5]]).sum() >= 5 else np.nan
        end, start = level[here[-DAYS:]], level[after[:DAYS]]
        if np.isfinite(end).any() and np.isfinite(start).any() and middle > 0 and later > 0:
            # The days around the turn lie between the two middles.
            usual = (middle + later) / 2
            spikes.append(np.nanmean(end) / usual - 1)
            dips.append(np.nanmean(start) / usual - 1)
    if len(spikes) < NEEDED:
        return None
    up, down = np.array(spikes), np.array(dips)
    chance = max(_one_sided(up, stats), _one_sided(-down, stats))
    spike, dip = float(up.mean()), float(down.mean())
    return Tested(
        chance, score_of(spike - dip, FULL), int(np.isfinite(values).sum()),
        {"spike": spike, "dip": dip, "n_months": float(len(up))},
        material=spike >= LEAST_SPIKE and dip <= -LEAST_DIP,
    )  # fmt: skip


def _levelled(days: pd.DatetimeIndex, values: Floats) -> Floats:
    """Values with the weekdays' usual differences taken out; days of a closed weekday are missing."""
    import numpy as np

    weekday, level = np.asarray(days.day_of_week), values.astype(np.float64).copy()
    whole = np.nanmean(level) if np.isfinite(level).any() else np.nan
    for each in range(7):
        own = weekday == each
        share = np.nanmean(level[own]) / whole if np.isfinite(level[own]).any() and whole > 0 else 0.0
        level[own] = level[own] / share if share > 0.05 else np.nan
    return level


def _one_sided(values: Floats, stats: object) -> float:
    """Probability of so high a mean of months that are around zero."""
    import numpy as np

    error = values.std(ddof=1) / np.sqrt(len(values))
    if error == 0:
        return 0.0 if values.mean() > 0 else 1.0
    return float(stats.t.sf(values.mean() / error, len(values) - 1))  # type: ignore[attr-defined]
