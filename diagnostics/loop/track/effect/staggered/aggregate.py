"""Effects by cohort, by time since the start, and over all 「汇总效果」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.staggered.group_time import GroupTime

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Aggregates:
    """Some effects and each entity's influence on them 「汇总效果」.

    Parameters
    ----------
    keys : tuple
        What each is an effect of: a cohort, a count of periods since the start, or a name.
    effect : array, (keys,)
        Effects.
    influence : array, (entities, keys)
        As of the effects on cohorts in periods.
    """

    keys: tuple[int | str, ...]
    effect: Floats
    influence: Floats


def dynamic(cells: GroupTime) -> Aggregates:
    """Effect so many periods after the start, cohorts by their size 「动态效果」.

    Notes
    -----
    Negative keys count periods before the start. Cohorts that weren't followed so long have no part: a change of the
    figure from one key to the next may be a change of cohorts.
    """
    import numpy as np

    since = cells.period - cells.cohort
    keys = sorted(set(since.tolist()))
    return _stack(keys, [_sized(cells, np.flatnonzero(since == key)) for key in keys], cells)


def groups(cells: GroupTime) -> Aggregates:
    """Mean effect on each cohort over its periods from the start on 「各批次效果」."""
    import numpy as np

    keys = sorted(set(cells.cohort[cells.after].tolist()))
    found = []
    for key in keys:
        own = np.flatnonzero(cells.after & (cells.cohort == key))
        found.append((float(cells.effect[own].mean()), cells.influence[:, own].mean(axis=1)))
    return _stack(keys, found, cells)


def overall(cells: GroupTime) -> Aggregates:
    """One figure, three ways: over cells, over cohorts, over time since the start 「总体效果」.

    Returns
    -------
    Aggregates
        ``simple``: every period of every treated entity from its start on counts alike. ``group``: every treated
        entity counts alike, however long it was followed. ``dynamic``: every length of time since the start counts
        alike. They differ where the effect grows, or cohorts differ.
    """
    import numpy as np

    by_group, by_time = groups(cells), dynamic(cells)
    later = [at for at, key in enumerate(by_time.keys) if int(key) >= 0]
    sizes = _sizes(cells, np.array([int(key) for key in by_group.keys]))
    found = [
        _sized(cells, np.flatnonzero(cells.after)),
        _weighted(by_group.effect, by_group.influence, *sizes),
        (float(by_time.effect[later].mean()), by_time.influence[:, later].mean(axis=1)),
    ]
    return _stack(["simple", "group", "dynamic"], found, cells)


def _sized(cells: GroupTime, own: NDArray[np.intp]) -> tuple[float, Floats]:
    """Mean of some cells, each by the size of its cohort."""
    return _weighted(cells.effect[own], cells.influence[:, own], *_sizes(cells, cells.cohort[own]))


def _sizes(cells: GroupTime, cohorts: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Share of entities in each cohort, and each entity's influence on that share."""
    import numpy as np

    member = (cells.starts[:, None] == cohorts).astype(float)
    share = member.mean(axis=0)
    return np.asarray(share), np.asarray(member - share)


def _weighted(effect: Floats, influence: Floats, share: Floats, moves: Floats) -> tuple[float, Floats]:
    """Mean by shares that are themselves estimated: their influence is part of the error."""
    import numpy as np

    weight = share / share.sum()
    mean = float(weight @ effect)
    of_share = (moves @ effect - moves.sum(axis=1) * mean) / share.sum()
    return mean, np.asarray(influence @ weight + of_share)


def _stack(keys: list[int] | list[str], found: list[tuple[float, Floats]], cells: GroupTime) -> Aggregates:
    import numpy as np

    parts = [each[1] for each in found]
    influence = np.column_stack(parts) if parts else np.empty((len(cells.starts), 0))
    return Aggregates(tuple(keys), np.array([each[0] for each in found]), influence)
