"""A KPI that is met while what it should serve or must not harm gets worse 「指标好看、结果变差」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FULL, LEAST_WORSE, LEAST_BETTER, GREEN, NEEDED = 0.2, 0.03, 0.01, 0.75, 8
# Stretches that tell the noise: the last, and those before it.
YEARS = 4


def counter_falls(
    kpi: Floats, counter: Floats, season: int, *, signs: tuple[float, float], met: Floats | None = None
) -> Tested | None:
    """Whether a KPI is met or better than a year ago while its counterpart is worse 「反向变化检验」.

    Parameters
    ----------
    kpi, counter : array of float
        Figures of one unit, period by period; NaN where there is none.
    season : int
        Periods of a year, 1 where there is no season.
    signs : (float, float)
        1 where higher is better, -1 where lower is; of the KPI and of its counterpart.
    met : array of float, optional
        1 where the KPI met its target, 0 where it did not, NaN where there is none.

    Returns
    -------
    Tested or None
        None with fewer than eight pairs a year apart. ``figures``: ``better`` and ``worse`` (relative changes since
        the year before, good and bad side), ``met`` (share of the last year's targets met).

    Notes
    -----
    Changes are from the same period a year before, over the last year. Neighbours hang together, so the t test counts
    fewer of them. The larger of the two probabilities counts; a KPI that met at least three quarters of its targets
    needs no improvement.
    """
    import numpy as np

    own, other = yearly_change(kpi, season), yearly_change(counter, season)
    if own is None or other is None:
        return None
    better, worse = own[0] * signs[0], -other[0] * signs[1]
    recent = met[-len(kpi) :][-max(season, NEEDED) :] if met is not None else np.zeros(0)
    known = recent[np.isfinite(recent)]
    share = float(known.mean()) if len(known) else float("nan")
    green = len(known) >= NEEDED // 2 and share >= GREEN
    chance_better = 0.0 if green else _one_sided(better, own[1], own[2])
    chance = max(chance_better, _one_sided(worse, other[1], other[2]))
    return Tested(
        chance, score_of(worse, FULL), int(own[3] + other[3]), {"better": better, "worse": worse, "met": share},
        material=worse >= LEAST_WORSE and (green or better >= LEAST_BETTER),
    )  # fmt: skip


def yearly_change(values: Floats, season: int, history: Floats | None = None) -> tuple[float, float, float, int] | None:
    """Mean relative change since a year before, its error, its degrees of freedom and how many pairs there are.

    Two stretches of equal length are compared where there is no season. Noise is what changes since a year before vary
    by within a year, in ``history`` (the values themselves, where absent).
    """
    import numpy as np

    length = max(season, NEEDED)
    lag = season if season > 1 else length
    if len(values) < lag + NEEDED:
        return None
    steps = _steps(values, lag)[-length:]
    count = int(np.isfinite(steps).sum())
    if count < NEEDED:
        return None
    mean = float(np.nanmean(steps))
    known = _steps(values if history is None else history, lag)
    stretches = [known[max(end - length, 0) : end] for end in range(len(known), 0, -length)]
    parts = [each[np.isfinite(each)] for each in stretches if np.isfinite(each).sum() >= NEEDED][:YEARS]
    centred = [each - each.mean() for each in parts]
    power = sum(float((each**2).sum()) for each in centred)
    size = sum(len(each) for each in centred)
    if power == 0:
        return mean, 1e-6, float(count - 1), count
    near = sum(float((each[1:] * each[:-1]).sum()) for each in centred) / power
    # Kendall: short series show too little of it.
    near = min(max(near + (1 + 4 * near) / (size / len(centred)), 0.0), 0.8)
    fewer = (1 - near) / (1 + near)
    freedom = max(size * fewer - len(centred), 1.0)
    # Means of stretches took part of the noise with them.
    spread = power / max(size - len(centred) / fewer, 1.0)
    return mean, float(np.sqrt(spread / max(count * fewer, 2.0))), freedom, count


def _steps(values: Floats, lag: int) -> Floats:
    """Changes since a year before, relative to what is usual."""
    import numpy as np

    now, before = values[lag:], values[:-lag]
    scale = float(np.nanmean(np.abs(before))) if np.isfinite(before).any() else 0.0
    found: Floats = (now - before) / scale if scale > 0 else np.full(len(now), np.nan)
    return found


def _one_sided(mean: float, error: float, freedom: float) -> float:
    from scipy import stats

    return float(stats.t.sf(mean / error, freedom))
