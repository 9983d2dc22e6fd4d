"""Search for slices, the strongest first, each taken out before the next 「切片扫描」."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.slices.lattice import Lattice

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]
    Accept = Callable[[Codes, Codes], bool]

ERROR = 0.05
MOST = 60
MOST_PASSES = 4
# Cells with the strongest scores that are held against each other: parent, child and neighbours of one.
RIVALS = 24
# A cell is held against the strongest when its own score is this part of it.
NEAR = 0.4
# Where an effect is sought: about logs of the change, from a tenth to fifty-fold.
EFFECTS = (0.12, 0.2, 0.3, 0.42, 0.6, 0.85, 1.2, 1.7, 2.4, 3.2, 4.0)
FEWEST_QUIET = 50
# A narrower slice within one found tells more when its effect differs from that one's by this share.
DIFFERS = 0.2
# Leaves of a wide slice by which it is held against others.
SAMPLE = 20_000


class Model(Protocol):
    """What tells quiet leaves from others 「波动模型」."""

    freedom: float
    # Whether shapes change by what is explained alone.
    steady: bool

    def shapes(self, rows: Codes | slice = slice(None)) -> Floats:
        """Shapes of leaves 「形状」."""

    def still(self) -> Flags | None:
        """Leaves that stayed put within rounding, where the figures are exact 「分毫未动的明细」."""

    def begin(self, quiet: Flags) -> None:
        """Take the noise from leaves that are quiet 「重估波动」."""

    def level(self, quiet: Flags) -> None:
        """Take out what moved everything alike 「扣除整体变动」."""

    def pulls(self) -> Floats:
        """Scores times shapes of leaves 「得分」."""

    def effect(self, rows: Codes, start: float) -> float:
        """Effect of a slice 「效应估计」."""

    def evidence(self, rows: Codes, theta: float, uneven: float) -> float:
        """Evidence that all leaves of a slice moved 「证据」."""

    def explain(self, rows: Codes, theta: float) -> None:
        """Take an effect out of a slice 「扣除已解释部分」."""


@dataclass(frozen=True, eq=False)
class Found:
    """A slice that does not do as the rest 「所定位的切片」.

    Parameters
    ----------
    conditions : dict
        Value by place of the dimension.
    rows : array
        Its leaves.
    effect : float
        About the log of the change.
    score : float
        Log likelihood ratio.
    p_value : float
        Chance of so strong a slice anywhere, were all quiet.
    """

    conditions: dict[int, int]
    rows: Codes
    effect: float
    score: float
    p_value: float


def scan(lattice: Lattice, model: Model, uneven: float, accept: Accept | None = None, part: float = 0.0) -> list[Found]:
    """Slices that do not do as the rest, strongest first 「切片扫描」.

    Parameters
    ----------
    uneven : float
        By which share of an effect the leaves of a slice differ, when parent and child are held against each other.
    accept : callable, optional
        Whether a slice is told, by its leaves and by which slice of the same dimensions each leaf is in; it is taken
        out in either case.
    part : float
        Part of the first slice's score below which no further one is sought.
    """
    import numpy as np

    exact = model.still()
    if exact is not None:
        # What stayed put is known, and nothing else is: no pass can tell it better.
        return _accepted(_Pass(lattice, model, uneven, part).run(exact), lattice, accept)
    quiet = np.ones(lattice.leaves, dtype=bool)
    before: list[dict[int, int]] = []
    found: list[Found] = []
    for _ in range(MOST_PASSES):
        found = _Pass(lattice, model, uneven, part).run(quiet)
        now = sorted((each.conditions for each in found), key=str)
        if now == before:
            break
        before = now
        quiet[:] = True
        for each in found:
            # A single leaf is as likely a tail: left in, it keeps the tails as heavy as they are.
            if len(each.rows) > 1:
                quiet[each.rows] = False
        if quiet.sum() < max(min(FEWEST_QUIET, lattice.leaves // 4), lattice.leaves // 10):
            quiet[:] = True
    return _accepted(found, lattice, accept)


def _accepted(found: list[Found], lattice: Lattice, accept: Accept | None) -> list[Found]:
    """Slices that are told."""
    if accept is None:
        return found
    return [each for each in found if accept(each.rows, lattice.kin(each.conditions))]


class _Pass:
    """One search over all cells, with the noise as known so far."""

    def __init__(self, lattice: Lattice, model: Model, uneven: float, part: float) -> None:
        self.lattice, self.model, self.uneven, self.part = lattice, model, uneven, part
        self.found: list[Found] = []
        self.blocked: list[int] = []

    def run(self, quiet: Flags) -> list[Found]:

        self.model.begin(quiet)
        self.weight = self.lattice.sums(self.model.shapes() ** 2)
        still = quiet.copy()
        for _ in range(MOST):
            self.model.level(still)
            best = self._best()
            if best is None:
                break
            cell, each = best
            if self._says_nothing_new(each):
                self.blocked.append(cell)
            else:
                if self.found and each.score < self.part * self.found[0].score:
                    break
                self.found.append(each)
            self._explain(each)
            still[each.rows] = False
            if still.sum() < max(min(FEWEST_QUIET, len(still) // 4), len(still) // 20):
                still = quiet.copy()
        return self.found

    def _explain(self, each: Found) -> None:
        before = self.model.shapes(each.rows)
        self.model.explain(each.rows, each.effect)
        if self.model.steady:
            self.lattice.add(self.weight, each.rows, self.model.shapes(each.rows) ** 2 - before**2)

    def _best(self) -> tuple[int, Found] | None:
        """The cell that all its leaves speak for, among those that are off beyond chance."""
        import numpy as np

        pull = self.lattice.sums(self.model.pulls())
        if not self.model.steady:
            self.weight = self.lattice.sums(self.model.shapes() ** 2)
        weight = self.weight
        off = np.divide(pull**2, weight, out=np.zeros(len(pull)), where=weight > 1e-12)
        standing = off / 2 - self.lattice.rivals
        standing[self.blocked] = -np.inf
        count = min(RIVALS, len(standing))
        first = np.argpartition(standing, len(standing) - count)[-count:]
        first = first[np.argsort(-standing[first], kind="stable")]
        chance = _chance(off[first], self.model.freedom, self.lattice.rivals[first])
        near = (chance < ERROR) & (off[first] >= NEAR * off[first[0]])
        first, chance = first[near], chance[near]
        if not len(first):
            return None
        held = np.array([self._held(int(cell), float(pull[cell])) for cell in first]) - self.lattice.rivals[first]
        # Where the leaves speak for none of them, the noise is not known yet: the strongest score decides.
        at = int(np.argmax(held)) if held.max() > 0 else 0
        cell = int(first[at])
        conditions = self.lattice.conditions(cell)
        rows = self.lattice.rows(conditions)
        effect = self.model.effect(rows, float(pull[cell] / weight[cell]))
        return cell, Found(conditions, rows, effect, float(off[cell]) / 2, float(chance[at]))

    def _held(self, cell: int, pull: float) -> float:
        rows = self.lattice.rows(self.lattice.conditions(cell))
        step = -(-len(rows) // SAMPLE)
        side = 1 if pull > 0 else -1
        return step * max(self.model.evidence(rows[::step], side * each, self.uneven) for each in EFFECTS)

    def _says_nothing_new(self, each: Found) -> bool:
        """Whether slices found before make one expect it: it is where two of them meet, or moves nearly as they do."""
        mine = set(each.conditions.items())
        if any(other.conditions == each.conditions for other in self.found):
            return True
        wider = [other for other in self.found if set(other.conditions.items()) < mine]
        if len(wider) >= 2 and set().union(*(other.conditions.items() for other in wider)) == mine:
            return True
        return any(abs(each.effect) < DIFFERS * abs(other.effect) for other in wider)


def _chance(off: Floats, freedom: float, rivals: Floats) -> Floats:
    """Chance that any of the cells is so far off, by Bonferroni; of few leaves by Student's distribution."""
    import numpy as np
    from scipy.stats import t

    return np.asarray(np.exp(np.minimum(t.logsf(np.sqrt(off), freedom) + np.log(2) + rivals, 0.0)))
