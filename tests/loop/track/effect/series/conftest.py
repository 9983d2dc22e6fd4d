"""Panels made straight from arrays."""

import numpy as np
import pytest

from diagnostics.loop.track.effect.panel import Panel
from diagnostics.loop.track.effect.timeline import Timeline


def _panel(values, start, exposure=None, cycle="month"):
    """Panel whose first row is treated; ``values`` are counts where there is an exposure."""
    counts = np.atleast_2d(np.asarray(values, dtype=float))
    exposure = np.ones_like(counts) if exposure is None else np.atleast_2d(np.asarray(exposure, dtype=float))
    rates = np.divide(counts, exposure, out=np.full_like(counts, np.nan), where=exposure > 0)
    entities, periods = counts.shape
    starts = np.full(entities, periods)
    starts[0] = start
    return Panel(
        values=rates, covariates=np.empty((0, periods)), entities=tuple(f"a{each}" for each in range(entities)),
        treated=np.arange(entities) == 0, line=Timeline(cycle, 0, periods), predictors={}, counts=counts,
        exposure=exposure, starts=starts, begun=starts,
    )  # fmt: skip


@pytest.fixture
def arrays():
    """Maker of panels."""
    return _panel


@pytest.fixture
def noise():
    """First-order autoregressions of standard deviation 1, (rows, periods)."""

    def draw(random, rows, periods, phi):
        found = random.normal(size=(rows, periods))
        for at in range(1, periods):
            found[:, at] = phi * found[:, at - 1] + np.sqrt(1 - phi**2) * found[:, at]
        return found

    return draw
