"""Changes of treated entities against those of entities that nothing was done to 「安慰剂推断」."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from diagnostics.loop.track.effect.did import two_way, usable
from diagnostics.loop.track.effect.estimate import Estimate, Placebo
from diagnostics.loop.track.effect.placebo import DRAWS, ranked
from diagnostics.model.detection import MANY

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

Before = Literal["mean", "last"]
FEWEST_FOR_TREND = 6


@dataclass(frozen=True, eq=False)
class Changes:
    """One figure of each treated entity, and of everyone else for each start 「各主体的变化」.

    Parameters
    ----------
    own : array, (treated,)
        Figure of each treated entity at its own start, missing where it has none.
    others : array, (others, columns)
        The same figure of the others, had they started then and been seen in the same periods.
    place : array of int, (treated,)
        Which of the columns is whose.
    weights : array, (treated,)
        How much each counts: by its periods from the start on.
    """

    own: Floats
    others: Floats
    place: Places
    weights: Floats

    @property
    def whole(self) -> Changes:
        """Those who have a figure 「完整部分」."""
        import numpy as np

        there = ~np.isnan(self.own)
        weights = self.weights[there] / self.weights[there].sum() if there.any() else self.weights[there]
        others = self.others[~np.isnan(self.others).any(axis=1)]
        return Changes(self.own[there], others, self.place[there], weights)

    @property
    def share(self) -> Floats:
        """How much each column of the others counts 「各列权重」."""
        import numpy as np

        return np.bincount(self.place, self.weights, self.others.shape[1]).astype(float)


def held_against(changes: Changes, seed: int) -> Estimate:
    """Mean figure of the treated entities with its error and its rank 「分批启动的安慰剂推断」.

    Parameters
    ----------
    changes : Changes
        Of the treated entities less the others.
    seed : int
        Of the placebo draws: 200 times others take the treated ones' places.
    """
    found = changes.whole
    moved = measured(changes)
    return moved if math.isnan(moved.error) else replace(moved, placebo=_placebo(moved.effect, found, seed))


def measured(changes: Changes) -> Estimate:
    """Mean figure of the treated entities, with the others' spread as its noise 「平均变化及误差」.

    Notes
    -----
    ``error² = Σ w_i² · var(others at i's start) + var(Σ_s w_s · others at s) / others`` with ``others − 1`` degrees of
    freedom; with 10 or more on both sides the treated ones' own spread stands in the first part. Where all start
    together and nothing is missing that is ``var(others) · (1 / treated + 1 / others)``.
    """
    import numpy as np

    found = changes.whole
    treated, others = len(found.own), len(found.others)
    effect = float(found.weights @ found.own) if treated else math.nan
    if treated == 0 or others < 2:
        return Estimate(effect, math.nan, math.nan)
    shared = float((found.others @ found.share).var(ddof=1)) / others
    if treated < MANY or others < MANY:
        own = float(found.weights**2 @ found.others.var(axis=0, ddof=1)[found.place])
        return Estimate(effect, math.sqrt(own + shared), float(others - 1))
    own = float((found.weights**2) @ (found.own - effect) ** 2) * treated / (treated - 1)
    # By shares: squares of squares of very large values are infinite.
    one, two = np.array([own, shared]) / (own + shared) if own + shared > 0 else (math.nan, math.nan)
    return Estimate(effect, math.sqrt(own + shared), float(1 / (one**2 / (treated - 1) + two**2 / (others - 1))))


def _placebo(effect: float, found: Changes, seed: int) -> Placebo | None:
    """Rank of the effect among draws in which others take the treated ones' places."""
    import numpy as np

    treated, others = len(found.own), len(found.others)
    if others < treated + 2:
        return None
    random, pretended = np.random.default_rng(seed), np.empty(DRAWS)
    shared = found.others @ found.share
    for at in range(DRAWS):
        rows = random.permutation(others)[:treated]
        rest = (shared.sum() - shared[rows].sum()) / (others - treated)
        pretended[at] = found.weights @ found.others[rows, found.place] - rest
    return ranked(effect, pretended)


def changes(panel: Panel, before: Before) -> Changes:
    """Change of each entity from before the start to the mean after it 「启动前后变化」.

    Parameters
    ----------
    before : {"mean", "last"}
        Held against the mean of all periods before the start, or the last of them.
    """
    import numpy as np

    def change(rows: Floats, begun: int, start: int) -> Floats:
        return _mean(rows[:, start:]) - _before(rows, begun, before)

    own, others, place = _each(panel, change)
    counts = panel.line.count - panel.starts[panel.treated]
    return Changes(own, others, place, np.asarray(counts / counts.sum()))


def trends(panel: Panel, before: Before) -> Changes:
    """Change that each entity's trend before its start would bring if it went on 「启动前走势的外推」."""
    import numpy as np

    periods = np.arange(panel.line.count, dtype=float)

    def lead(rows: Floats, begun: int, start: int) -> Floats:
        there = ~np.isnan(rows[:, :begun])
        counts = there.sum(axis=1)
        early = np.where(there, periods[:begun], np.nan)
        away = np.where(there, early - _mean(early)[:, None], 0.0)
        size = (away**2).sum(axis=1)
        slope = np.where(there, away * np.where(there, rows[:, :begun], 0.0), 0.0).sum(axis=1)
        slope = np.divide(slope, size, out=np.full(len(rows), np.nan), where=counts >= FEWEST_FOR_TREND)
        later = _mean(np.where(np.isnan(rows[:, start:]), np.nan, periods[start:]))
        return np.asarray(slope * (later - _before(np.where(np.isnan(rows), np.nan, periods), begun, before)))

    own, others, place = _each(panel, lead)
    counts = panel.line.count - panel.starts[panel.treated]
    return Changes(own, others, place, np.asarray(counts / counts.sum()))


def _each(panel: Panel, figure: Callable[[Floats, int, int], Floats]) -> tuple[Floats, Floats, Places]:
    """A figure of each treated entity at its start and of the others at the same, less the others' periods.

    A mean of fewer periods moves more by chance: the others are looked at in the periods that the treated one has.
    Where the treated ones' own spread is the noise, it holds that already.
    """
    import numpy as np

    others = usable(panel.comparisons, panel.after)
    entity, period = two_way(others)
    gaps, noise = panel.values[panel.treated] - period, others - entity[:, None] - period
    seen = ~np.isnan(gaps)
    if len(gaps) >= MANY and len(noise) >= MANY:
        seen[:] = True
    starts = zip(panel.begun[panel.treated].tolist(), panel.starts[panel.treated].tolist(), strict=True)
    keys = [(*start, row.tobytes()) for start, row in zip(starts, seen, strict=True)]
    columns = {key: at for at, key in enumerate(sorted(set(keys)))}
    place = np.array([columns[key] for key in keys], dtype=np.intp)
    own, table = np.full(len(gaps), np.nan), np.empty((len(noise), len(columns)))
    for (begun, start, _), at in columns.items():
        rows = place == at
        alike = np.where(seen[rows.argmax()], noise, np.nan)
        own[rows], table[:, at] = figure(gaps[rows], begun, start), figure(alike, begun, start)
    return own, table, place


def _before(rows: Floats, begun: int, how: Before) -> Floats:
    import numpy as np

    if how == "mean":
        return _mean(rows[:, :begun])
    seen = np.flatnonzero((~np.isnan(rows[:, :begun])).any(axis=0))
    return rows[:, seen[-1]] if len(seen) else np.full(len(rows), np.nan)


def _mean(rows: Floats) -> Floats:
    import numpy as np

    there = ~np.isnan(rows)
    counts = there.sum(axis=1)
    sums = np.where(there, rows, 0.0).sum(axis=1)
    return np.asarray(np.divide(sums, counts, out=np.full(len(rows), np.nan), where=counts > 0))
