"""Which slices of a figure a gap comes from 「切片定位」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.slices.bases import blanked, without_base
from diagnostics.loop.diagnose.slices.calm import Pair, beyond_own
from diagnostics.loop.diagnose.slices.contributions import Totals
from diagnostics.loop.diagnose.slices.cube import Cube
from diagnostics.loop.diagnose.slices.lattice import Lattice
from diagnostics.loop.diagnose.slices.models import Plan, model_of
from diagnostics.loop.diagnose.slices.reversals import reversals
from diagnostics.loop.diagnose.slices.scan import Found, scan
from diagnostics.loop.diagnose.slices.slice_table import no_slices, refuse_taken, slice_table, that_moved
from diagnostics.model.slices import Slices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXPECTED = "expected"


def locate(
    frame: Any,
    dimensions: Sequence[str],
    actual: str | Sequence[str] = "actual",
    expected: str | Sequence[str] | None = EXPECTED,
    history: Any = None,
    *,
    calm: Sequence[Any] = (),
) -> Slices:
    """Slices that explain a gap: those that did not do as the rest, beyond chance 「切片定位」.

    Parameters
    ----------
    frame : DataFrame or Ibis table
        A row a leaf or a fact: dimensions and figures. A missing figure is a leaf that was not there.
    dimensions : sequence of str
        Columns to slice by, 1 to 8.
    actual, expected : str or pair of str
        Column of an additive figure, or for a ratio the pair (numerator, denominator).
    history : DataFrame or Ibis table, optional
        Earlier periods: the dimensions, the columns of ``actual``, and ``period``; with it ``expected`` is None, and
        what is expected and how far it wanders come from there.
    calm : sequence of DataFrame or Ibis table
        The same columns as ``frame``, of earlier pairs of periods as far apart: how far leaves wander comes from there.

    Returns
    -------
    Slices
        A row a significant slice, largest contribution first; ``reason`` says why there is none.

    Raises
    ------
    InputError
        When a column is missing or holds no numbers, a dimension is called as a column of the result, there are no or
        more than 8 dimensions, only one of the figures is a pair, a denominator is below 0, or both or neither of
        ``expected`` and ``history`` are given.

    Notes
    -----
    A scan statistic over all combinations of dimensions, each slice taken out before the next is sought; parent and
    children are held against each other by how many of their leaves moved: ``docs/methods/locate.md``.

    References
    ----------
    Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics.
    Kitagawa, E. (1955). Components of a difference between two rates. Journal of the American Statistical Association.

    Examples
    --------
    >>> import pandas as pd
    >>> leaves = pd.DataFrame(
    ...     [(f"r{n % 4}", f"p{n % 25}", 100 + n, (100 + n) * (0.7 if n % 4 == 1 else 1)) for n in range(100)],
    ...     columns=["region", "product", "expected", "actual"],
    ... )
    >>> locate(leaves, ["region", "product"]).frame()[["region", "share"]].values.tolist()
    [['r1', 1.0]]
    """
    if len(calm) and history is not None:
        raise InputError("calm beside a history: the history says how far leaves wander; give one of them.")
    if isinstance(dimensions, str):
        raise InputError(f"dimensions == {dimensions!r}, must be a list of columns, such as [{dimensions!r}].")
    dimensions = tuple(dimensions)
    refuse_taken(dimensions)
    ratio = len(_figure(actual, "actual")) == 2
    cube, now, then, past = _sides(frame, dimensions, actual, expected, history)
    totals = Totals(_sum(then), _sum(now))
    out = _without_base(cube, now, then, past, (_figure(actual, "actual")[-1], _figure(expected or actual, "")[-1]))
    reason = _nothing(now, then, totals) or ("" if cube.telling() else "alone")
    left_out = tuple(map(cube.leaf, out.nonzero()[0].tolist()))
    if reason:
        return Slices(no_slices(dimensions, ratio), dimensions, *totals.values, ratio, reason, left_out=left_out)
    earlier = _earlier(calm, dimensions, actual, expected)
    here = Pair(cube, blanked(now, out), blanked(then, out))
    old = None if past is None else blanked(past, out)
    plan = model_of(here.now, here.then, old, [(each.now, each.then) for each in earlier])
    found = [each for each in _scanned(cube, plan) if beyond_own(_values(cube, each), here, earlier)]
    found = that_moved(found, (now, then), totals)
    table = slice_table(cube, dimensions, found, (now, then), totals)
    turned = reversals(cube, dimensions, now, then, totals) if ratio else ()
    return Slices(table, dimensions, *totals.values, ratio, "" if found else "quiet", turned, left_out)


def _scanned(cube: Cube, plan: Plan) -> list[Found]:
    """Slices by the dimensions that tell figures apart, by their places among all."""
    told = cube.telling()
    codes = cube.codes if len(told) == len(cube.labels) else cube.codes[told]
    lattice = Lattice(codes, [len(cube.labels[at]) for at in told])
    found = scan(lattice, plan.model, plan.uneven, plan.accept, plan.part)
    return [replace(each, conditions={told[at]: value for at, value in each.conditions.items()}) for each in found]


def _values(cube: Cube, found: Found) -> dict[int, str]:
    """Values that a slice fixes, by place of the dimension."""
    return {at: cube.labels[at][code] for at, code in found.conditions.items()}


def _without_base(
    cube: Cube, now: Floats, then: Floats, past: Floats | None, names: tuple[str, str]
) -> NDArray[np.bool_]:
    """Leaves of a ratio that have a numerator and no denominator; none of an additive figure."""
    import numpy as np

    if len(now) == 1:
        return np.zeros(cube.leaves, dtype=bool)
    earlier = [then] if past is None else list(past)
    return without_base(cube, [now, *earlier], [names[0], *[names[1]] * len(earlier)])


def _sides(
    frame: Any, dimensions: tuple[str, ...], actual: Any, expected: str | Sequence[str] | None, history: Any
) -> tuple[Cube, Floats, Floats, Floats | None]:
    """Cube with the figures of now and of then, and those of earlier periods."""
    after = _figure(actual, "actual")
    if history is not None:
        columns = [str(each) for each in getattr(frame, "columns", ())]
        if expected is not None and (expected != EXPECTED or EXPECTED in columns):
            raise InputError(
                f"expected == {expected!r} beside a history, must be None: the history says what to expect."
            )
        cube = Cube.of(frame, dimensions, after, history)
        if cube.past is None or not len(cube.past):
            raise InputError("The history has no row; give earlier periods, or the expected figures as a column.")
        return cube, cube.figures, _typical(cube.past, cube.figures), cube.past
    if expected is None:
        raise InputError("expected is None and there is no history; give the expected figures, or earlier periods.")
    before = _figure(expected, "expected")
    if len(after) != len(before):
        raise InputError(f"actual == {actual!r} and expected == {expected!r}: both are a name, or both are a pair.")
    cube = Cube.of(frame, dimensions, [*after, *before])
    return cube, cube.figures[: len(after)], cube.figures[len(after) :], None


def _earlier(calm: Sequence[Any], dimensions: tuple[str, ...], actual: Any, expected: Any) -> list[Pair]:
    """Earlier pairs of periods, without leaves of a ratio that lack a denominator."""
    pairs = []
    for frame in calm:
        cube, now, then, _ = _sides(frame, dimensions, actual, expected, None)
        out = _without_base(cube, now, then, None, (_figure(actual, "actual")[-1], _figure(expected, "expected")[-1]))
        pairs.append(Pair(cube, blanked(now, out), blanked(then, out)))
    return pairs


def _figure(name: str | Sequence[str], what: str) -> tuple[str, ...]:
    names = (name,) if isinstance(name, str) else tuple(name)
    if len(names) not in (1, 2):
        raise InputError(f"{what} == {name!r}, must be a column or a pair (numerator, denominator).")
    return names


def _typical(past: Floats, now: Floats) -> Floats:
    """Figures of a typical earlier period; missing where a leaf never was."""
    import numpy as np

    from diagnostics.loop.diagnose.slices.past import Past

    mean = Past.of(past, np.nan_to_num(now)).expected
    return np.where((past != 0).any(axis=0), mean, np.nan)


def _sum(figures: Floats) -> Floats:
    import numpy as np

    total: Floats = np.nan_to_num(figures).sum(axis=1)
    return total


def _nothing(now: Floats, then: Floats, totals: Totals) -> str:
    """Why no slice can be named; what does not differ at all is told before what is not there."""
    import numpy as np

    if not now.shape[1] or (np.isnan(now).all() and np.isnan(then).all()):
        return "no_rows"
    if not isnan(totals.gap) and (np.nan_to_num(now) == np.nan_to_num(then)).all():
        return "no_gap"
    if np.isnan(now).all():
        return "no_actual"
    if np.isnan(then).all() or (len(then) == 1 and not np.nan_to_num(then).any()):
        return "no_expected"
    return "no_base" if isnan(totals.gap) else ""
