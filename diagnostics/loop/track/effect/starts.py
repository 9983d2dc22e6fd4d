"""When a measure started at each entity 「各主体的启动期」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.timeline import Timeline

    Places = NDArray[np.intp]


def read_starts(line: Timeline, start: Any, entities: Sequence[str], treated: Sequence[str]) -> tuple[Places, Places]:
    """Place of each entity's first whole period after its start, and of the period that holds it 「各主体的启动期」.

    Parameters
    ----------
    start : period or mapping of entity to period
        One for all treated entities, or one for each.
    entities, treated : sequence of str
        All, and those that the measure was done to.

    Returns
    -------
    tuple of array of int, (entities,)
        Both are the count of periods for an entity that nothing was done to.

    Raises
    ------
    InputError
        When a treated entity has no start or another one has, a start names no period, or it has no period before it or
        none from it on.
    """
    import numpy as np

    each_its_own = isinstance(start, Mapping)
    given = {str(key): each for key, each in start.items()} if each_its_own else dict.fromkeys(treated, start)
    starts, begun = np.full(len(entities), line.count), np.full(len(entities), line.count)
    for name in given:
        if name not in treated:
            raise unknown("treated entity with a start", name, treated)
    rows = {name: at for at, name in enumerate(entities)}
    for name in treated:
        if name not in given:
            raise unknown("start of entity", name, given)
        place = line.place(given[name])
        if not 0 < place < line.count:
            whose = f" of {name!r}" if each_its_own else ""
            raise InputError(
                f"start{whose} == {given[name]!r} lies outside the data ({line.text(0)} … {line.text(line.count - 1)});"
                " it needs a period before it and one from it on."
            )
        starts[rows[name]], begun[rows[name]] = place, min(place, line.holding(given[name]))
    return starts, begun
