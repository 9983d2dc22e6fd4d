"""Other events around the start 「同期事件」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.effect.series.lacking import lacking
from diagnostics.model.period import SEASON

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.panel import Panel


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else happened 「同期事件」.

    Parameters
    ----------
    overlapping : tuple of str
        Periods of other events at treated entities so near to the start that they can't be told apart from it.
    other : tuple of str
        Periods of other events at treated entities.
    left_out : int
        Comparison entities left out because something happened to them.
    announced : str
        Period of the announcement, empty where it is the start or unknown.
    missing, begun : tuple of str
        Periods in which no treated entity has a figure, and those in which the measure started midway.
    """

    overlapping: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    left_out: int = 0
    announced: str = ""
    missing: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()


def consider(panel: Panel, events: Mapping[Any, Iterable[Any]] | None, announced: Any) -> tuple[Panel, Surroundings]:
    """Panel without what other events spoil, and what is to be said of them 「处理同期事件」.

    Parameters
    ----------
    events : mapping of entity to periods, optional
        Other events than the start itself. At a treated entity one within a quarter of a season of its start, in the
        same period too, overlaps it; at a comparison entity any event within the data takes it out of the comparison.
    announced : period, optional
        When the start was announced: the periods from then to the start belong to neither side.

    Raises
    ------
    InputError
        When an event names no entity of the data, the announcement lies after the start or before the data, or there
        are several starts that one announcement can't belong to.
    """
    import numpy as np

    if events is not None and not isinstance(events, Mapping):
        raise InputError(f"events is a {type(events).__name__}, must be a mapping of entity to periods.")
    near = max(1, SEASON[panel.line.cycle] // 4)
    spoiled = np.zeros(len(panel.entities), dtype=bool)
    places: set[int] = set()
    at_once: set[int] = set()
    for name, periods in (events or {}).items():
        if str(name) not in panel.entities:
            raise unknown("entity of an event", str(name), panel.entities)
        row = panel.entities.index(str(name))
        listed = [periods] if isinstance(periods, str) or not isinstance(periods, Iterable) else periods
        inside = {place for place in map(panel.line.holding, listed) if 0 <= place < panel.line.count}
        if panel.treated[row]:
            places |= inside
            at_once |= {each for each in inside if abs(each - panel.starts[row]) <= near}
        else:
            spoiled[row] = bool(inside)
    overlapping, other = sorted(at_once), sorted(places - at_once)
    lacks = lacking(panel)
    kept, shown = _before_announcement(panel, announced)
    kept = kept.of(~spoiled)
    text = panel.line.text
    named = tuple(map(text, overlapping)), tuple(map(text, other))
    missing = tuple(each for each in _unseen(panel) if each not in lacks.begun)
    return kept, Surroundings(*named, int(spoiled.sum()), shown, missing, lacks.begun)


def _unseen(panel: Panel) -> list[str]:
    """Periods in which no treated entity has a figure; where one has, the others' gaps cost them a period each."""
    import numpy as np

    empty = np.isnan(panel.values[panel.treated]).all(axis=0)
    return [panel.line.text(int(each)) for each in np.flatnonzero(empty)]


def _before_announcement(panel: Panel, announced: Any) -> tuple[Panel, str]:
    """Panel whose periods from the announcement to the start are missing."""
    import numpy as np

    if announced is None:
        return panel, ""
    if panel.staggered:
        raise InputError(
            f"announced == {announced!r}, but the entities start in different periods; leave it out, or estimate those"
            " of each start apart."
        )
    place = panel.line.holding(announced)
    if not 0 < place <= panel.start:
        span = f"{panel.line.text(1)} … {panel.line.text(panel.start)}"
        raise InputError(
            f"announced == {announced!r}, must lie between the data's second period and the start ({span})."
        )
    periods = np.arange(panel.line.count)
    kept = panel.without((periods >= place) & (periods < panel.start))
    return kept, panel.line.text(place) if place < panel.start else ""
