"""What each candidate foretells of the figures to come, from those known at any time 「逐形态推算」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from diagnostics.loop.track.outlook.candidates import Layout, layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Figures known before the first is foretold.
BEGIN = 5
_MOST, _LEAST = 700.0, 1e-12


@dataclass(frozen=True, eq=False)
class Foretold:
    """Distributions of a weighted sum of figures to come, one a candidate 「推算分布」.

    Parameters
    ----------
    middle, spread : array of float
        Place and scale of each candidate's t distribution, of the sum or of its logarithm.
    freedom : array of float
        Degrees of freedom.
    weight : array of float
        How well each candidate foretold the figures so far, adding up to 1.
    logs : array of bool
        Which candidates reckon in logarithms.
    """

    middle: Floats
    spread: Floats
    freedom: Floats
    weight: Floats
    logs: NDArray[np.bool_]


class Series:
    """A series with all that its candidates make of it 「序列推算」.

    Parameters
    ----------
    values : array of float
        Figures, missing where there is none.
    season : int
        Periods in a season; 1 where there is none.
    ahead : sequence of int
        Places after the last one for which figures may be asked, such as ``(0, 1, 2)`` counted from the end.
    """

    def __init__(self, values: Floats, season: int, ahead: int) -> None:
        self.values = values
        self.places = np.flatnonzero(~np.isnan(values))
        self.known = values[self.places]
        to_come = tuple(range(len(values), len(values) + ahead))
        self._layout = layout(tuple(int(each) for each in self.places), to_come, season)
        self._scales = [_Scale(self._layout, self.known)]
        if self.known.min(initial=1.0) > 0 and np.ptp(np.log(self.known)) > 0:
            self._scales.append(_Scale(self._layout, np.log(self.known), logs=True))

    def told(self, first: int, rows: NDArray[np.intp], share: Floats) -> Foretold:
        """What the first figures make of a weighted sum of others 「推算」.

        Parameters
        ----------
        first : int
            How many figures are known.
        rows : array of int
            Which figures are summed, counted among the known and those to come.
        share : array of float
            Weight of each in the sum.
        """
        found = [each.told(first, rows, share) for each in self._scales]
        middle, spread, score = (np.concatenate([each[at] for each in found]) for at in range(3))
        logs = np.concatenate([np.full(len(each[0]), at > 0) for at, each in enumerate(found)])
        weight = np.exp(score - score.max())
        return Foretold(middle, spread, np.full(len(middle), first - 1.0), weight / weight.sum(), logs)


class _Scale:
    """Figures on one scale, whitened once, with what each candidate foretold so far."""

    def __init__(self, laid: Layout, figures: Floats, *, logs: bool = False) -> None:
        self._laid, self._logs = laid, logs
        # Reckoned as parts of the largest figure, whose square may be more than can be computed with.
        self._unit = 1.0 if logs else float(np.abs(figures).max(initial=0.0)) or 1.0
        self._white = laid.whitening @ (figures / self._unit)
        cross = np.cumsum(laid.white * self._white, axis=1)
        self._level = cross * laid.inverse
        self._rest = np.maximum(np.cumsum(self._white**2, axis=1) - cross * self._level, 0.0)
        score = self._scores()
        score[:, BEGIN:] -= figures[BEGIN:] if logs else np.log(self._unit)
        self._score = np.cumsum(score, axis=1) + laid.before[:, None]

    def told(self, first: int, rows: NDArray[np.intp], share: Floats) -> tuple[Floats, Floats, Floats]:
        """Place and scale of each candidate's distribution, and how well it did so far."""
        laid, last = self._laid, first - 1
        back, own = laid.factor[:, rows, :first], laid.factor[:, rows, first:]
        level = self._level[:, last]
        means = level[:, None] + np.einsum(
            "ckn,cn->ck", back, self._white[:, :first] - laid.white[:, :first] * level[:, None]
        )
        pull = 1 - np.einsum("ckn,cn->ck", back, laid.white[:, :first])
        weights: Floats = np.broadcast_to(share, means.shape)
        total = (weights * means).sum(axis=1)
        if self._logs:
            parts = share * np.exp(np.clip(means, -_MOST, _MOST))
            sums = parts.sum(axis=1)
            weights, total = parts / sums[:, None], np.log(sums)
        noise = np.einsum("ck,ckn->cn", weights, own)
        size = (noise**2).sum(axis=1) + (weights * pull).sum(axis=1) ** 2 * laid.inverse[:, last]
        spread = np.sqrt(size * self._rest[:, last] / last)
        return total * self._unit, spread * self._unit, self._score[:, last]

    def _scores(self) -> Floats:
        """Log density of each figure, as the figures before it foretold it; 0 for the first few."""
        laid, whole = self._laid, self._white
        at = np.arange(BEGIN, whole.shape[1])
        missed = whole[:, at] - laid.white[:, at] * self._level[:, at - 1]
        freedom = at - 1.0
        scale = np.sqrt((1 + laid.white[:, at] ** 2 * laid.inverse[:, at - 1]) * self._rest[:, at - 1] / freedom)
        scale = np.maximum(scale, _LEAST * (1 + np.abs(whole[:, at])))
        width = scale * np.diagonal(laid.factor, axis1=1, axis2=2)[:, at]
        found = np.zeros_like(whole)
        shape = gammaln((freedom + 1) / 2) - gammaln(freedom / 2) - 0.5 * np.log(freedom * np.pi)
        found[:, at] = shape - np.log(width) - (freedom + 1) / 2 * np.log1p((missed / scale) ** 2 / freedom)
        return found
