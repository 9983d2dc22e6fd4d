"""What an actual is held against: targets, other periods, peers 「参照值」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.pooled import FEWEST_PEERS
from diagnostics.model.basis import break_between, months_of
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.entity import Entities
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period

_FIGURES = ["value", "base", "target", "target_high", "stretch", "n", "people"]


def series_at(part: pd.DataFrame, series: NDArray[np.intp], period: Period) -> pd.DataFrame:
    """Figures of every series at one period, missing where it has none 「某期数值」.

    Parameters
    ----------
    part : DataFrame
        Rows of observations of one cycle.
    series : array of int
        Number of the series of each row.

    Returns
    -------
    DataFrame
        One row a series, in order of its number.
    """
    import pandas as pd

    numbered = part.assign(_series=series)
    whose = numbered.drop_duplicates("_series").set_index("_series").sort_index()
    then = numbered[(part["period"] == period.text).to_numpy()].set_index("_series")
    figures = then[_FIGURES].astype(float).reindex(whose.index)
    basis = then[BASIS].reindex(whose.index).fillna("").astype("str")
    return pd.concat([whose[["kpi", "level", "entity", "cycle"]], figures, basis], axis=1).assign(period=period.text)


def earlier_references(actual: pd.DataFrame, then: pd.DataFrame | None) -> pd.DataFrame:
    """Actuals with their figures of an earlier period, where both were counted alike 「早期参照」.

    Parameters
    ----------
    then : DataFrame or None
        Figures of the same series at the earlier period; None where there is no such period.
    """
    import numpy as np

    if then is None:
        return actual.assign(reference=np.nan, not_compared="")
    then = then.reindex(actual.index)
    known = (then["value"].notna() & actual["value"].notna()).tolist()
    pairs = zip(actual[BASIS], then[BASIS], known, strict=True)
    broken = [break_between(now, before) if there else "" for now, before, there in pairs]
    alike = np.array([not each for each in broken], dtype=bool)
    return actual.assign(reference=then["value"].where(alike), not_compared=broken)


def whole_targets(actual: pd.DataFrame, kpis: Mapping[str, Kpi]) -> pd.DataFrame:
    """Actuals without the targets of one month where a sum covers several 「合并月份不比目标」."""
    import numpy as np

    several = np.array([months_of(each) > 1 for each in actual[BASIS]], dtype=bool)
    if not several.any():
        return actual.assign(short=False)
    sums = actual["kpi"].isin([each.id for each in kpis.values() if _grows_with_time(each)]).to_numpy()
    short = several & sums & actual["target"].notna().to_numpy()
    targets = ["base", "target", "target_high", "stretch"]
    return actual.assign(short=short, **{name: actual[name].where(~(several & sums)) for name in targets})


def _grows_with_time(kpi: Kpi) -> bool:
    """Whether a longer span gives a larger figure: sums do; of a formula alone nobody can say."""
    measures = [kpi.measure, *(each.measure for each in kpi.versions if each.measure is not None)]
    return any(each is None or parse_measure(each).additive for each in measures)


def target_references(actual: pd.DataFrame, kpis: Mapping[str, Kpi]) -> pd.DataFrame:
    """Actuals with their targets; a range KPI has a lower and an upper one 「目标」."""
    import numpy as np

    spans = actual["kpi"].isin({each.id for each in kpis.values() if each.direction == "range"})
    high = np.where(spans, actual["target_high"], np.nan)
    told = np.where(actual["short"], "months", "")
    return actual.assign(comparison="target", reference=actual["target"], reference_high=high, not_compared=told)


def peer_references(actual: pd.DataFrame, kpis: Mapping[str, Kpi], entities: Entities | None) -> pd.DataFrame:
    """Actuals with the median and the best of the other entities of their peer group 「同类」.

    The median is over the *other* entities: an entity is not its own yardstick. With fewer than 2 others that have a
    figure there is neither: they would be that one's own figure.
    """
    import numpy as np
    import pandas as pd

    rows = actual.assign(comparison="peers", reference=np.nan, best=np.nan, peers=np.nan, not_compared="")
    if entities is None or rows.empty:
        return rows
    group = rows["entity"].map({each.id: each.peer_group for each in entities})
    way = rows["kpi"].map(
        {each.id: {"higher": 1.0, "lower": -1.0}.get(each.direction, np.nan) for each in kpis.values()}
    )
    columns = {name: rows[name] for name in ("kpi", "level", "value", BASIS)}
    frame = pd.DataFrame({**columns, "group": group})
    # Peers whose figure covers another number of months are no yardstick.
    for _, members in frame.groupby(["kpi", "level", "group", BASIS], sort=False, dropna=True):
        median, count, low, high = without_each(members["value"].to_numpy())
        median, low, high = (np.where(count >= FEWEST_PEERS, each, np.nan) for each in (median, low, high))
        rows.loc[members.index, "reference"] = median
        rows.loc[members.index, "peers"] = count
        sign = way.loc[members.index].to_numpy()
        rows.loc[members.index, "best"] = np.where(sign > 0, high, np.where(sign < 0, low, np.nan))
    return rows


def without_each(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Median, count, smallest and largest of all the other values, for each value 「其余者的中位数」.

    Examples
    --------
    >>> import numpy as np
    >>> without_each(np.array([1.0, 2.0, 9.0]))[0]
    array([5.5, 5. , 1.5])
    """
    import numpy as np

    there = ~np.isnan(values)
    ordered = np.sort(values[there])
    # Where an absent value stands no one has to step aside.
    own = np.where(there, np.searchsorted(ordered, values), len(ordered))
    count = len(ordered) - there.astype(int)

    def nth(position: NDArray[np.intp]) -> NDArray[np.float64]:
        """Value at a position among the others: from its own place on, everything moves up by one."""
        place = np.where(position < own, position, position + 1)
        found = np.full(len(values), np.nan)
        valid = count > 0
        found[valid] = ordered[place[valid]]
        return found

    median = (nth((count - 1) // 2) + nth(count // 2)) / 2
    return median, count.astype(float), nth(np.zeros(len(values), dtype=np.intp)), nth(count - 1)
