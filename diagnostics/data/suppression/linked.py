"""Cells of published tables with the sums that tie them to each other 「加总关系」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# For each total its breakdowns: a year is the sum of its months, and of its quarters as well.
Breakdowns = Mapping[str, Sequence[Sequence[str]]]
_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class LinkedTable:
    """Cells, their figures, and which of them add up to which 「带加总关系的表」.

    Parameters
    ----------
    cells : DataFrame
        One row a cell: its place on every axis.
    figures : DataFrame
        One row a cell, one column a measure that adds up; NaN where there is no figure.
    links : sparse array
        One row a sum: 1 at the total, -1 at each of its parts.
    implied : array of bool
        Cells that stand in no table but between two sums that do, such as a region left out of a page.
    """

    cells: pd.DataFrame
    figures: pd.DataFrame
    links: Any
    implied: np.ndarray

    def lowest(self, measure: str) -> float:
        """Lowest figure a reader may suppose: 0, and no bound where the measure has negative figures 「下界」."""
        return float("-inf") if bool((self.figures[measure] < 0).any()) else 0.0

    def relied(self, measure: str, share: float) -> np.ndarray:
        """Sums from which a reader can learn a figure: they come out, or nearly so 「可用的加总」.

        Notes
        -----
        What is left of a sum that nearly comes out, as parts are missing or figures differ, counts as known to the
        reader. One that is off by more than ``share`` of its total leads him astray by as much, and is let go.
        """
        left, size = self._left(measure)
        import numpy as np

        return np.asarray(np.abs(left) <= share * size)

    def _left(self, measure: str) -> tuple[np.ndarray, np.ndarray]:
        """Total less its parts, and the larger of the two sides."""
        import numpy as np

        known = self.figures[measure].fillna(0.0).to_numpy()
        both = abs(self.links) @ np.abs(known)
        total = self.links.maximum(0) @ np.abs(known)
        return self.links @ known, np.maximum(total, both - total)

    def uneven(self) -> pd.DataFrame:
        """Sums that do not come out: the total's place, the measure, and what its parts leave over 「合计不符」."""
        import numpy as np
        import pandas as pd

        totals, rows = np.asarray(self.links.argmax(axis=1)).ravel(), []
        for measure in map(str, self.figures):
            left, size = self._left(measure)
            off = np.flatnonzero(np.abs(left) > _TOLERANCE * size)
            rows.append(self.cells.iloc[totals[off]].assign(measure=measure, left=left[off]))
        return pd.concat(rows, ignore_index=True)


def link_cells(frame: pd.DataFrame, axes: Mapping[str, Breakdowns], measures: Iterable[str]) -> LinkedTable:
    """Cells of a table tied by the sums along each of its axes 「建立加总关系」.

    Parameters
    ----------
    frame : DataFrame
        One row a cell: a column for each axis and each measure. Its rows are the first cells of the answer.
    axes : mapping
        By column: for each total its breakdowns, such as ``{"east": [["s1", "s2"]]}``.
    measures : iterable of str
        Columns that add up: sums, counts, numerators and denominators of ratios.

    Raises
    ------
    InputError
        When a column is not there, a cell stands twice, a figure is infinite, or an axis holds itself.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"entity": ["east", "s1", "s2"], "sales": [30.0, 10.0, 20.0]})
    >>> link_cells(frame, {"entity": {"east": [["s1", "s2"]]}}, ["sales"]).links.toarray().tolist()
    [[1.0, -1.0, -1.0]]
    """
    import numpy as np

    measures = list(measures)
    _refuse(frame, list(axes), measures)
    cells = frame[[*axes, *measures]].reset_index(drop=True)
    published = len(cells)
    for column, totals in axes.items():
        cells = _with_implied(cells, column, totals, list(axes), measures)
    links = _matrix([_sums(cells, column, totals, list(axes)) for column, totals in axes.items()], len(cells))
    return LinkedTable(cells[list(axes)], cells[measures].astype("float64"), links, np.arange(len(cells)) >= published)


