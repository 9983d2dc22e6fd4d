"""Counts out of counts, now beside before 「计数比率模型」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.slices.noise import ROBUST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

UNEVEN = 0.3
# Rates of leaves wander by this variance of their logs even where nothing is seen.
LEAST = 1e-3
# Expected events below which a leaf says nothing about how far rates wander.
TELLING = 3.0
# Leaves that must tell it, or the least is assumed.
FEWEST = 10


class Counts:
    """Counts out of counts, now beside before 「计数比率模型」.

    Parameters
    ----------
    now, then : array, (2, leaves)
        Events and cases.
    wander : float, optional
        Variance of the logs of leaves' rates from one period to the next; else from the leaves that are quiet.
    told_by : int, optional
        How many differences of leaves tell the wandering; else as many as there are quiet leaves.
    lenient : float
        Variance of the logs of rates by which parent and children are held against each other, at least.

    Notes
    -----
    Given the events of a leaf in both periods together, those of now are binomial with odds ``cases now / cases then``
    times the effect: what the leaf's own rate is does not matter. Where rates wander, beta-binomial.
    """

    steady = False

    def __init__(
        self, now: Floats, then: Floats, wander: float | None = None, told_by: int | None = None, lenient: float = 0.0
    ) -> None:
        import numpy as np

        there = (now[1] > 0) & (then[1] > 0)
        self._events = np.where(there, now[0], 0.0)
        self._both = np.where(there, now[0] + then[0], 0.0)
        self._start = np.log(np.where(there, now[1], 1.0)) - np.log(np.where(there, then[1], 1.0))
        self._known, self._told_by, self._lenient = wander, told_by, lenient
        self.freedom = 1.0

    def still(self) -> None:
        """None: counts wander by chance, so none is exact 「无精确数据」."""

    def begin(self, quiet: Flags) -> None:
        """Take the wandering from leaves that are quiet, and forget what was explained 「重估波动」."""
        import numpy as np

        self._odds = self._start.copy()
        self._wander = np.full(len(self._odds), LEAST if self._known is None else self._known)
        self.level(quiet)
        if self._known is None:
            self._wander[:] = self._wandering(quiet)
        # What is assumed rather than estimated has no error of its own.
        known = self._known is None and self._wander[0] == LEAST
        told_by = float((quiet & (self._both > 0)).sum()) if self._told_by is None else self._told_by
        self.freedom = 1e9 if known else max(ROBUST * told_by - 1, 1.0)

    def level(self, quiet: Flags) -> None:
        """Take out what moved everything alike 「扣除整体变动」."""
        import numpy as np

        for _ in range(4):
            score, shape = self.scores()
            used = quiet & (np.abs(score) < 3) & (self._both > 0)
            weight = float((shape[used] ** 2).sum())
            moved = float((score[used] * shape[used]).sum()) / weight if weight > 0 else 0.0
            self._odds = self._odds + moved
            # Below a hundredth of its own error, it is none.
            if moved * moved * weight < 1e-4:
                break

    def _wandering(self, quiet: Flags) -> float:
        """Variance of log rates that makes the middle of the quiet scores what it must be."""
        off, plain, more = self.apart(quiet)
        return LEAST if len(off) < FEWEST else halfway(off, plain, more, LEAST)

    def apart(self, quiet: Flags) -> tuple[Floats, Floats, Floats]:
        """Squares of what quiet leaves are off, their variance by chance, and by each unit of wandering 「偏离」."""
        import numpy as np

        share = _share(self._odds)
        plain = self._both * share * (1 - share)
        used = quiet & (plain > TELLING)
        more = plain * plain * np.maximum(1 - 1 / np.maximum(self._both, 1), 0)
        return (self._events - self._both * share)[used] ** 2, plain[used], more[used]

    def scores(self) -> tuple[Floats, Floats]:
        """Scores and shapes of leaves 「得分」."""
        import numpy as np

        share = _share(self._odds)
        plain = self._both * share * (1 - share)
        more = 1 + np.maximum(self._both - 1, 0) * share * (1 - share) * self._wander
        root = np.sqrt(np.maximum(plain * more, 1e-300))
        there = plain > 0
        return (
            np.where(there, (self._events - self._both * share) / root, 0.0),
            np.where(there, plain / root, 0.0),
        )

    def pulls(self) -> Floats:
        """Scores times shapes: (Σ pull)² / Σ shape² over a slice is how far it is off 「得分」."""
        score, shape = self.scores()
        return score * shape

    def shapes(self, rows: Codes | slice = slice(None)) -> Floats:
        """Shapes of leaves 「形状」."""
        shape: Floats = self.scores()[1][rows]
        return shape

    def effect(self, rows: Codes, start: float) -> float:  # noqa: ARG002 (the form of models)
        """Effect, a log of odds, that leaves nothing over in a slice 「效应估计」."""
        import numpy as np

        events, both, odds = self._events[rows], self._both[rows], self._odds[rows]
        low, high = -12.0, 12.0
        weight = 1 / (1 + np.maximum(both - 1, 0) * 0.25 * self._wander[rows])
        for _ in range(50):
            middle = (low + high) / 2
            over = float((weight * (events - both * _share(odds + middle))).sum())
            low, high = (middle, high) if over > 0 else (low, middle)
        return (low + high) / 2

    def evidence(self, rows: Codes, theta: float, uneven: float) -> float:
        """Log likelihood ratio that all leaves of a slice moved, by about this effect, against none 「证据」."""
        import numpy as np

        events, both, odds = self._events[rows], self._both[rows], self._odds[rows]
        wander = np.maximum(self._wander[rows], self._lenient)
        there = _beta_binomial(events, both, odds + theta, wander + (uneven * theta) ** 2)
        return float((there - _beta_binomial(events, both, odds, wander)).sum())

    def explain(self, rows: Codes, theta: float) -> None:
        """Take an effect out of a slice; what is left of it wanders by more 「扣除已解释部分」."""
        self._odds[rows] += theta
        self._wander[rows] += (UNEVEN * theta) ** 2


def halfway(off: Floats, plain: Floats, more: Floats, least: float) -> float:
    """Wandering w at which half of ``off / (plain + w more)`` is below the median of a squared normal 「离散程度」."""
    import numpy as np

    low, high = least, 4.0
    for _ in range(40):
        middle = float(np.sqrt(low * high))
        wide = float(np.median(off / (plain + middle * more))) > 0.4549
        low, high = (middle, high) if wide else (low, middle)
    return float(np.sqrt(low * high))


def _share(odds: Floats) -> Floats:
    import numpy as np

    share: Floats = 1 / (1 + np.exp(-odds))
    return share


def _beta_binomial(events: Floats, both: Floats, odds: Floats, wander: Floats) -> Floats:
    """Log likelihood without the part that no parameter is in."""
    import numpy as np
    from scipy.special import betaln

    share = np.clip(_share(odds), 1e-9, 1 - 1e-9)
    weight = np.maximum(1 / (share * (1 - share) * wander) - 1, 1e-2)
    one, two = share * weight, (1 - share) * weight
    found: Floats = betaln(events + one, both - events + two) - betaln(one, two)
    return found
