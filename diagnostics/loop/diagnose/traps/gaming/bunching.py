"""Figures that crowd just past a threshold and are missing just before it 「目标线附近扎堆」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.lattice import spread_of, unit_of
from diagnostics.loop.diagnose.traps.tested import Tested, score_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Bins a tenth of the spread wide, counted as far as 2.5 of it; the window on either side is three tenths.
BIN, REACH, WINDOW = 0.1, 2.5, 0.3
NEEDED, NEEDED_NEAR, NEEDED_BEYOND, FULL = 60, 16, 3, 0.6
DEGREE, LEAST_EXCESS, LEAST_ROOM = 4, 0.2, 0.02
# Groups that tell how figures hang together, and periods of a unit that are one group where units are fewer.
FEWEST, STRETCH = 5, 6


@dataclass(frozen=True, eq=False)
class _Bins:
    """Distances to the threshold, counted: where each lies, bins a side, what is round, what a bin has room for."""

    at: NDArray[np.int64]
    reach: int
    near: int
    round: Floats
    room: Floats

    @property
    def counts(self) -> Floats:
        import numpy as np

        kept = self.at[(self.at >= -self.reach) & (self.at < self.reach)] + self.reach
        return np.bincount(kept, minlength=2 * self.reach).astype(np.float64)


def bunching(values: Floats, thresholds: Floats, *, lower: bool = False, steps: Floats | None = None) -> Tested | None:
    """Whether figures crowd on the good side of a threshold 「目标线附近扎堆检验」.

    Parameters
    ----------
    values, thresholds : array of float, entities × periods
        Figures and what each is held against; NaN where there is none.
    lower : bool
        Whether lower is better.
    steps : array of float, optional
        Of ratios: the least by which each figure could differ, as 0.05 for a share of 20; NaN where it is not known.

    Returns
    -------
    Tested or None
        None with fewer than 60 figures, 16 near the threshold, or with two to four units; nor where nothing lies
        beyond the threshold's surroundings, so that it may be as far as figures can go.
        ``figures``: ``n_good`` and ``n_bad`` (figures just
        past and just before the threshold), ``expected`` (share of the good among both by the neighbourhood).

    Notes
    -----
    A smooth curve (Poisson regression on a polynomial of degree 4, beside it how many round numbers a bin holds) is
    laid through the counts away from the threshold; of ratios, a bin has room for so many figures as fall on whole
    numerators, and halves and tenths are no crowd. The difference between the two sides of the threshold is held
    against it, with the variance between entities, between periods or of counting, whichever is largest.
    """
    import numpy as np
    from scipy import stats

    sign = -1.0 if lower else 1.0
    known = np.isfinite(values) & np.isfinite(thresholds)
    units = int(known.any(axis=1).sum())
    # The levels of two to four units make humps of their own, and too few to tell how units differ.
    if known.sum() < NEEDED or 1 < units < FEWEST:
        return None
    binned = _binned(values[known], thresholds[known], sign, steps[known] if steps is not None else None)
    # With nobody beyond it the threshold may be the end of the scale, at which figures crowd by themselves.
    if binned is None or (binned.at >= binned.near).sum() < NEEDED_BEYOND:
        return None
    expected, error = _expected(binned)
    good = (binned.at >= 0) & (binned.at < binned.near)
    bad = (binned.at < 0) & (binned.at >= -binned.near)
    near = int(good.sum() + bad.sum())
    if near < NEEDED_NEAR or not np.isfinite(error):
        return None
    moved = good.astype(np.float64) - expected * (good | bad)
    rows, columns = np.nonzero(known)
    least = near * expected * (1 - expected)
    variance, freedom = _variance(moved, (rows, columns), least)
    # Figures that hang together make the curve less sure too.
    error *= float(np.sqrt(max(variance / least, 1.0)))
    distance = moved.sum() / np.sqrt(variance + (near * error) ** 2)
    excess = float(moved.sum() / near) / max(1 - expected, 1e-9)
    return Tested(
        float(stats.t.sf(distance, freedom)), score_of(excess, FULL), int(known.sum()),
        {"n_good": float(good.sum()), "n_bad": float(bad.sum()), "expected": expected, "excess": excess},
        material=excess >= LEAST_EXCESS,
    )  # fmt: skip


def _binned(values: Floats, thresholds: Floats, sign: float, steps: Floats | None) -> _Bins | None:
    """Distances in bins, whose edge is the threshold; a bin holds whole units where figures were rounded."""
    import numpy as np

    unit = unit_of(values)
    raw = (values - thresholds) * sign
    relative = bool((thresholds > 0).all() and thresholds.max() > 1.5 * thresholds.min())
    own = raw / thresholds if relative else raw
    spread = spread_of(own)
    if spread <= 0:
        return None
    if steps is not None and np.isfinite(steps).any():
        return _ratios(values, thresholds, steps, (sign, relative))
    step = unit / (float(np.median(thresholds)) if relative else 1.0)
    if step > BIN * spread / 4 and relative:
        # Coarse figures against thresholds of several sizes have no common steps: in units they have.
        own, spread, step, relative = raw, spread_of(raw), unit, False
    if step > spread / 2:
        return None
    coarse = not relative and step > BIN * spread / 20
    width = max(round(BIN * spread / step), 1) * step if coarse else BIN * spread
    reach, near = max(int(REACH * spread / width), 6), max(round(WINDOW * spread / width), 1)
    # A figure between two steps belongs to the lower one; the threshold's own step is on the good side.
    at = np.floor(own / width + 1e-6).astype(np.int64)
    rounds = _rounds(values, thresholds, (unit, width, sign), reach) if coarse else np.zeros((2 * reach, 0))
    return _Bins(at, reach, near, rounds, np.ones(2 * reach))


def _ratios(values: Floats, thresholds: Floats, steps: Floats, kind: tuple[float, bool]) -> _Bins | None:
    """Distances of ratios, whose numerators are whole: a bin has room for those that fall into it."""
    import numpy as np

    sign, relative = kind
    scale = thresholds if relative else np.ones_like(thresholds)
    own = (values - thresholds) * sign / scale
    spread, known = spread_of(own), np.isfinite(steps)
    typical = float(np.median(np.where(known, steps, 0.0) / scale))
    if typical > spread / 2:
        return None
    width = BIN * spread
    reach, near = int(REACH / BIN), int(np.ceil(max(WINDOW * spread, typical) / width - 1e-6))
    edges = np.arange(-reach, reach + 1) * width
    ends = (0.0, 1.0) if values.min() >= 0 and values.max() <= 1 else (-np.inf, np.inf)
    room = np.zeros(2 * reach)
    kinds, weight = np.unique(np.column_stack([steps, thresholds, scale])[known], axis=0, return_counts=True)
    for start in range(0, len(kinds), 4096):
        step, line, by = (each[:, None] for each in kinds[start : start + 4096].T)
        at = np.clip(line + sign * edges * by, ends[0] - step / 2, ends[1] + step / 2) / step
        # Whole numerators from one edge up to, and without, the next one; as seen from the good side.
        whole = np.diff(np.ceil(at - 1e-6) if sign > 0 else -np.floor(at + 1e-6), axis=1)
        room += weight[start : start + 4096] @ (whole * step / (by * width))
    room = (room + (~known).sum()) / len(values)
    return _Bins(np.floor(own / width + 1e-6).astype(np.int64), reach, near, np.zeros((2 * reach, 0)), room)


def _rounds(values: Floats, thresholds: Floats, scale: tuple[float, float, float], reach: int) -> Floats:
    """How much of each bin is round numbers, for each kind of roundness that figures of this spread can show."""
    import numpy as np

    unit, width, sign = scale
    spread = spread_of(values - thresholds)
    within = round(width / unit)
    steps = np.arange(-reach * within, reach * within) * unit
    found = []
    for many in (5, 10, 50, 100, 500, 1000):
        if not width < many * unit <= 1.2 * spread:
            continue
        share = np.zeros(2 * reach)
        for each, weight in zip(*np.unique(thresholds, return_counts=True), strict=True):
            at = np.round((each + sign * steps) / unit)
            share += weight * (np.abs(at % many) < 0.5).reshape(2 * reach, within).mean(axis=1)
        found.append(share / len(thresholds) * within)
    return np.array(found).T if found else np.zeros((2 * reach, 0))


def _expected(binned: _Bins) -> tuple[float, float]:
    """Share of the good among those near the threshold by a smooth curve through the others, and its error."""
    import numpy as np

    centre = (np.arange(-binned.reach, binned.reach) + 0.5) / binned.reach
    design = np.column_stack([*(centre**power for power in range(DEGREE + 1)), binned.round])
    inside = np.abs(np.arange(-binned.reach, binned.reach) + 0.5) < binned.near
    used = ~inside & (binned.room > LEAST_ROOM)
    if used.sum() < 2 * design.shape[1]:
        return 0.5, float("nan")
    fitted = poisson_fit(design[used], binned.counts[used], binned.room[used])
    curve = binned.room * np.exp(np.clip(design @ fitted[0], -30, 30)) if fitted is not None else np.zeros(len(centre))
    whole = curve[inside].sum()
    if fitted is None or whole <= 0:
        return 0.5, float("nan")
    covariance = fitted[1]
    side = np.where(centre > 0, 1.0, 0.0)
    share = float((curve * side)[inside].sum() / whole)
    slope = ((side - share) * curve)[inside] @ design[inside] / whole
    return min(max(share, 0.02), 0.98), float(np.sqrt(slope @ covariance @ slope))


def poisson_fit(design: Floats, counts: Floats, room: Floats) -> tuple[Floats, Floats] | None:
    """Poisson regression by reweighted least squares: weights and their covariance, widened by overdispersion.

    Counts are held against the room for them. None where it does not settle.
    """
    import numpy as np

    ridge = 1e-6 * np.eye(design.shape[1])
    weights = np.linalg.lstsq(design, np.log((counts + 0.5) / room), rcond=None)[0]
    for _ in range(60):
        mean = room * np.exp(np.clip(design @ weights, -30, 30))
        normal = design.T @ (design * mean[:, None]) + ridge
        step = np.linalg.solve(normal, design.T @ (counts - mean))
        weights = weights + step * min(1.0, 5 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    else:
        return None
    mean = room * np.exp(np.clip(design @ weights, -30, 30))
    freedom = len(counts) - design.shape[1]
    over = max(float(((counts - mean) ** 2 / np.maximum(mean, 0.3)).sum()) / max(freedom, 1), 1.0)
    return weights, np.linalg.inv(normal) * over


def _variance(moved: Floats, places: tuple[NDArray[np.intp], NDArray[np.intp]], least: float) -> tuple[float, int]:
    """Variance of a sum whose parts hang together by entity or by period, and its degrees of freedom."""
    import numpy as np

    best, freedom = least, 1000
    units, periods = places
    if len(np.unique(units)) < FEWEST:
        units = units * 1000 + periods // STRETCH
    for labels in (units, periods):
        _, group = np.unique(labels, return_inverse=True)
        sums = np.bincount(group, weights=moved)
        whole = len(sums)
        # Only those with figures near the threshold tell how they differ there.
        sums = sums[np.bincount(group, weights=moved != 0) > 0]
        count = len(sums)
        if whole >= FEWEST and count < FEWEST:
            return float("inf"), 1
        if whole >= FEWEST:
            found = float(((sums - sums.mean()) ** 2).sum()) * count / (count - 1)
            if found > best:
                best, freedom = found, count - 1
    return best, freedom
