"""What a reader can work out about blanked figures from all that is published 「可还原性审计」."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diagnostics.errors import SurroundingsError

if TYPE_CHECKING:
    import numpy as np

    from diagnostics.data.suppression.linked import LinkedTable

# Rounds in which many cells are pushed at once, before those left are looked at one by one.
_ROUNDS = 12
# Rounds of these at most: what is left then counts as known, which blanks more and never less.
_SINGLY = 300
_SLACK = 1e-6
# How far, in sums of what is blanked around it, a cell without any upper bound is let go.
_FAR = 10.0
# A part of the table found safe: the measure, and which cells are blanked in it, which tells all its sums leave open.
Sure = tuple[str, bytes]


def least_widths(table: LinkedTable, measure: str, share: float) -> np.ndarray:
    """Half of the narrowest interval that leaves a figure unsure 「最小不确定半宽」.

    Notes
    -----
    ``share × |x|``; a nought is to be as unsure as the smallest figure of its measure: a sum of noughts tells it else.
    """
    import numpy as np

    size = table.figures[measure].abs().to_numpy()
    shown = size[~table.implied & (size > 0)]
    return np.asarray(share * np.maximum(size, shown.min() if len(shown) else 1.0))


@dataclass(frozen=True, eq=False)
class Unknowns:
    """The blanked figures of a measure, as a reader sees them: free, but for the sums they stand in 「未知数」.

    Parameters
    ----------
    at : array of int
        Cells of the table that are blanked and have a figure.
    true : array of float
        Their figures, each part in its own scale.
    links : sparse array
        The sums that hold at least one of them.
    part : array of int
        Which of them are tied to each other, through whatever sums.
    scale : array of float
        What ``true`` was divided by.
    lowest : float
        Lower bound, 0 or minus infinity.
    tied : array of bool
        Which of them stand in sums with something published: where nothing is, there is nothing to start from.
    """

    at: np.ndarray
    true: np.ndarray
    links: Any
    part: np.ndarray
    scale: np.ndarray
    lowest: float
    tied: np.ndarray

    @classmethod
    def of(cls, table: LinkedTable, hidden: np.ndarray, measure: str, share: float) -> Unknowns:
        """From a table and the cells blanked in it 「由表构造」."""
        import numpy as np
        from scipy.sparse.csgraph import connected_components

        figures = table.figures[measure].to_numpy()
        at = np.flatnonzero((hidden | table.implied) & ~np.isnan(figures))
        links = table.links[np.flatnonzero(table.relied(measure, share))]
        shown = (abs(links) @ (~hidden & ~table.implied & ~np.isnan(figures)).astype(float)) > 0
        links = links[:, at]
        held = np.flatnonzero(np.diff(links.indptr))
        links, shown = links[held], shown[held]
        _, part = connected_components(abs(links.T) @ abs(links), directed=False) if len(at) else (0, np.zeros(0, int))
        sizes, counts = np.bincount(part, weights=np.abs(figures[at])), np.bincount(part)
        mean = sizes / np.maximum(counts, 1)
        scale = np.where(mean > 0, mean, 1.0)[part]
        tied = np.isin(part, part[links[np.flatnonzero(shown)].indices])
        return cls(at, figures[at] / scale, links, part, scale, table.lowest(measure), tied)

    @cached_property
    def bounds(self) -> np.ndarray:
        """Lowest and highest figure of each 「上下限」."""
        import numpy as np

        far = _FAR * (1.0 + np.bincount(self.part, weights=np.abs(self.true)))[self.part]
        return np.column_stack([np.maximum(self.true - far, self.lowest), self.true + far])

    def pushed(self, weights: np.ndarray) -> np.ndarray:
        """Figures that fit all that is published and are farthest in the direction of the weights 「可行解」.

        Notes
        -----
        Parts of the table without a weight stay as they are: they touch none that has one.
        """
        import numpy as np
        from scipy.optimize import linprog

        parts = np.zeros(int(self.part.max(initial=-1)) + 1, dtype=bool)
        parts[self.part[weights != 0]] = True
        column = np.flatnonzero(parts[self.part])
        links = self.links[np.flatnonzero(parts[self.part_of_link])][:, column]
        if not links.shape[0]:
            raise SurroundingsError("No sum ties these figures.")
        aim, bounds = -weights[column], self.bounds[column]
        found = linprog(aim, A_eq=links, b_eq=links @ self.true[column], bounds=bounds, method="highs")
        if found.x is None:
            raise SurroundingsError(f"The bounds audit found no figures: {found.message}")
        figures = self.true.copy()
        figures[column] = found.x
        return figures

    @cached_property
    def part_of_link(self) -> np.ndarray:
        """Part of the table that each sum ties 「所属部分」."""
        import numpy as np

        return np.asarray(self.part[self.links.indices[self.links.indptr[:-1]]])

    def parts(self, asked: np.ndarray) -> list[np.ndarray]:
        """Places of the figures of each part in which something is asked 「各部分」."""
        import numpy as np

        order = np.argsort(self.part, kind="stable")
        each = np.split(order, np.flatnonzero(np.diff(self.part[order])) + 1)
        return [places for places in each if asked[places].any()]


@dataclass(frozen=True, eq=False)
class Known:
    """What an audit need not ask again 「审计备忘」.

    Parameters
    ----------
    only : array of bool, optional
        Cells that are asked after; all, where absent.
    sure : set
        Parts of the table found safe, with the same cells of few people.
    """

    only: np.ndarray | None = None
    sure: set[Sure] = field(default_factory=set)


def recoverable(
    table: LinkedTable, hidden: np.ndarray, few: np.ndarray, asked: tuple[str, float], known: Known | None = None
) -> np.ndarray:
    """Cells of a measure that a reader can work out too well 「可还原的单元格」.

    Parameters
    ----------
    table : LinkedTable
        Cells and sums.
    hidden, few : array of bool
        Blanked cells, and those among them blanked for their own sake.
    asked : tuple of str and float
        Measure whose figures are looked at, and 0.2: an interval narrower than ±20 % of the figure tells it.
    known : Known, optional
        Which cells alone are asked after, and parts of the table found safe before; those found safe now are added.

    Returns
    -------
    array of bool
        Those whose figures are known too well: with few people behind them the interval must reach ±share to either
        side (down to 0 at most); others must have an interval as wide as that.

    Notes
    -----
    Linear programmes (HiGHS) over what the published cells leave open; parts of the table that do not touch each other
    go together as long as something in them is in doubt. Every solution is a set of figures that could be true, so it
    widens the interval of all cells; a cell counts as known only after its own two programmes. Published figures count
    as exact, which is the reader's best case: rounding on a page only widens what is left.
    """
    import numpy as np

    measure, share = asked
    told = np.zeros(len(hidden), dtype=bool)
    unknowns = Unknowns.of(table, hidden, measure, share)
    if not len(unknowns.at):
        return told
    half = least_widths(table, measure, share)[unknowns.at] / unknowns.scale
    known = Known() if known is None else known
    wanted = ~table.implied if known.only is None else ~table.implied & known.only
    search = _Search(unknowns, half, few[unknowns.at], wanted[unknowns.at])
    parts = [((measure, unknowns.at[each].tobytes()), each) for each in unknowns.parts(search.asked)]
    for key, each in parts:
        if key in known.sure:
            search.asked[each] = False
    found = search.run()
    known.sure.update(key for key, each in parts if not found[each].any())
    told[unknowns.at[found]] = True
    return told


class _Search:
    """Figures that could be true, until every cell is known to be unsure or not."""

    def __init__(self, unknowns: Unknowns, half: np.ndarray, few: np.ndarray, asked: np.ndarray) -> None:
        import numpy as np

        self.unknowns, self.half, self.few = unknowns, half, few
        self.low, self.high = unknowns.true.copy(), unknowns.true.copy()
        self.lowest = np.maximum(unknowns.true - half, np.minimum(unknowns.lowest, unknowns.true))
        self.asked = asked & unknowns.tied
        self.done = np.zeros((len(half), 2), dtype=bool)  # whose lowest and highest figure was looked for

    def run(self) -> np.ndarray:
        import numpy as np

        for number in range(_ROUNDS):
            open_ = self.open()
            if not open_.any():
                break
            up = ~self._up() if number % 2 == 0 else self._down()
            self._see(np.where(open_, np.where(up, 1.0, -1.0) / self.half, 0.0))
        for _ in range(_SINGLY):
            open_ = self.open() & ~self.done.all(axis=1)
            if not open_.any():
                break
            first = np.flatnonzero(open_)
            first = first[np.unique(self.unknowns.part[first], return_index=True)[1]]
            side = np.where(self.done[first, 1], 0, 1)
            weights = np.zeros(len(self.half))
            weights[first] = np.where(side == 1, 1.0, -1.0)
            self._see(weights)
            self.done[first, side] = True
        return self.open()

    def _up(self) -> np.ndarray:
        import numpy as np

        return np.asarray(self.high >= self.unknowns.true + self.half * (1 - _SLACK))

    def _down(self) -> np.ndarray:
        import numpy as np

        return np.asarray(self.low <= self.lowest + self.half * _SLACK)

    def open(self) -> np.ndarray:
        """Cells not known to be unsure."""
        import numpy as np

        wide = self.high - self.low >= 2 * self.half * (1 - _SLACK)
        return np.asarray(self.asked & ~np.where(self.few, self._up() & self._down(), wide))

    def _see(self, weights: np.ndarray) -> None:
        import numpy as np

        found = self.unknowns.pushed(weights)
        np.minimum(self.low, found, out=self.low)
        np.maximum(self.high, found, out=self.high)
