"""Effects by cohort, by time since the start, and over all 「汇总效果」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.staggered.group_time import GroupTime

    Floats = NDArray[np.float64]
    # An effect, its influence, and the same with given shares.
    Mean = tuple[float, Floats, Floats]


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
        As of the effects on cohorts in periods; the shares of the cohorts are estimated, too.
    given : array, (entities, keys)
        The same with the shares as they are: what holds for the very entities that were treated.
    """

    keys: tuple[int | str, ...]
    effect: Floats
    influence: Floats
    given: Floats


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
        part = cells.influence[:, own].mean(axis=1)
        found.append((float(cells.effect[own].mean()), part, part))
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
        (
            float(by_time.effect[later].mean()),
            by_time.influence[:, later].mean(axis=1),
            by_time.given[:, later].mean(axis=1),
        ),
    ]
    return _stack(["simple", "group", "dynamic"], found, cells)


def _sized(cells: GroupTime, own: NDArray[np.intp]) -> Mean:
    """Mean of some cells, each by the size of its cohort."""
    return _weighted(cells.effect[own], cells.influence[:, own], *_sizes(cells, cells.cohort[own]))


def _sizes(cells: GroupTime, cohorts: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Share of entities in each cohort, and each entity's influence on that share."""
    import numpy as np

    member = (cells.starts[:, None] == cohorts).astype(float)
    share = member.mean(axis=0)
    return np.asarray(share), np.asarray(member - share)


def _weighted(effect: Floats, influence: Floats, share: Floats, moves: Floats) -> Mean:
    """Mean by shares, with their own influence and without."""
    import numpy as np

    weight = share / share.sum()
    mean = float(weight @ effect)
    of_share = (moves @ effect - moves.sum(axis=1) * mean) / share.sum()
    given = np.asarray(influence @ weight)
    return mean, given + of_share, given


def _stack(keys: list[int] | list[str], found: list[Mean], cells: GroupTime) -> Aggregates:
    import numpy as np

    none = np.empty((len(cells.starts), 0))
    influence, given = (np.column_stack([each[at] for each in found]) if found else none for at in (1, 2))
    return Aggregates(tuple(keys), np.array([each[0] for each in found]), influence, given)