def _refuse(frame: pd.DataFrame, axes: list[str], measures: list[str]) -> None:
    import numpy as np

    for name in (*axes, *measures):
        if name not in frame.columns:
            raise unknown("column", name, list(frame.columns))
    twice = frame[frame.duplicated(axes)]
    if len(twice):
        raise InputError(f"The cell {twice.iloc[0][axes].to_dict()} stands twice; each cell of a table stands once.")
    for name in measures:
        endless = np.isinf(frame[name].astype("float64"))
        if endless.any():
            where = frame.loc[endless, axes].iloc[0].to_dict()
            raise InputError(f"{name!r} is infinite at {where}; figures that add up are finite or missing.")


def _parts(totals: Breakdowns, column: str) -> pd.DataFrame:
    """Pairs of total and part, by breakdown."""
    import pandas as pd

    rows = [
        (total, number, part)
        for total, breakdowns in totals.items()
        for number, parts in enumerate(breakdowns)
        for part in dict.fromkeys(parts)
    ]
    for total in totals:
        _refuse_circle(total, totals, column)
    return pd.DataFrame(rows, columns=["total", "breakdown", column])


def _refuse_circle(total: str, totals: Breakdowns, column: str) -> None:
    below, seen = [total], set()
    while below:
        for part in (part for each in totals.get(below.pop(), ()) for part in each):
            if part == total:
                raise InputError(
                    f"{total!r} is a part of itself on the axis {column!r}; a total stands above its parts."
                )
            if part not in seen:
                seen.add(part)
                below.append(part)


def _with_implied(
    cells: pd.DataFrame, column: str, totals: Breakdowns, axes: list[str], measures: list[str]
) -> pd.DataFrame:
    """Cells, and totals between two sums that no table holds, from the bottom up."""
    import pandas as pd

    parts = _parts(totals, column)
    inner = parts[parts["total"].isin(set(parts[column])) & parts["breakdown"].eq(0)]
    others = [each for each in axes if each != column]
    while True:
        sums = cells.merge(inner, on=column).drop(columns=column).rename(columns={"total": column})
        sums = sums.groupby([*others, column], sort=False)[measures].sum(min_count=1).reset_index()
        there = pd.MultiIndex.from_frame(cells[axes])
        new = sums[~pd.MultiIndex.from_frame(sums[axes]).isin(there)]
        if new.empty:
            return cells
        cells = pd.concat([cells, new[[*axes, *measures]]], ignore_index=True)


def _sums(cells: pd.DataFrame, column: str, totals: Breakdowns, axes: list[str]) -> pd.DataFrame:
    """Which cell is a part of which total, by sum: columns ``at`` of the part and of the total."""
    others = [each for each in axes if each != column]
    placed = cells[axes].assign(at=range(len(cells)))
    parts = placed.merge(_parts(totals, column), on=column).drop(columns=column)
    heads = placed.rename(columns={column: "total", "at": "head"})
    return parts.merge(heads, on=[*others, "total"])[["head", "breakdown", "at"]].drop_duplicates()


def _matrix(sums: list[pd.DataFrame], cells: int) -> Any:
    import numpy as np
    import pandas as pd
    from scipy import sparse

    both = pd.concat([each.assign(axis=axis) for axis, each in enumerate(sums)], ignore_index=True)
    row = both.groupby(["axis", "head", "breakdown"], sort=True).ngroup().to_numpy()
    count = int(row.max()) + 1 if len(row) else 0
    heads = both.assign(row=row).drop_duplicates("row")
    values = np.concatenate([-np.ones(len(row)), np.ones(len(heads))])
    places = np.concatenate([row, heads["row"].to_numpy()]), np.concatenate([both["at"], heads["head"]])
    return sparse.csr_array((values, places), shape=(count, cells))
