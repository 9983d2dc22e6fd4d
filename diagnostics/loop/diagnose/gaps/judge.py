"""Which gaps are against us, and in which band a KPI stands 「差距判定」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.bands import SAME, beyond

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.references import Actual, Reference

    Floats = NDArray[np.float64]
    Objects = NDArray[np.object_]

# True, false and unknown as they stand in a table, by 1, 0 and -1.
_TOLD = (False, True, None)


def judge(actual: Actual, comparison: str, reference: Reference) -> dict[str, NDArray[Any]]:
    """Gap, relative gap and side of the figures of all series by one comparison 「差距判定」.

    Returns
    -------
    dict of array
        ``reference, reference_high, absolute, relative``, and ``favourable`` as 1, 0, or -1 where nobody judges. For a
        range KPI's target the gap is the distance to the range. Division by a reference of 0 has no answer: the
        relative gap is missing there.
    """
    import numpy as np

    value, to_range = actual.value, (actual.way == "range") & (comparison == "target")
    absolute = np.where(to_range, beyond(value, reference.value, reference.high), value - reference.value)
    # What differs by the rounding of sums does not differ: 0.1 + 0.2 meets 0.3.
    absolute = np.where(np.abs(absolute) <= SAME * np.maximum(np.abs(value), np.abs(reference.value)), 0.0, absolute)
    size = np.abs(np.where(to_range & (absolute > 0), reference.high, reference.value))
    relative = np.divide(absolute, size, out=np.full(len(actual), np.nan), where=size > 0)
    good = _favourable(actual, comparison, reference, absolute)
    if comparison == "peers":
        good = _beyond_chance(good, value, reference.more)
    return {
        "reference": reference.value, "reference_high": reference.high, "absolute": absolute, "relative": relative,
        "favourable": good,
    }  # fmt: skip


def told(codes: NDArray[np.intp]) -> Objects:
    """True, false or missing of the codes 1, 0 and -1 「是、否、未知」."""
    import numpy as np

    return np.array(_TOLD, dtype=object)[codes]


def sides(value: Floats, low: Floats, high: Floats) -> NDArray[np.intp]:
    """1 where a figure lies above a range, -1 below it, 0 inside, 9 where nobody can tell 「在范围哪一侧」."""
    import numpy as np

    side = (value > high).astype(np.intp) - (value < low)
    return np.where(np.isnan(low) | np.isnan(value), 9, side)


def _favourable(actual: Actual, comparison: str, reference: Reference, absolute: Floats) -> NDArray[np.intp]:
    """1 where the actual is at least as good as the reference, 0 where not; nobody can say without a direction."""
    import numpy as np

    way, low, high = actual.way, actual.tiers["target"], actual.tiers["target_high"]
    now, then = np.abs(beyond(actual.value, low, high)), np.abs(beyond(reference.value, low, high))
    # A range KPI does well against another figure when it lies no further from its range.
    spans, targets = way == "range", comparison == "target"
    conditions = [way == "higher", way == "lower", spans & targets, spans]
    good = np.select(conditions, [absolute >= 0, absolute <= 0, absolute == 0, now <= then], default=False)
    there = ~np.isnan(absolute)
    known = np.select(conditions, [there, there, there, ~np.isnan(now) & ~np.isnan(then)], default=False)
    return np.where(known, good.astype(np.intp), -1)


def _beyond_chance(good: NDArray[np.intp], value: Floats, more: Mapping[str, NDArray[Any]]) -> NDArray[np.intp]:
    """Nobody is called better or worse than peers for what chance does to so few cases."""
    import numpy as np

    inside = (value >= more["funnel_low"]) & (value <= more["funnel_high"])
    return np.where(inside, -1, good)
