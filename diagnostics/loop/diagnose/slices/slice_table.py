"""Slices found, with what each contributes, as a table 「切片表」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.slices.contributions import Contributions, Totals, additive, rate_and_mix

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.slices.cube import Cube
    from diagnostics.loop.diagnose.slices.scan import Found

    Floats = NDArray[np.float64]

FIGURES = ("before", "after", "contribution", "share", "own", "materiality", "score", "p_value")
PARTS = ("rate", "mix")
# A change that is this part of the figure or less is rounding.
ROUNDING = 1e-9


def refuse_taken(dimensions: Sequence[str]) -> None:
    """Refuse a dimension called as a column of the table 「维度重名」.

    Raises
    ------
    InputError
        Names the column.
    """
    taken = (*FIGURES, *PARTS)
    for name in dimensions:
        if name in taken:
            raise InputError(
                f"Column {name!r} can't be a dimension: the table of slices has a column of that name; rename it. "
                f"Taken are {', '.join(taken)}."
            )


def slice_table(
    cube: Cube, dimensions: tuple[str, ...], found: Sequence[Found], sides: tuple[Floats, Floats], totals: Totals
) -> pd.DataFrame:
    """A row a slice, largest contribution first 「切片表」.

    Parameters
    ----------
    sides : pair of array, (figures, leaves)
        Now and then; NaN where a leaf was not there.

    Notes
    -----
    ``own`` is the contribution of the leaves that no narrower or stronger slice holds: with "the rest" they sum to the
    gap. ``materiality`` is the contribution's size over that of the gap, or of all slices where these are larger.
    """
    import numpy as np
    import pandas as pd

    now, then = sides
    if not found:
        return no_slices(dimensions, len(now) == 2)
    groups = [each.rows for each in found]
    whole = _parts(groups, now, then, totals)
    own = own_parts(found, sides, totals)
    codes = np.full((len(dimensions), len(found)), -1, dtype=np.intp)
    for at, each in enumerate(found):
        codes[list(each.conditions), at] = list(each.conditions.values())
    columns = {"before": whole.before, "after": whole.after, "contribution": whole.total, "own": own.total}
    table = pd.DataFrame({**cube.named(codes, dimensions), **columns})
    table["share"] = table["contribution"] / totals.gap if totals.gap else float("nan")
    largest = max(abs(totals.gap), float(own.total[own.total > 0].sum()), -float(own.total[own.total < 0].sum()))
    table["materiality"] = table["contribution"].abs() / largest if largest else float("nan")
    table["score"], table["p_value"] = [each.score for each in found], [each.p_value for each in found]
    if whole.rate is not None:
        table["rate"], table["mix"] = whole.rate, whole.mix
    order = np.lexsort([-table["score"].to_numpy(), -np.round(table["materiality"].fillna(0).to_numpy(), 12)])
    return table.iloc[order].reset_index(drop=True)[_columns(dimensions, len(now) == 2)]


def no_slices(dimensions: tuple[str, ...], ratio: bool) -> pd.DataFrame:
    """The table without a row 「空切片表」."""
    import pandas as pd

    table = pd.DataFrame(columns=_columns(dimensions, ratio), dtype=float)
    return table.astype(dict.fromkeys(dimensions, "str"))


def _columns(dimensions: tuple[str, ...], ratio: bool) -> list[str]:
    return [*dimensions, *FIGURES, *(PARTS if ratio else ())]


def that_moved(found: Sequence[Found], sides: tuple[Floats, Floats], totals: Totals) -> list[Found]:
    """Slices whose own part moved by more than rounding 「确有变动的切片」.

    Notes
    -----
    Where parts hold all of a slice that is stronger than each, they tell nothing of their own; where others do, the
    weakest of them and of the slice is left out.
    """
    import numpy as np

    kept = list(found)
    while kept:
        own = own_parts(kept, sides, totals)
        size = np.fmax(np.abs(np.nan_to_num(own.before)), np.abs(np.nan_to_num(own.after)))
        if own.rate is not None:
            size = np.fmax(size, max(map(abs, totals.values))) * own.size
        still = np.flatnonzero(np.abs(own.total) <= ROUNDING * size)
        if not len(still):
            break
        dropped = _in_vain(kept, kept[still[0]])
        kept = [each for each in kept if all(each is not one for one in dropped)]
    return kept


def _in_vain(found: Sequence[Found], still: Found) -> list[Found]:
    """Slices to leave out for one whose own part is none."""
    import numpy as np

    others = [each for each in found if each is not still and len(np.intersect1d(each.rows, still.rows))]
    if not others or len(np.setdiff1d(still.rows, np.concatenate([each.rows for each in others]))):
        return [still]
    parts = [each for each in others if set(still.conditions.items()) < set(each.conditions.items())]
    if parts == others and all(still.score >= each.score for each in parts):
        return parts
    return [min([*others, still], key=lambda each: each.score)]


def own_parts(found: Sequence[Found], sides: tuple[Floats, Floats], totals: Totals) -> Contributions:
    """Parts of slices that no narrower, or else stronger one has 「自身部分」."""
    now, then = sides
    return _parts(_apart(found, now.shape[1]), now, then, totals)


def _apart(found: Sequence[Found], leaves: int) -> list[NDArray[np.intp]]:
    """Leaves of each slice without those of narrower, or else stronger ones."""
    import numpy as np

    taken = np.zeros(leaves, dtype=bool)
    apart: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)] * len(found)
    for at in sorted(range(len(found)), key=lambda each: (-len(found[each].conditions), each)):
        rows = found[at].rows
        apart[at] = rows[~taken[rows]]
        taken[rows] = True
    return apart


def _parts(groups: Sequence[NDArray[np.intp]], now: Floats, then: Floats, totals: Totals) -> Contributions:
    """Contributions of groups of leaves; a side on which a group was not there is missing."""
    import numpy as np

    sides = []
    for side in (then, now):
        there = [~np.isnan(side[:, rows]) for rows in groups]
        sums = [
            np.where(seen.any(axis=1), np.nansum(side[:, rows], axis=1), np.nan)
            for seen, rows in zip(there, groups, strict=True)
        ]
        sides.append(np.array(sums).reshape(len(groups), len(now)).T)
    if len(now) == 1:
        return additive(sides[0][0], sides[1][0])
    return rate_and_mix(sides[0], sides[1], totals)
