"""Slices that may be told together: no part into which they cut the whole has few people behind it 「切片的小样本」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.slices.columns import Columns

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

Record = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Crowd:
    """People behind the cells of one side of a comparison 「单元格人数」.

    Parameters
    ----------
    labels : tuple of list
        Values of each dimension, as slices name them.
    codes : array, (dimensions, cells)
        Place of each cell's value among the labels.
    people : array
        Distinct people behind each cell; infinite where the source names none.
    """

    labels: tuple[list[str], ...]
    codes: NDArray[np.intp]
    people: NDArray[np.float64]

    @classmethod
    def of(cls, cells: pd.DataFrame, dimensions: Sequence[str]) -> Crowd:
        """Crowd of cells with a column ``people`` 「读取人数」."""
        import numpy as np

        read = Columns.of(cells[list(dimensions)].assign(people_=cells["people"]), dimensions, ["people_"])
        return cls(read.labels, read.codes, np.where(np.isnan(read.figures[0]), np.inf, read.figures[0]))

    def inside(self, told: dict[str, str | None]) -> NDArray[np.bool_]:
        """Cells within a slice 「切片内的单元格」."""
        import numpy as np

        held = np.ones(len(self.people), dtype=bool)
        for at, value in enumerate(told.values()):
            if value is not None:
                code = self.labels[at].index(value) if value in self.labels[at] else -1
                held &= self.codes[at] == code
        return held

    def parted(self, slices: Iterable[dict[str, str | None]]) -> NDArray[np.intp]:
        """Part of each cell: cells of one part lie within the same slices 「划分」."""
        import numpy as np

        part = np.zeros(len(self.people), dtype=np.intp)
        for each in slices:
            part = self.finer(part, each)
        return part

    def finer(self, part: NDArray[np.intp], told: dict[str, str | None]) -> NDArray[np.intp]:
        """Parts cut once more, by another slice 「再划分」."""
        import numpy as np

        return np.asarray(np.unique(part * 2 + self.inside(told), return_inverse=True)[1])

    def holds(self, part: NDArray[np.intp], least: int) -> bool:
        """Whether every part has people enough: its largest cell alone tells of at least so many 「人数是否足够」."""
        import numpy as np

        most = np.zeros(part.max(initial=-1) + 1)
        np.maximum.at(most, part, self.people)
        return bool((most >= least).all())


def told_together(
    rows: Iterable[Record], crowds: Sequence[Crowd], least: int, most: int, before: Iterable[Record] = ()
) -> list[Record]:
    """First slices that can be told beside each other, and beside those told before 「可同时讲述的切片」.

    Parameters
    ----------
    rows : iterable of record
        ``slice`` (value by dimension, None for any), what matters most first.
    crowds : sequence of Crowd
        One of each side that is about people.
    least : int
        Fewest people behind a figure.
    most : int
        How many are wanted.
    before : iterable of record
        Slices of the same cells that were told already.

    Notes
    -----
    A figure that is hidden must not be what is left when the slices told are taken from the whole or from each other.
    """
    parts = [crowd.parted(each["slice"] for each in before) for crowd in crowds]
    kept: list[Record] = []
    for row in rows:
        if len(kept) == most:
            break
        finer = [crowd.finer(part, row["slice"]) for crowd, part in zip(crowds, parts, strict=True)]
        if all(crowd.holds(part, least) for crowd, part in zip(crowds, finer, strict=True)):
            kept.append(row)
            parts = finer
    return kept
