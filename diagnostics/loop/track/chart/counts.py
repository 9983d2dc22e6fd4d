"""Charts of shares and counts: p, c, u 「计数控制图」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.control_chart import ControlChart, Improvement

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def p_chart(  # noqa: PLR0913, PLR0917 (the public contract: each is a choice a chart needs)
    numerators: Any,
    denominators: Any,
    improvement: Improvement = "higher",
    target: float | Sequence[float] | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | Sequence[bool] | None = None,
    *,
    laney: bool = False,
) -> ControlChart:
    """Chart of shares of cases, with limits for each point's number of cases 「不合格品率控制图（p 图）」.

    Parameters
    ----------
    numerators, denominators : sequence or Series of int
        Cases that count, 0 to all, and all cases, at least 1; a point is missing where either is.
    improvement, target, rebase, baseline
        As for ``xmr``; the target is a share, 0 to 1.
    laney : bool
        Whether limits allow for shares that move more than their cases make them (p' chart).

    Raises
    ------
    InputError
        When a figure is no whole number, a denominator is below 1, a numerator below 0 or above its denominator, or the
        target is no share; and as for ``xmr``.

    Notes
    -----
    ``p̄ ± 3 √(p̄ (1 − p̄) / nᵢ)``, ``p̄`` = sum over sum, cut at 0 and 1.

    References
    ----------
    Montgomery, D. (2013), Introduction to Statistical Quality Control. Laney, D. (2002), Improved control charts for
    attributes, Quality Engineering 14.

    Examples
    --------
    >>> chart = p_chart([5, 4, 6, 15], [50] * 4, improvement="lower")
    >>> round(chart.limits[0].mean, 3), round(chart.limits[0].upper, 4)
    (0.15, 0.3015)
    """
    import numpy as np

    from diagnostics.loop.track.chart.sampled import Choices, Sampled, sampled_chart
    from diagnostics.loop.track.chart.targets import last_target

    above, below = _pair(numerators, denominators, "numerators", "denominators")
    _whole(above, "numerators")
    _whole(below, "denominators")
    cases, every = above.to_numpy(), below.to_numpy()
    _refuse(
        every <= 0, below, "Denominator", "must be at least 1: without cases there is no share; leave the point out"
    )
    _refuse(cases > every, above, "Numerator", "is above its denominator; a share of cases is at most all of them")
    _share(last_target(target, len(above)))
    size = below.fillna(1).to_numpy()
    points = Sampled(
        above / below, size, lambda p, at: np.sqrt(p * (1 - p) / size[at.start : at.stop]), lowest=0.0, highest=1.0,
        columns={"numerator": above, "denominator": below},
    )  # fmt: skip
    return sampled_chart("p", points, Choices(improvement, target, rebase, baseline, laney))


def c_chart(
    counts: Any,
    improvement: Improvement = "lower",
    target: float | Sequence[float] | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | Sequence[bool] | None = None,
    *,
    laney: bool = False,
) -> ControlChart:
    """Chart of counts of events, each period as long as the other 「缺陷数控制图（c 图）」.

    Parameters
    ----------
    counts : sequence or Series of int
        Events of each period, at least 0.
    improvement, target, rebase, baseline
        As for ``xmr``.
    laney : bool
        Whether limits allow for counts that move more than chance makes them.

    Raises
    ------
    InputError
        When a count is negative or no whole number; and as for ``xmr``.

    Notes
    -----
    ``c̄ ± 3 √c̄``, cut at 0.

    Examples
    --------
    >>> c_chart([9, 16, 9, 14]).limits[0].upper.__round__(3)
    22.392
    """
    import numpy as np

    from diagnostics.loop.track.chart.sampled import Choices, Sampled, sampled_chart

    series = _counts(counts)
    size = np.ones(len(series))
    points = Sampled(series, size, lambda c, at: np.sqrt(np.full(at.stop - at.start, c)), lowest=0.0)
    return sampled_chart("c", points, Choices(improvement, target, rebase, baseline, laney))


def u_chart(  # noqa: PLR0913, PLR0917 (the public contract: each is a choice a chart needs)
    counts: Any,
    exposure: Any,
    improvement: Improvement = "lower",
    target: float | Sequence[float] | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | Sequence[bool] | None = None,
    *,
    laney: bool = False,
) -> ControlChart:
    """Chart of events per unit of exposure, with limits for each point's exposure 「单位缺陷数控制图（u 图）」.

    Parameters
    ----------
    counts : sequence or Series of int
        Events of each period, at least 0.
    exposure : sequence or Series of float
        Units in which they can happen (hours, square metres, orders), above 0.
    improvement, target, rebase, baseline
        As for ``xmr``; the target is events per unit.
    laney : bool
        Whether limits allow for rates that move more than chance makes them (u' chart).

    Raises
    ------
    InputError
        When a count is negative or no whole number, or an exposure is 0 or below; and as for ``xmr``.

    Notes
    -----
    ``ū ± 3 √(ū / eᵢ)``, ``ū`` = sum over sum, cut at 0.

    Examples
    --------
    >>> chart = u_chart([14, 12, 20, 11], [10, 8, 13, 10])
    >>> round(chart.limits[0].mean, 4), round(chart.limits[0].upper, 4)
    (1.3902, 2.5088)
    """
    import numpy as np

    from diagnostics.loop.track.chart.sampled import Choices, Sampled, sampled_chart

    above, below = _pair(counts, exposure, "counts", "exposure")
    _counts(above)
    _refuse(
        below.to_numpy() <= 0, below, "Exposure", "must be above 0: nothing can happen in none; leave the point out"
    )
    size = below.fillna(1).to_numpy()
    points = Sampled(
        above / below, size, lambda u, at: np.sqrt(u / size[at.start : at.stop]), lowest=0.0,
        columns={"count": above, "exposure": below},
    )  # fmt: skip
    return sampled_chart("u", points, Choices(improvement, target, rebase, baseline, laney))


def _pair(above: Any, below: Any, one: str, other: str) -> tuple[pd.Series, pd.Series]:
    """Two series of the same length; a point is missing in both where it is in either."""
    import pandas as pd

    from diagnostics.loop.track.chart.points import series_of

    first, second = series_of(above, one), series_of(below, other)
    if len(first) != len(second):
        raise InputError(f"There are {len(first)} {one} and {len(second)} {other}; each point needs both.")
    if isinstance(above, pd.Series) and isinstance(below, pd.Series) and not first.index.equals(second.index):
        raise InputError(f"The labels of {one} and {other} differ; each point needs both under one label.")
    second.index = first.index
    both = first.notna() & second.notna()
    if not both.any():
        raise InputError(f"No point has both {one} and {other}; a chart needs at least two.")
    return (first, second) if both.all() else (first.where(both), second.where(both))


def _share(target: float | None) -> None:
    if target is not None and not 0 <= target <= 1:
        raise InputError(f"target == {target!r}, must be a share in [0, 1] as the points are: 0.05 for 5 %.")


def _counts(counts: Any) -> pd.Series:
    """Counts of events."""
    from diagnostics.loop.track.chart.points import series_of

    series = series_of(counts, "counts")
    _whole(series, "counts")
    return series


def _whole(series: pd.Series, name: str) -> None:
    noun, figures = name.removesuffix("s").capitalize(), series.to_numpy()
    _refuse(figures < 0, series, noun, "must not be negative: it counts")
    _refuse(figures % 1 > 0, series, noun, "must be a whole number: it counts")


def _refuse(wrong: NDArray[np.bool_], series: pd.Series, noun: str, rule: str) -> None:
    """Refuse the first point that breaks a rule, by its value, position and label."""
    if wrong.any():
        at = int(wrong.argmax())
        raise InputError(f"{noun} {series.iloc[at]:g} at position {at} ({str(series.index[at])!r}) {rule}.")
