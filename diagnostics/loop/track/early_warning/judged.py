"""What the rules say of each period of a history, and the events it adds up to 「逐期判断」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.departures import Departures, Strictness, departures
from diagnostics.loop.track.early_warning.events import Event, events
from diagnostics.model.warning_rule import RuleName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.early_warning.histories import History

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int_]


@dataclass(frozen=True, eq=False, slots=True)
class Spoken:
    """What a rule says of each period 「规则逐期结果」.

    Parameters
    ----------
    rule : str
        The rule.
    side : array of int
        1 where the figure is too high, -1 too low, 0 where the rule is silent.
    run : array of int
        Figures in a row that it speaks of.
    """

    rule: RuleName
    side: Ints
    run: Ints


def bounds(history: History, tier: str) -> tuple[Floats, Floats]:
    """Lowest and highest figure that does not miss a tier; infinite where there is no such end 「达标上下限」."""
    import numpy as np

    mark = history.base if tier == "base" else history.target
    none = np.isnan(mark)
    endless = np.full(len(mark), np.inf)
    if history.kpi.direction == "higher":
        return np.where(none, -endless, mark), endless
    if history.kpi.direction == "lower":
        return -endless, np.where(none, endless, mark)
    if tier == "base":
        return -endless, endless
    return np.where(none, -endless, mark), np.where(np.isnan(history.target_high), endless, history.target_high)


def missed(history: History, tier: str) -> Ints:
    """-1 where a figure lies below what the tier asks for, 1 above, 0 where it holds or there is none 「未达」."""
    import numpy as np

    low, high = bounds(history, tier)
    # A base told to a decimal is met by what equals it but for rounding.
    hair = 1e-9 * np.nanmax(np.abs(history.values), initial=0)
    side: Ints = (history.values > high + hair).astype(int) - (history.values < low - hair).astype(int)
    return side


def misses(history: History, tier: str, n: int) -> Spoken:
    """Periods at which so many in a row missed; one without a figure is no miss and ends the row 「连续未达」."""
    import numpy as np

    side = missed(history, tier)
    run = np.zeros(len(side), dtype=int)
    for at in range(len(side)):
        follows = at > 0 and side[at] == side[at - 1]
        run[at] = 0 if side[at] == 0 else run[at - 1] + 1 if follows else 1
    told = run >= n
    return Spoken("misses", np.where(told, side, 0), np.where(told, run, 0))


def signals_of(found: Sequence[History], strictness: Strictness) -> list[tuple[Spoken, Floats, Floats, Floats]]:
    """Departures of histories from what is usual, with each period's limits and the level before a run 「偏离平时」.

    Notes
    -----
    Histories with as many figures are judged in one go; figures that are missing are left out, their neighbours count
    as adjacent. Limits of a seasonal KPI are told in its own figures, the season put back on.
    """
    import numpy as np

    groups: dict[int, list[int]] = {}
    adjusted = [each.adjusted for each in found]
    for number, each in enumerate(adjusted):
        groups.setdefault(int((~np.isnan(each)).sum()), []).append(number)
    result: dict[int, tuple[Spoken, Floats, Floats, Floats]] = {}
    for members in groups.values():
        stacked = np.array([adjusted[number][~np.isnan(adjusted[number])] for number in members])
        judged = departures(stacked, strictness)
        for row, number in enumerate(members):
            result[number] = _spread(found[number], judged, row)
    return [result[number] for number in range(len(found))]


def _spread(history: History, judged: Departures, row: int) -> tuple[Spoken, Floats, Floats, Floats]:
    """What was judged without the missing figures, put back at the periods."""
    import numpy as np

    there = ~np.isnan(history.adjusted)
    side, run = np.zeros(len(there), dtype=int), np.zeros(len(there), dtype=int)
    lower, upper, level = (np.full(len(there), np.nan) for _ in range(3))
    side[there] = judged.side[row]
    run[there] = np.where(judged.side[row] != 0, judged.run[row], 0)
    lower[there], upper[there] = judged.lower[row], judged.upper[row]
    level[there] = judged.level[row]
    back = history.restored
    return Spoken("signal", side, run), back(lower), back(upper), back(level)


def last_events(history: History, spoken: Iterable[Spoken]) -> dict[int, tuple[Event, tuple[RuleName, ...]]]:
    """Last event on each side, whichever rules spoke: a run that two rules tell of is one event 「最近事件」.

    Returns
    -------
    dict
        By side (1 too high, -1 too low) the event and the rules that spoke of it.
    """
    import numpy as np

    rules = list(spoken)
    there = [bool(each) for each in ~np.isnan(history.values)]
    found: dict[int, tuple[Event, tuple[RuleName, ...]]] = {}
    for side in (-1, 1):
        runs = [np.where(each.side == side, each.run, 0) for each in rules]
        told = events(np.max(runs, axis=0).tolist(), there) if runs else ()
        if told:
            last = told[-1]
            names = tuple(
                each.rule for each, run in zip(rules, runs, strict=True) if run[last.fired : last.last + 1].any()
            )
            found[side] = last, names
    return found
