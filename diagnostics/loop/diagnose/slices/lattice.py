"""All combinations of dimensions by which leaves can be summed 「维度组合」."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# Keys of leaves are one integer of 64 bits.
MOST_KEYS = 2**62
# Above so many leaves, combinations in which nearly every cell is a single leaf are left to the leaves themselves.
LARGE = 300_000
THIN = 0.6


@dataclass(frozen=True, eq=False)
class Cuboid:
    """Sums by some of the dimensions 「维度组合」.

    Parameters
    ----------
    cut : tuple of int
        Places of the dimensions.
    keys : array
        Each cell's values as one number, ascending.
    parent : tuple of int or None
        The finer combination it is summed from; None is the leaves.
    index : array
        Place of each cell of the finer combination among these cells.
    """

    cut: tuple[int, ...]
    keys: Codes
    parent: tuple[int, ...] | None
    index: Codes


class Lattice:
    """All combinations of dimensions, each summed from the smallest finer one 「维度格」.

    Parameters
    ----------
    codes : array, (dimensions, leaves)
        Place of each leaf's value among the dimension's values.
    sizes : sequence of int
        How many values each dimension has.

    Raises
    ------
    InputError
        When there are more combinations of values than can be numbered.
    """

    def __init__(self, codes: Codes, sizes: list[int]) -> None:
        import numpy as np

        if prod(sizes) > MOST_KEYS:
            raise InputError(
                f"The dimensions have {prod(sizes):.1e} combinations of values, must be at most {MOST_KEYS:.1e}; "
                f"leave out the dimension with {max(sizes)} values."
            )
        self.codes, self.sizes = codes, sizes
        self.leaves = codes.shape[1]
        self.cuboids: list[Cuboid] = []
        made: dict[tuple[int, ...], Cuboid] = {}
        for depth in range(len(sizes), 0, -1):
            for cut in combinations(range(len(sizes)), depth):
                each = self._cuboid(cut, made)
                if each is not None:
                    made[cut] = each
        self.cuboids = list(made.values())
        counts = [len(each.keys) for each in self.cuboids]
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        self.width = np.repeat([len(each.cut) for each in self.cuboids], counts)
        # Log of how many cells compete: every combination of dimensions gets its part of the error, narrow ones less.
        parts = 1.5 ** len(sizes) - 1
        rivals = [
            np.log(count * parts) + len(each.cut) * np.log(2) for each, count in zip(self.cuboids, counts, strict=True)
        ]
        self.rivals = np.repeat(rivals, counts)

    def _cuboid(self, cut: tuple[int, ...], made: dict[tuple[int, ...], Cuboid]) -> Cuboid | None:
        finer = [made[each] for each in made if len(each) == len(cut) + 1 and set(cut) < set(each)]
        if finer:
            parent = min(finer, key=lambda each: len(each.keys))
            dropped = next(at for at in parent.cut if at not in cut)
            low = prod(self.sizes[at] for at in parent.cut if at > dropped)
            keys = parent.keys // (low * self.sizes[dropped]) * low + parent.keys % low
            came: tuple[int, ...] | None = parent.cut
        else:
            keys, came = self._keys(cut), None
        found, index = _factor(keys, prod(self.sizes[at] for at in cut))
        if came is None and len(cut) == len(self.sizes):
            # Leaves in the order of their keys are their own cells: nothing is to be summed.
            self._in_order = bool((keys[1:] > keys[:-1]).all())
        whole = len(cut) == len(self.sizes)
        if self.leaves > LARGE and not whole and len(cut) > 1 and len(found) > THIN * self.leaves:
            return None
        return Cuboid(cut, found, came, index)

    def _keys(self, cut: tuple[int, ...]) -> Codes:
        import numpy as np

        keys = np.zeros(self.leaves, dtype=np.int64)
        for at in cut:
            keys *= self.sizes[at]
            keys += self.codes[at]
        return keys

    def sums(self, values: Floats) -> Floats:
        """Sums of leaf values over all cells of all combinations, one after the other 「汇总」."""
        import numpy as np

        made: dict[tuple[int, ...] | None, Any] = {None: values}
        for each in self.cuboids:
            if each.parent is None and self._in_order:
                made[each.cut] = values
                continue
            made[each.cut] = np.bincount(each.index, weights=made[each.parent], minlength=len(each.keys))
        return np.concatenate([made[each.cut] for each in self.cuboids])

    def add(self, sums: Floats, rows: Codes, change: Floats) -> None:
        """Change sums over all cells by what some leaves changed 「增量汇总」."""
        import numpy as np

        places: dict[tuple[int, ...] | None, Codes] = {None: rows}
        for each, start in zip(self.cuboids, self.starts[:-1], strict=True):
            places[each.cut] = each.index[places[each.parent]]
            np.add.at(sums[start : start + len(each.keys)], places[each.cut], change)

    def conditions(self, cell: int) -> dict[int, int]:
        """Values that a cell fixes, by place of the dimension 「切片条件」."""
        import numpy as np

        place = int(np.searchsorted(self.starts, cell, side="right")) - 1
        each = self.cuboids[place]
        key = int(each.keys[cell - self.starts[place]])
        fixed = {}
        for at in reversed(each.cut):
            key, fixed[at] = divmod(key, self.sizes[at])
        return dict(sorted(fixed.items()))

    def rows(self, conditions: dict[int, int]) -> Codes:
        """Leaves within a slice 「切片内的明细」."""
        import numpy as np

        rows: Codes | None = None
        for at, value in conditions.items():
            rows = np.flatnonzero(self.codes[at] == value) if rows is None else rows[self.codes[at, rows] == value]
        return np.arange(self.leaves) if rows is None else rows

    def kin(self, conditions: dict[int, int]) -> Codes:
        """Of each leaf, which slice by the dimensions of a slice it is in, from 0 「同维切片」."""
        import numpy as np

        return np.asarray(np.unique(self._keys(tuple(conditions)), return_inverse=True)[1])


def _factor(keys: Codes, most: int) -> tuple[Codes, Any]:
    """Distinct keys, and the place of each among them; by a table where the keys are dense."""
    import numpy as np

    if most <= 8 * len(keys) + 1000:
        there = np.zeros(most, dtype=bool)
        there[keys] = True
        found = np.flatnonzero(there)
        place = np.zeros(most, dtype=np.int32)
        place[found] = np.arange(len(found), dtype=np.int32)
        return found, np.asarray(place[keys])
    found, index = np.unique(keys, return_inverse=True)
    return found, index.astype(np.int32)
