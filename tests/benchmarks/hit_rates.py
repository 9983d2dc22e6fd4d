"""Hit rates of KPIs: how often the intervals of two groups' difference hold it, on made-up figures.

Usage: ``python tests/benchmarks/hit_rates.py [--draws N]``

KPIs, units and months each move a hidden level whose sign says whether the target is reached; months remember half of
the month before. Both groups are drawn alike, so the true difference is none. ``shared``: both groups' KPIs are of the
same units and months (one client's scorecards), else each has its own.
"""

from __future__ import annotations

import argparse
from itertools import product

import numpy as np

from diagnostics.loop.track.rounds.share_interval import difference_interval, share_interval

SEED = 20260711
MEMORY = 0.5
SIZES = ((5, 1, 24), (5, 6, 12), (8, 6, 12), (12, 6, 12), (20, 6, 12), (20, 20, 12))
# Level, and spread of KPIs, units and months: about half reached, KPIs far apart, most reached, units and months alike.
KINDS = {
    "half": (0.0, 0.5, 0.0, 0.0),
    "apart": (0.0, 1.2, 0.5, 0.3),
    "most": (1.5, 1.0, 0.3, 0.3),
    "moved": (0.0, 0.2, 0.5, 0.5),
}


def movers(random: np.random.Generator, size: tuple[int, int, int], kind: str) -> tuple[np.ndarray, np.ndarray]:
    """What moves all KPIs of a unit, and all of a month."""
    _, units, months = size
    _, _, spread, season = KINDS[kind]
    month = random.normal(0, season, months)
    for at in range(1, months):
        month[at] = MEMORY * month[at - 1] + np.sqrt(1 - MEMORY**2) * month[at]
    return random.normal(0, spread, units), month


def group(random: np.random.Generator, size: tuple[int, int, int], kind: str, moved: tuple[np.ndarray, np.ndarray]):
    """Interval of one group's share."""
    level, spread, *_ = KINDS[kind]
    hidden = (
        level + random.normal(0, spread, size[0])[:, None, None] + moved[0][None, :, None] + moved[1][None, None, :]
    )
    met = (hidden + random.normal(size=size)) > 0
    kpi, unit, month = (each.ravel() for each in np.indices(size))
    return share_interval(met.ravel(), kpi, (unit, month))


def held(size: tuple[int, int, int], kind: str, draws: int, *, shared: bool) -> tuple[float, float]:
    """How often the interval of the difference holds none, and its breadth."""
    random = np.random.default_rng([SEED, *size, list(KINDS).index(kind), shared])
    inside, breadth = 0, 0.0
    for _ in range(draws):
        first = movers(random, size, kind)
        second = first if shared else movers(random, size, kind)
        _, low, high = difference_interval(group(random, size, kind, first), group(random, size, kind, second))
        inside, breadth = inside + (low <= 0 <= high), breadth + high - low
    return inside / draws, breadth / draws


def main() -> None:
    """Print a line a case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=1000)
    draws = parser.parse_args().draws
    for shared, size, kind in product((True, False), SIZES, KINDS):
        if shared or size[1] > 1:
            share, breadth = held(size, kind, draws, shared=shared)
            print(
                f"{'shared' if shared else 'own':6} {size!s:12} {kind:6} held {share:.3f} breadth {breadth:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
