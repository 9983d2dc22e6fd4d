"""Series of one cycle held against their four references 「单周期比较」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.bands import bands
from diagnostics.loop.diagnose.gaps.judge import judge, sides
from diagnostics.loop.diagnose.gaps.order import Weights, at_stake
from diagnostics.loop.diagnose.gaps.peers import peer_reference
from diagnostics.loop.diagnose.gaps.references import Actual, Reference, earlier_reference, target_reference
from diagnostics.loop.diagnose.gaps.stake import Stakes
from diagnostics.loop.diagnose.signal import own_history
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
    common : dict of array
        What a figure has whatever it is held against.
    by : dict of dict
        Columns of each comparison.
    size, plain : dict of array
        What is at stake, and the relative gap by size, of each comparison.
    """

    common: Arrays
    by: Mapping[str, Arrays]
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
        references: dict[str, Reference] = {
            "target": target_reference(actual),
            "previous": earlier_reference(actual, series.at(before), kept),
            "year_ago": _lacking(earlier_reference(actual, series.at(year.period), kept), year),
            "peers": peer_reference(actual, entities, benchmarks, open_[kept] == _WHOLE),
        }
        # One pass over the histories judges figures and changes.
        earlier = {"previous": before} if year.period is None else {"previous": before, "year_ago": year.period}
        own = own_history(series.table, series.whose, now, calendar, earlier=earlier).iloc[kept]
        told = {
            "target": own["probability"].to_numpy(),
            "previous": _of_change(own, "previous"),
            "year_ago": _of_change(own, "year_ago"),
            "peers": references["peers"].more["probability"],
        }
        stakes, weighed = Stakes(actual, kpis), Weights.of(actual, weights)
        share = stakes.share()
        by: dict[str, Arrays] = {}
        size: Arrays = {}
        plain: Arrays = {}
        for name in COMPARISONS:
            found = judge(actual, name, references[name])
            found["stake"] = stakes.of(found["absolute"])
            size[name] = at_stake(found, stakes, weighed, share)
            plain[name] = _plain(found)
            by[name] = {**found, **references[name].more, "probability": told[name]}
        _cautioned(by["year_ago"], year)
        return cls(_common(actual, own, weighed, stakes, now), by, size, plain)


_SHUT, _PART, _WHOLE = 0, 1, 2


def _open(series: Series, period: Period, entities: Entities | None) -> NDArray[np.intp]:
    """Whether the entity of each series was shut through a period, open in a part of it, or all along.

    One that was shut has no gap, rather than a missing one.
    """
    import numpy as np
    import pandas as pd

    if entities is None:
        return np.full(series.count, _WHOLE)
    codes, names = pd.factorize(series.keys["entity"])
    known = {each.id for each in entities}
    states = [_state(*entities.life(each), period) if each in known else _WHOLE for each in names]
    return np.array(states, dtype=np.intp)[codes]


def _state(first: Any, last: Any, period: Period) -> int:
    if (first is not None and first >= period.end) or (last is not None and last < period.start):
        return _SHUT
    late, early = first is not None and first > period.start, last is not None and last < period.last_day
    return _PART if late or early else _WHOLE


def _lacking(reference: Reference, year: YearBefore) -> Reference:
    """Reference to the year before, with the reason where the year before has no such period."""
    import numpy as np

    if year.period is not None:
        return reference
    reasons = np.full(len(reference.value), year.caution, dtype=object)
    return Reference(reference.value, reference.high, reasons, reference.more)


def _cautioned(found: Arrays, year: YearBefore) -> None:
    """Where a festival lies in one of two months only, the difference is shown and nobody judges it."""
    import numpy as np

    if year.period is None or not year.caution:
        return
    there = ~np.isnan(found["absolute"])
    found["caution"] = np.where(there, year.caution, "").astype(object)
    if year.caution == "festival":
        found["favourable"] = np.full(len(there), None, dtype=object)
        found["probability"] = np.full(len(there), np.nan)


def _of_change(own: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """How often quiet times would give so large a change since an earlier period; missing where there is none."""
    import numpy as np

    if f"probability_{name}" not in own:
        return np.full(len(own), np.nan)
    return own[f"probability_{name}"].to_numpy(dtype=float)


def _plain(found: Arrays) -> NDArray[np.float64]:
    import numpy as np

    relative = np.abs(found["relative"])
    return np.where(np.isnan(relative) & ~np.isnan(found["absolute"]), np.sign(np.abs(found["absolute"])), relative)


def _common(actual: Actual, own: pd.DataFrame, weights: Weights, stakes: Stakes, now: Period) -> Arrays:
    import numpy as np
    import pandas as pd

    low, high = own["usual_low"].to_numpy(), own["usual_high"].to_numpy()
    outside, side = sides(actual.value, low, high)
    frame = pd.DataFrame({"value": actual.value, **actual.tiers})
    return {
        "kpi": actual.kpi, "level": actual.level, "entity": actual.entity,
        "cycle": np.full(len(actual), now.cycle, dtype=object), "period": np.full(len(actual), now.text, dtype=object),
        "actual": actual.value, "status": bands(frame, actual.way), "weight": weights.shown,
        "usual_low": low, "usual_high": high, "outside_usual": outside, "usual_side": side,
        "expected": own["expected"].to_numpy(), "n": actual.n, "people": actual.people, "basis": actual.basis,
        "mother": stakes.mothers(),
    }  # fmt: skip
