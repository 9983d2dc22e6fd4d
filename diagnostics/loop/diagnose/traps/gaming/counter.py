"""A KPI that is met while what it should serve or must not harm gets worse 「指标好看、结果变差」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FULL, LEAST_WORSE, LEAST_BETTER, GREEN, NEEDED = 0.2, 0.03, 0.01, 0.75, 8


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


def yearly_change(values: Floats, season: int) -> tuple[float, float, float, int] | None:
    """Mean relative change since a year before, its error, its degrees of freedom and how many pairs there are.

    Two stretches of equal length are compared where there is no season.
    """
    import numpy as np

    length = max(season, NEEDED)
    lag = season if season > 1 else length
    if len(values) < lag + NEEDED:
        return None
    now, before = values[lag:][-length:], values[:-lag][-length:]
    known = np.isfinite(now) & np.isfinite(before)
    scale = float(np.abs(before[known]).mean()) if known.any() else 0.0
    if known.sum() < NEEDED or scale == 0:
        return None
    steps = (now - before)[known] / scale
    count = len(steps)
    if count < 2 or steps.std() == 0:
        return float(steps.mean()), 1e-6, float(count - 1), count
    centred = steps - steps.mean()
    near = float((centred[1:] * centred[:-1]).sum() / (centred**2).sum())
    # Kendall: short series show too little of it.
    near = min(max(near + (1 + 3 * near) / count, 0.0), 0.8)
    worth = max(count * (1 - near) / (1 + near), 2.0)
    return float(steps.mean()), float(steps.std(ddof=1) / np.sqrt(worth)), max(worth - 1, 1.0), count


def _one_sided(mean: float, error: float, freedom: float) -> float:
    from scipy import stats

    return float(stats.t.sf(mean / error, freedom))
