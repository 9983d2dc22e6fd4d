"""Series of one cycle held against their four references 「单周期比较」."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.bands import bands
from diagnostics.loop.diagnose.gaps.coded import Coded
from diagnostics.loop.diagnose.gaps.judge import judge, sides
from diagnostics.loop.diagnose.gaps.order import Weights, at_stake, plain_size, within_mothers
from diagnostics.loop.diagnose.gaps.peers import peer_reference
from diagnostics.loop.diagnose.gaps.references import Actual, Reference, earlier_reference, target_reference
from diagnostics.loop.diagnose.gaps.stake import Stakes
from diagnostics.loop.diagnose.signal import own_history
from diagnostics.model.basis import months_of
from diagnostics.model.gap import COMPARISONS
from diagnostics.model.year_before import year_before

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.series import Series
    from diagnostics.model.entity import Entities
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Calendar, Period
    from diagnostics.model.year_before import YearBefore

    Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Compared:
    """Series of one cycle with their gaps, a block of columns a comparison 「单周期比较」.

    Parameters
    ----------
    texts : dict of Coded
        Whose figures they are, and how they were counted.
    common : dict of array
        What a figure has whatever it is held against.
    by : dict of dict
        Columns of each comparison.
    why, caution : dict of Coded
        By comparison, why a reference is none, and what to know of it.
    then : dict of Coded
        By comparison, period of the reference.
    size, plain : dict of array
        What is at stake, and the relative gap by size, of each comparison.
    """

    texts: Mapping[str, Coded]
    common: Arrays
    by: Mapping[str, Arrays]
    why: Mapping[str, Coded]
    caution: Mapping[str, Coded]
    then: Mapping[str, Coded]
    size: Arrays
    plain: Arrays

    @classmethod
    def of(
        cls,
        series: Series,
        now: Period,
        kpis: Mapping[str, Kpi],
        calendar: Calendar,
        more: tuple[Entities | None, Mapping[tuple[str, str], float], Mapping[tuple[str, str], float]],
    ) -> Compared:
        """All series that were at work, compared 「比较」."""
        import numpy as np

        entities, weights, benchmarks = more
        open_ = _open(series, now, entities)
        kept = np.flatnonzero(open_ != _SHUT)
        actual = Actual.of(series.at(now), kept, kpis)
        year, before = year_before(calendar, now), calendar.shift(now, -1)
        earlier = {"previous": before} if year.period is None else {"previous": before, "year_ago": year.period}
        with ThreadPoolExecutor(max_workers=1) as aside:
            # One pass over the histories judges figures and changes; what needs none of them is reckoned meanwhile.
            judging = aside.submit(own_history, series.table, series.whose, now, calendar, earlier=earlier)
            references: dict[str, Reference] = {
                "target": target_reference(actual),
                "previous": earlier_reference(actual, series.at(before), kept),
                "year_ago": _lacking(earlier_reference(actual, series.at(year.period), kept), year),
                "peers": peer_reference(actual, entities, benchmarks, open_[kept] == _WHOLE),
            }
            stakes, weighed = Stakes(actual, kpis), Weights.of(actual, weights)
            by, size, plain = _judged(references, stakes, weighed)
            texts = {
                "kpi": actual.kpi, "level": actual.level, "entity": actual.entity, "basis": actual.basis,
                "cycle": Coded.same(now.cycle, len(actual)), "period": Coded.same(now.text, len(actual)),
                "mother": stakes.mothers(), "status": _statuses(actual),
            }  # fmt: skip
            own = judging.result().iloc[kept]
        _tell_rare(by, actual, own, references["target"])
        caution: dict[str, Coded] = {name: Coded.same("", len(actual)) for name in COMPARISONS}
        caution["year_ago"] = _cautioned(by["year_ago"], year, actual)
        size = within_mothers(size, by, stakes.mother_rows())
        then: dict[str, Coded] = {name: Coded.same(now.text, len(actual)) for name in COMPARISONS}
        then |= {name: Coded.same(each.text, len(actual)) for name, each in earlier.items()}
        if year.period is None:
            # Week 53 and 29 February have no period of the year before.
            then["year_ago"] = Coded.same("", len(actual))
        why = {name: each.not_compared for name, each in references.items()}
        return cls(texts, _common(actual, own, weighed), by, why, caution, then, size, plain)


_SHUT, _PART, _WHOLE = 0, 1, 2


def _open(series: Series, period: Period, entities: Entities | None) -> NDArray[np.intp]:
    """Whether the entity of each series was shut through a period, open in a part of it, or all along.

    One that was shut has no gap, rather than a missing one.
    """
    import numpy as np

    if entities is None:
        return np.full(series.count, _WHOLE)

    def state(name: str) -> int:
        if name not in entities:
            return _WHOLE
        first, last = entities.life(name)
        if (first is not None and first >= period.end) or (last is not None and last < period.start):
            return _SHUT
        return _WHOLE if entities.through(name, period.start, period.last_day) else _PART

    return series.keys["entity"].told(state, np.intp)


def _lacking(reference: Reference, year: YearBefore) -> Reference:
    """Reference to the year before, with the reason where the year before has no such period."""
    if year.period is not None:
        return reference
    return Reference(reference.value, reference.high, Coded.same(year.caution, len(reference.value)), reference.more)


def _cautioned(found: Arrays, year: YearBefore, actual: Actual) -> Coded:
    """Where a festival lies in one of two months only, the difference is shown and nobody judges it.

    Months that were merged, such as 1–2 月, hold the festival in both years.
    """
    import numpy as np

    there = ~np.isnan(found["absolute"]) & ~actual.basis.told(lambda each: months_of(each) > 1, bool)
    if year.period is None or not year.caution:
        return Coded.same("", len(there))
    if year.caution == "festival":
        found["favourable"] = np.where(there, -1, found["favourable"])
        found["probability"] = np.where(there, np.nan, found["probability"])
    return Coded(("", year.caution), there.astype(np.intp))


def _judged(
    references: Mapping[str, Reference], stakes: Stakes, weighed: Weights
) -> tuple[dict[str, Arrays], Arrays, Arrays]:
    """Gaps of each comparison, what is at stake in them, and relative gaps by size."""
    by: dict[str, Arrays] = {}
    size: Arrays = {}
    plain: Arrays = {}
    share = stakes.share()
    for name in COMPARISONS:
        found = judge(stakes.actual, name, references[name])
        found["stake"] = stakes.of(found["absolute"])
        size[name] = at_stake(found, stakes, weighed, share)
        plain[name] = plain_size(found)
        by[name] = {**found, **references[name].more}
    return by, size, plain


def _tell_rare(by: Mapping[str, Arrays], actual: Actual, own: pd.DataFrame, target: Reference) -> None:
    """Put to each gap how often quiet times would give it; the limits of chance have told it of gaps to peers."""
    import numpy as np

    told = {
        "target": _of_figure(actual, own, target),
        "previous": _of_change(own, "previous"),
        "year_ago": _of_change(own, "year_ago"),
        "peers": by["peers"]["probability"],
    }
    for name, each in told.items():
        # Where there is no gap there is nothing to be rare.
        by[name]["probability"] = np.where(np.isnan(by[name]["absolute"]), np.nan, each)


def _of_figure(actual: Actual, own: pd.DataFrame, reference: Reference) -> NDArray[np.float64]:
    """How often quiet times would take a figure so far to the side of its gap.

    A figure that is unusually high and still short of its target is short for no unusual reason.
    """
    import numpy as np

    moved = actual.value - own["expected"].to_numpy()
    gap = actual.value - np.where(actual.value > reference.high, reference.high, reference.value)
    return np.where(moved * gap < 0, 1.0, own["probability"].to_numpy())


def _of_change(own: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """How often quiet times would give so large a change since an earlier period; missing where there is none."""
    import numpy as np

    if f"probability_{name}" not in own:
        return np.full(len(own), np.nan)
    return own[f"probability_{name}"].to_numpy(dtype=float)


def _statuses(actual: Actual) -> Coded:
    """Band in which each figure stands."""
    import pandas as pd

    return Coded.of(bands(pd.DataFrame({"value": actual.value, **actual.tiers}), actual.way))


def _common(actual: Actual, own: pd.DataFrame, weights: Weights) -> Arrays:
    low, high = own["usual_low"].to_numpy(), own["usual_high"].to_numpy()
    return {
        "actual": actual.value, "weight": weights.shown, "usual_low": low, "usual_high": high,
        "usual_side": sides(actual.value, low, high), "expected": own["expected"].to_numpy(), "n": actual.n,
        "people": actual.people,
    }  # fmt: skip
