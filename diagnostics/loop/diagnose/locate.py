"""Which slices of a figure a gap comes from 「切片定位」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import isnan
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.diagnose.contributions import Totals, additive, rate_and_mix
from diagnostics.model.slices import Slices

if TYPE_CHECKING:
    import pandas as pd

# What stands for a dimension value that the data leave empty: null in a row means "any".
EMPTY = "–"
# A slice says the same as a wider one when what the wider one makes it expect is right within this share.
SAME = 0.1
MOST_DIMENSIONS = 8
Figure = str | tuple[str, str]


def locate(
    frame: Any,
    dimensions: Sequence[str],
    actual: str | Sequence[str] = "actual",
    expected: str | Sequence[str] | None = "expected",
    history: Any = None,
) -> Slices:
    """Largest slices of a gap, by single dimensions and pairs of them 「切片定位」.

    Parameters
    ----------
    frame : DataFrame or Ibis table
        A row a leaf or a fact: dimensions and figures. A missing figure is a leaf that was not there.
    dimensions : sequence of str
        Columns to slice by, 1 to 8.
    actual, expected : str or pair of str
        Column of an additive figure, or for a ratio the pair (numerator, denominator).
    history : DataFrame, optional
        Earlier periods as expectation; not yet taken.

    Returns
    -------
    Slices
        Ordered by the size of the contribution, wider slices first among equals. A pair of values is left out where a
        wider slice says the same: both are the same facts, or the pair moved as the wider one moved.

    Raises
    ------
    InputError
        When a column is missing, there are no or more than 8 dimensions, only one of the figures is a pair, or
        ``history`` is given.

    Notes
    -----
    Additive: ``after - before``. Ratio, with weights w of the denominator, ratios r and R of slice and whole:
    ``rate = (w0 + w1) / 2 · (r1 - r0)``, ``mix = (w1 - w0) · ((r0 + r1) / 2 - (R0 + R1) / 2)``; over the values of one
    dimension they sum to the gap. The slices of different dimensions overlap and must not be added up.

    References
    ----------
    Kitagawa, E. (1955). Components of a difference between two rates. Journal of the American Statistical Association.

    Examples
    --------
    >>> import pandas as pd
    >>> leaves = pd.DataFrame({"region": ["east", "west"], "actual": [50, 98], "expected": [80, 100]})
    >>> locate(leaves, ["region"]).frame()[["region", "contribution"]].values.tolist()
    [['east', -30.0], ['west', -2.0]]
    """
    import pandas as pd

    if history is not None or expected is None:
        raise InputError("history is not taken yet; give the expected figures as a column, or a pair of them.")
    after, before = _figure(actual, "actual"), _figure(expected, "expected")
    if len(after) != len(before):
        raise InputError(f"actual == {actual!r} and expected == {expected!r}: both are a name, or both are a pair.")
    dimensions = tuple(dimensions)
    leaves = _leaves(frame, dimensions, [*before, *after])
    totals = Totals.of(leaves, before, after)
    ratio = len(after) == 2
    reason = _nothing(leaves, totals)
    columns = [*dimensions, "before", "after", "contribution", "share", *(("rate", "mix") if ratio else ())]
    if reason in ("no_rows", "no_base"):
        return Slices(pd.DataFrame(columns=columns), dimensions, totals.before, totals.after, ratio, reason)
    pieces = [_slices(leaves, cut, dimensions, totals) for cut in _cuts(dimensions)]
    table = _ordered(_without_repeats(pd.concat(pieces, ignore_index=True), dimensions), dimensions)
    table["share"] = table["contribution"] / totals.gap if totals.gap else float("nan")
    return Slices(table[columns], dimensions, totals.before, totals.after, ratio, reason)


def _nothing(leaves: pd.DataFrame, totals: Totals) -> str:
    """Why no slice can be named."""
    if leaves.empty:
        return "no_rows"
    if isnan(totals.gap):
        return "no_base"
    figures = {names: leaves[list(names)].fillna(0).to_numpy() for names in (totals.before_names, totals.after_names)}
    same = (figures[totals.before_names] == figures[totals.after_names]).all()
    return "no_gap" if same else ""


def _figure(name: str | Sequence[str], what: str) -> tuple[str, ...]:
    names = (name,) if isinstance(name, str) else tuple(name)
    if len(names) not in (1, 2):
        raise InputError(f"{what} == {name!r}, must be a column or a pair (numerator, denominator).")
    return names


def _leaves(frame: Any, dimensions: tuple[str, ...], figures: list[str]) -> pd.DataFrame:
    """Figures summed by all dimensions; an Ibis table is summed in its engine."""
    if not 1 <= len(dimensions) <= MOST_DIMENSIONS:
        raise InputError(f"{len(dimensions)} dimensions, must be 1 to {MOST_DIMENSIONS}.")
    known = [str(each) for each in frame.columns]
    for name in [*dimensions, *figures]:
        if name not in known:
            raise unknown("column", name, known)
    if hasattr(frame, "to_pyarrow"):
        sums = {name: frame[name].sum() for name in dict.fromkeys(figures)}
        frame = frame.group_by(list(dimensions)).aggregate(**sums).to_pyarrow().to_pandas()
    taken = frame[list(dict.fromkeys([*dimensions, *figures]))]
    for name in dimensions:
        taken = taken.assign(**{name: taken[name].astype(object).where(taken[name].notna(), EMPTY).map(str)})
    # min_count keeps a leaf that was never there apart from one that stood at 0.
    sums = taken.groupby(list(dimensions), sort=True, observed=True)[list(dict.fromkeys(figures))].sum(min_count=1)
    leaves: pd.DataFrame = sums.astype(float).reset_index()
    return leaves


def _cuts(dimensions: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for width in (1, 2):
        yield from combinations(dimensions, width)


def _slices(leaves: pd.DataFrame, cut: tuple[str, ...], dimensions: tuple[str, ...], totals: Totals) -> pd.DataFrame:
    """Slices by the values of one dimension or two, with their contributions."""
    figures = list(dict.fromkeys([*totals.before_names, *totals.after_names]))
    sums = leaves.groupby(list(cut), sort=True, observed=True)[figures].sum(min_count=1)
    parts = additive(sums, totals) if len(totals.after_names) == 1 else rate_and_mix(sums, totals)
    table = parts.reset_index().assign(width=len(cut))
    return table.reindex(columns=[*dimensions, *[each for each in table.columns if each not in dimensions]])


def _without_repeats(table: pd.DataFrame, dimensions: tuple[str, ...]) -> pd.DataFrame:
    """Table without the pairs that say what one of their wider slices says already."""
    import numpy as np

    singles = table[table["width"] == 1]
    kept = np.ones(len(table), dtype=bool)
    for name in dimensions:
        wide = singles[singles[name].notna()].set_index(name)[["contribution", "size"]]
        pairs = ((table["width"] == 2) & table[name].notna()).to_numpy()
        own = wide.reindex(table.loc[pairs, name])
        size, part = table.loc[pairs, "size"].to_numpy(), table.loc[pairs, "contribution"].to_numpy()
        whole, sized = own["contribution"].to_numpy(), own["size"].to_numpy()
        awaited = np.divide(whole * size, sized, out=np.zeros(len(whole)), where=sized > 0)
        kept[pairs] &= np.abs(part - awaited) > SAME * np.abs(whole)
    return table[kept]


def _ordered(table: pd.DataFrame, dimensions: tuple[str, ...]) -> pd.DataFrame:
    # Rounding decides no order: among equal contributions the wider slice, then the names.
    size = table["contribution"].abs()
    grain = (size / (size.max() or 1.0)).round(9) if len(size) else size
    names = table[list(dimensions)].fillna("\uffff")  # "any" after every value
    keyed = table.assign(_size=-grain, **{f"_{each}": names[each] for each in dimensions})
    keys = ["_size", "width", *(f"_{each}" for each in dimensions)]
    return keyed.sort_values(keys, kind="stable", ignore_index=True)
