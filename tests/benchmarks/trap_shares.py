"""Figures that crowd, or are calm, by themselves: shares of few, capped scores, failed checks; cases of ``traps.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from diagnostics.loop.diagnose.traps.gaming.bunching import bunching
from diagnostics.loop.diagnose.traps.gaming.limit import at_limit
from diagnostics.loop.diagnose.traps.gaming.smooth import too_smooth
from diagnostics.loop.diagnose.traps.tested import Tested

Draws = np.random.Generator
Case = tuple[str, str, bool, Callable[[Draws], Tested | None]]
SHAPE = (12, 36)


def _share(draws: Draws, sizes: Any, chance: float, pushed: float = 0.0) -> Tested | None:
    """Shares against their chance, some of those up to 3 % short brought to the target."""
    done, need = draws.binomial(sizes, chance), np.ceil(chance * sizes - 1e-9)
    short = (done < need) & (done >= need - np.maximum(0.03 * sizes, 1)) & (draws.random(SHAPE) < pushed)
    return bunching(np.where(short, need, done) / sizes, np.full(SHAPE, chance), steps=1 / sizes)


def _calm(draws: Draws, sizes: Any, chance: Any, share: float = 1.0) -> Tested | None:
    values = draws.binomial(sizes, chance) / sizes
    values[3] = values[3].mean() + share * (values[3] - values[3].mean())
    return too_smooth(values, sizes.astype(float))


def share_of_few_cases() -> Iterator[Case]:
    """Shares around targets, and beside peers; scores up to 100; failed checks against a limit."""
    near, one = np.full(SHAPE, 0.8), np.full(SHAPE, 50)
    near[3], one[3] = 0.985, 1000
    many = np.full(SHAPE, 300)
    score = lambda draws: np.minimum(np.round(draws.normal(95, 5, SHAPE)), 100)  # noqa: E731
    checks = lambda draws: draws.binomial(4, 0.5, (4, 24)) * 1.0  # noqa: E731
    yield "bunching", "shares of 5 to 15", False, lambda draws: _share(draws, draws.integers(5, 15, SHAPE), 0.5)
    yield "bunching", "shares of 20 to 60", False, lambda draws: _share(draws, draws.integers(20, 60, SHAPE), 0.9)
    yield "bunching", "shares of 30 to 300", False, lambda draws: _share(draws, draws.integers(30, 300, SHAPE), 0.85)
    yield "bunching", "scores up to 100, target 95", False, lambda draws: bunching(score(draws), np.full(SHAPE, 95.0))
    yield "bunching", "scores up to 100, target 100", False, lambda draws: bunching(score(draws), np.full(SHAPE, 100.0))
    yield (
        "bunching",
        "shares of 100 to 400, 0.6 of the short moved",
        True,
        lambda draws: _share(draws, draws.integers(100, 400, SHAPE), 0.9, 0.6),
    )
    yield "smooth", "one share of twenty times as many", False, lambda draws: _calm(draws, one, 0.8)
    yield "smooth", "one share near its end", False, lambda draws: _calm(draws, many, near)
    yield "smooth", "a share with a quarter of the noise", True, lambda draws: _calm(draws, many, 0.8, 0.25)
    yield "limit", "failed of four checks, limit 2", False, lambda draws: at_limit(checks(draws), np.full((4, 24), 2.0))
