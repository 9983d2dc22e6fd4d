"""Entities held against their peers: median, best, benchmark, and limits of chance 「同类对比」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.gaps.coded import Coded
from diagnostics.loop.diagnose.gaps.funnel import funnel
from diagnostics.loop.diagnose.gaps.references import Actual, Reference
from diagnostics.loop.diagnose.pooled import FEWEST_PEERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.series import Floats
    from diagnostics.model.entity import Entities

    Places = NDArray[np.intp]


def peer_reference(
    actual: Actual, entities: Entities | None, benchmarks: Mapping[tuple[str, str], float], full: NDArray[np.bool_]
) -> Reference:
    """Median and best of the other entities of each peer group, and limits of chance around their level 「同类」.

    Parameters
    ----------
    entities : Entities or None
        Their peer groups; without them there is no comparison.
    benchmarks : mapping of (entity, kpi) to float
        What comparable companies reach.
    full : array of bool
        Which entities worked through the whole period: one that opened or closed in it is no yardstick.

    Notes
    -----
    The median is over the *other* entities: an entity is not its own yardstick. With fewer than 2 others that have a
    figure there is neither: they would be that one's own figure. Peers whose figure covers another number of months
    are no yardstick either.
    """
    import numpy as np

    empty = np.full(len(actual), np.nan)
    group = np.full(len(actual), -1, dtype=np.intp) if entities is None else _groups(actual, entities)
    yard = np.where(full, actual.value, np.nan)
    median, count, low, high = others(yard, group)
    few = ~(count >= FEWEST_PEERS)
    median, low, high = (np.where(few, np.nan, each) for each in (median, low, high))
    best = np.where(actual.way == "higher", high, np.where(actual.way == "lower", low, np.nan))
    limits = funnel(actual, np.where(few, -1, group), full)
    own = _benchmarks(actual, benchmarks)
    more = {
        "best": best, "peers": np.where(group >= 0, count, np.nan), "benchmark": own,
        "funnel_low": limits.low, "funnel_high": limits.high, "probability": limits.probability,
    }  # fmt: skip
    # Without entities nobody knows who is whose peer, and with one other its figure would be told.
    why = np.where(few & ~np.isnan(actual.value), 1 if entities is None else 2, 0).astype(np.intp)
    return Reference(median, empty, Coded(("", "entities", "few"), why), more)


def _benchmarks(actual: Actual, told: Mapping[tuple[str, str], float]) -> Floats:
    """What comparable companies reach, missing where nobody says."""
    import numpy as np

    found = np.full(len(actual), np.nan)
    kpis, entities = actual.kpi.names, actual.entity.names
    for at in np.flatnonzero(actual.entity.is_in({entity for entity, _ in told})) if told else ():
        key = entities[actual.entity.codes[at]], kpis[actual.kpi.codes[at]]
        found[at] = told.get(key, np.nan)
    return found


def _groups(actual: Actual, entities: Entities) -> Places:
    """Number of the group that each figure is compared in, -1 where its entity is unknown."""
    import numpy as np

    groups = {each.id: each.peer_group for each in entities}
    place = {name: at for at, name in enumerate(dict.fromkeys(groups.values()))}
    whose = actual.entity.told(lambda each: place[groups[each]] if each in groups else -1, np.int64)
    key = actual.kpi.codes.astype(np.int64)
    for part, many in ((actual.level.codes, len(actual.level.names)), (actual.basis.codes, len(actual.basis.names)),
                       (whose, len(place))):  # fmt: skip
        key = key * max(many, 1) + part
    found: Places = np.unique(key, return_inverse=True)[1].astype(np.intp)
    return np.where(whose < 0, -1, found)


def others(yard: Floats, group: Places) -> tuple[Floats, Floats, Floats, Floats]:
    """Median, count, smallest and largest of all the other figures of each one's group 「其余者的中位数」.

    Parameters
    ----------
    yard : array
        Figures, missing where one is no yardstick for others.
    group : array of int
        Group of each figure, -1 where it has none.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.array([1.0, 2.0, 9.0])
    >>> others(values, np.zeros(3, dtype=int))[0]
    array([5.5, 5. , 1.5])
    """
    import numpy as np

    there = (group >= 0) & ~np.isnan(yard)
    rows = np.flatnonzero(there)
    order = rows[np.lexsort((yard[rows], group[rows]))]
    ordered = yard[order]
    sizes = np.bincount(group[rows], minlength=int(group.max(initial=-1)) + 1)
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    mine = np.where(group >= 0, group, 0)
    # Where a figure stands among its group's; one that is no yardstick has nobody to step aside for.
    own = np.full(len(yard), np.iinfo(np.intp).max)
    own[order] = np.arange(len(order)) - starts[group[order]] if len(order) else 0
    count = np.where(group >= 0, (sizes[mine] if len(sizes) else 0) - there, 0).astype(np.intp)

    def nth(position: Places) -> Floats:
        """Figure at a position among the others: from its own place on, everything moves up by one."""
        place = np.where(position < own, position, position + 1)
        found = np.full(len(yard), np.nan)
        valid = count > 0
        found[valid] = ordered[starts[mine[valid]] + place[valid]]
        return found

    median = (nth(np.maximum(count - 1, 0) // 2) + nth(count // 2)) / 2
    return median, count.astype(float), nth(np.zeros(len(yard), dtype=np.intp)), nth(np.maximum(count - 1, 0))
