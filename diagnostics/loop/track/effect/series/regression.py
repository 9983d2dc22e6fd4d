"""Regression of one series on trend, season and start 「单序列回归」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.estimate import Estimate
from diagnostics.model.detection import season_pairs
from diagnostics.model.null_sizes import null_sizes
from diagnostics.model.period import SEASON
from diagnostics.model.reml import Fit, doubted_phi, reml_ar1, waves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]

# Values that a regression needs beyond one for each regressor.
SPARE = 3
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Rows:
    """Periods with a value, and what they are explained by 「回归数据」.

    Parameters
    ----------
    y : array, (n,)
        Values.
    x : array, (n, k)
        Regressors; the last one is asked about.
    at : array, (n,)
        Number of the period of each.
    """

    y: Floats
    x: Floats
    at: Floats


def regressors(panel: Panel, shape: str = "level") -> Floats:
    """Regressors of every period: level, trend, season, covariates, slope if asked, and last the start 「回归变量」.

    Parameters
    ----------
    shape : {"level", "level_slope"}
        With ``level_slope`` the column before the last rises from the start on, with mean 0 over the periods after it
        that have a value, so that the last one is the mean effect.
    """
    import numpy as np

    count = panel.values.shape[1]
    periods = np.arange(count)
    columns = [np.ones(count), (periods - panel.start) / count, *_season(panel)]
    columns += [centred(row) for row in panel.covariates]
    after = panel.after.astype(float)
    if shape == "level_slope":
        columns.append(after * (periods - middle(panel)) / count)
    return np.column_stack([*columns, after])


def centred(row: Floats) -> Floats:
    """A covariate in units of its spread around its mean; as it is where it has no value 「标准化」."""
    import numpy as np

    there = row[~np.isnan(row)]
    if not len(there):
        return row
    spread = float(there.std())
    return np.asarray((row - there.mean()) / (spread if spread > 0 else 1.0))


def _season(panel: Panel) -> list[Floats]:
    """Waves of a season, as many as its places with a value can tell: a January merged every year has none."""
    import numpy as np

    cycle, there = panel.line.cycle, np.flatnonzero(~np.isnan(panel.series))
    seen = len(set((there % SEASON[cycle]).tolist()))
    most = SEASON[cycle] // 2 if seen == SEASON[cycle] else max(0, seen - 1) // 2
    pairs = min(season_pairs(cycle, len(there)), most)
    return waves(np.arange(panel.values.shape[1]), SEASON[cycle], pairs)


def middle(panel: Panel) -> float:
    """Mean number of the periods with a value from the start on 「启动后中点」."""
    import numpy as np

    there = np.flatnonzero(panel.after & ~np.isnan(panel.series))
    return float(there.mean()) if len(there) else float(panel.start)


def present(y: Floats, x: Floats) -> Rows:
    """Periods with a value and all regressors 「有值的各期」.

    Raises
    ------
    InputError
        When there are too few for the regressors, or these repeat each other.
    """
    import numpy as np

    there = ~np.isnan(y) & ~np.isnan(x).any(axis=1)
    rows = Rows(y[there], x[there], np.flatnonzero(there).astype(float))
    count, width = rows.x.shape
    if count < width + SPARE:
        raise InputError(f"{count} periods with a value are too few for {width} regressors; they need {SPARE} more.")
    if not rows.x[:, -1].any() or rows.x[:, -1].all():
        raise InputError("The series has no value on one side of the start; an effect needs some on both.")
    if np.linalg.matrix_rank(rows.x) < width:
        raise InputError("The covariates repeat each other, the trend, the season or the start; leave one out.")
    return rows


def last_coefficient(rows: Rows, seed: int, share: float = 1.0) -> tuple[Estimate, Fit]:
    """Last coefficient with its error and what chance alone makes of the two; and the whole regression 「末位系数」."""
    import numpy as np

    fit = reml_ar1(rows.y, rows.x, rows.at, share)
    place = rows.x.shape[1] - 1
    left = float(len(rows.y) - place - 1)
    # What rounding leaves of a perfect fit is no noise to hold an effect against.
    error = fit.error(place) if fit.error(place) > ROUNDING * float(np.abs(rows.y).max()) else 0.0
    phi = doubted_phi(rows.y, rows.x, rows.at, fit.phi, share)
    null = null_sizes(rows.x, rows.at, phi, seed, share=share)
    return Estimate(float(fit.beta[-1]), error, left, null=null), fit
