"""Chart of the means of subgroups, and of the spread within them 「均值控制图」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model.control_chart import ChartNote, ControlChart, Improvement

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.track.chart.phases import Phase

    Floats = NDArray[np.float64]

Spread = Literal["auto", "r", "s"]
# Ranges of larger subgroups throw away what lies between the ends.
MOST_FOR_RANGES = 10


def xbar_chart(  # noqa: PLR0913, PLR0917 (the public contract: each is a choice a chart needs)
    values: Any,
    subgroups: Any = None,
    improvement: Improvement = "higher",
    target: float | Sequence[float] | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | Sequence[bool] | None = None,
    *,
    spread: Spread = "auto",
    laney: bool = False,
) -> ControlChart:
    """Chart of the means of subgroups, with limits from the spread within them 「均值控制图（x̄ 图）」.

    Parameters
    ----------
    values : sequence, Series or DataFrame of float
        One value a member, beside ``subgroups``; or a row a subgroup, as wide as the largest. Missing members are left
        out: subgroups may differ in size.
    subgroups : sequence or Series, optional
        Subgroup of each value; they are charted in the order in which they appear.
    improvement, target, rebase, baseline
        As for ``xmr``, counted in subgroups.
    spread : {"auto", "r", "s"}
        Whether ranges or standard deviations within the subgroups give the limits; ranges up to ten members.
    laney : bool
        Whether limits allow for means that move more than the spread within makes them.

    Returns
    -------
    ControlChart
        Its ``within`` is the chart of the ranges or deviations.

    Raises
    ------
    InputError
        When no subgroup that fixes limits has two members, or values and subgroups differ in number; and as for
        ``xmr``.

    Notes
    -----
    Centre: mean of all members. ``x̿ ± 3 σ / √nᵢ``, σ the mean of ``Rᵢ / d2(nᵢ)`` or of ``sᵢ / c4(nᵢ)``.

    References
    ----------
    Montgomery, D. (2013), Introduction to Statistical Quality Control. Burr, I. (1969), Control charts for measurements
    with varying sample sizes, Journal of Quality Technology 1.

    Examples
    --------
    >>> chart = xbar_chart([[10, 12, 11], [11, 13, 12], [9, 11, 10]])
    >>> round(chart.limits[0].mean, 3), round(chart.limits[0].upper, 3), chart.within.kind
    (11.0, 13.047, 'r')
    """
    from diagnostics.loop.track.chart.sampled import Choices, Sampled, sampled_chart

    if spread not in get_args(Spread):
        raise unknown("spread", spread, get_args(Spread))
    groups = _groups(_long(values, subgroups), spread)
    size = groups.size.fillna(1).clip(lower=1).to_numpy()

    def deviation(centre: float, phase: Phase) -> Floats:  # noqa: ARG001 (the centre matters to counts alone)
        found: Floats = groups.sigma(phase) / size[phase.start : phase.stop] ** 0.5
        return found

    choices = Choices(improvement, target, rebase, baseline, laney)
    points = Sampled(groups.mean, size, deviation, columns={"size": groups.size, "spread": groups.spread})
    found, within = sampled_chart("xbar", points, choices), _within(groups, rebase, baseline)
    odd = int(within.frame()["rule"].str.startswith("outside").sum())
    notes = (*found.notes, *([ChartNote("within", (("points", odd),))] if odd else []))
    return replace(found, within=within, notes=notes)


@dataclass(frozen=True, eq=False)
class _Groups:
    """Subgroups: mean, size and spread of each, and what the spread is on average and how it varies, in deviations."""

    mean: pd.Series
    size: pd.Series
    spread: pd.Series
    average: Floats
    varies: Floats
    kind: Literal["r", "s"]

    def sigma(self, phase: Phase) -> float:
        """Standard deviation within subgroups, from those that fix the limits of a phase."""
        import numpy as np

        found = (self.spread.to_numpy() / self.average)[phase.fixing]
        if np.isnan(found).all():
            raise InputError(
                "No subgroup that fixes the limits has two members, so nothing tells how members differ; chart single"
                " values with 'xmr'."
            )
        return float(np.nanmean(found))


def _long(values: Any, subgroups: Any) -> pd.Series:
    """One value a member, labelled by its subgroup."""
    import numpy as np
    import pandas as pd

    if subgroups is None:
        table = values if isinstance(values, pd.DataFrame) else pd.DataFrame(list(values))
        if table.shape[1] < 2:
            raise InputError("Subgroups have one member each; name 'subgroups', or chart single values with 'xmr'.")
        labels = table.index.repeat(table.shape[1])
        members = table.to_numpy().ravel()
    else:
        members, labels = np.asarray(values, dtype=object).ravel(), pd.Index(subgroups)
        if len(members) != len(labels):
            raise InputError(f"There are {len(members)} values and {len(labels)} subgroups; each value needs its own.")
    from diagnostics.loop.track.chart.points import series_of

    if labels.isna().any():
        raise InputError(f"Value {int(labels.isna().argmax())} has no subgroup; each value needs its own.")
    return pd.Series(series_of(pd.Series(members)).to_numpy(), index=labels)


def _groups(long: pd.Series, spread: Spread) -> _Groups:
    import numpy as np
    import pandas as pd

    from diagnostics.loop.track.chart.factors import c4, d2_d3
    from diagnostics.loop.track.chart.points import series_of

    grouped = long.groupby(long.index, sort=False)
    size = grouped.count()
    order = pd.Index(pd.unique(long.index))
    kind: Literal["r", "s"] = "r" if spread == "r" or (spread == "auto" and size.max() <= MOST_FOR_RANGES) else "s"
    found = (grouped.max() - grouped.min()) if kind == "r" else grouped.std()
    found = found.where(size >= 2).reindex(order)
    average, varies = np.full(len(order), np.nan), np.full(len(order), np.nan)
    counts = size.reindex(order).to_numpy()
    for each in np.unique(counts[counts >= 2]):
        pair = d2_d3(int(each)) if kind == "r" else (c4(int(each)), (1 - c4(int(each)) ** 2) ** 0.5)
        average[counts == each], varies[counts == each] = pair
    return _Groups(
        series_of(grouped.mean().reindex(order), "subgroups"), size.reindex(order), found, average, varies, kind
    )


def _within(groups: _Groups, rebase: Sequence[Any], baseline: Any) -> ControlChart:
    """Chart of the spread within subgroups: less of it is better."""
    import numpy as np

    from diagnostics.loop.track.chart.flags import marked, table_of
    from diagnostics.loop.track.chart.phases import phases_of
    from diagnostics.model.point_limits import PointLimits
    from diagnostics.model.process_limits import ProcessLimits

    # Phases are those of the means: a subgroup of one has a mean and no spread.
    phases = phases_of(groups.mean, rebase, baseline)
    parts, limits = [], []
    for each in phases:
        sigma, part = groups.sigma(each), slice(each.start, each.stop)
        mean, half = sigma * groups.average[part], 3 * sigma * groups.varies[part]
        edges = PointLimits(mean, (mean - half).clip(min=0), mean + half, half)
        parts.append(marked(groups.spread.to_numpy()[part], edges, "lower"))
        last = int(np.flatnonzero(~np.isnan(mean))[-1])
        mean_last, lower, upper = (float(end[last]) for end in (edges.mean, edges.lower, edges.upper))
        limits.append(ProcessLimits(mean_last, lower, upper, (upper - mean_last) / 3, len(each.fixing), 3.0))
    table = table_of(parts, groups.mean.index)
    return ControlChart(table, "lower", None, tuple(limits), kind=groups.kind)
