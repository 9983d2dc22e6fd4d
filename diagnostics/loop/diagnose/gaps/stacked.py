"""All comparisons of all cycles as one table, in the order in which they are told 「差距表」."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.gaps.coded import Coded, joined
from diagnostics.loop.diagnose.gaps.judge import told
from diagnostics.loop.diagnose.gaps.order import order_of
from diagnostics.loop.diagnose.signal import discoveries
from diagnostics.loop.diagnose.signal.own import WORKERS
from diagnostics.model.gap import COLUMNS, COMPARISONS, COUNTED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.compared import Compared

    Array = NDArray[Any]
    Places = NDArray[np.intp]

_COMMON = ("actual", "usual_low", "usual_high", "usual_side", "expected", "weight", "n", "people")
_OWN = (
    "reference", "reference_high", "absolute", "relative", "favourable", "probability", "stake", "best", "benchmark",
    "peers", "funnel_low", "funnel_high",
)  # fmt: skip
_TEXTS = ("kpi", "level", "entity", "cycle", "period", "status", "mother", "basis")
_SIDES = (None, "above", "below")


def stacked(blocks: Sequence[Compared]) -> pd.DataFrame:
    """One table of the gaps of all cycles, ordered, with what is a signal among them 「差距表」.

    Parameters
    ----------
    blocks : sequence of Compared
        One a cycle.
    """
    import numpy as np
    import pandas as pd

    whose, place = _rows(blocks)
    common = {name: _chained([each.common[name] for each in blocks]) for name in _COMMON}
    texts = {name: joined([each.texts[name] for each in blocks]) for name in _TEXTS}
    own = _at_once({name: partial(_own, blocks, name) for name in _OWN})
    size, plain = (
        _chained([getattr(each, kind)[by] for each in blocks for by in COMPARISONS]) for kind in ("size", "plain")
    )
    favourable = own["favourable"].astype(np.intp)
    side = np.where(favourable < 0, np.nan, 1.0 - 2.0 * favourable)
    order = order_of(side, size, plain, _ties(texts)[whose] * len(COMPARISONS) + place)
    source = whose[order]
    columns: dict[str, Callable[[], Any]] = {name: partial(each.take, source) for name, each in common.items()}
    columns |= {name: partial(each.take, order) for name, each in own.items()}
    columns |= {name: partial(each.column, source) for name, each in texts.items()}
    columns["comparison"] = partial(Coded(COMPARISONS, place).column, order)
    for name, kind in (("not_compared", "why"), ("caution", "caution"), ("reference_period", "then")):
        parts = [getattr(each, kind)[by] for each in blocks for by in COMPARISONS]
        columns[name] = partial(_column, parts, order)
    columns["signal"] = lambda: _signals(own["probability"], place).take(order)
    frame = _at_once(columns)
    frame |= _flags(frame)
    frame["rank"] = np.arange(1, len(order) + 1)
    # The columns are ours alone: putting them into one block would copy them all.
    return pd.DataFrame({name: frame[name] for name in (*COLUMNS, *COUNTED)}, copy=False)


def _rows(blocks: Sequence[Compared]) -> tuple[Places, Places]:
    """Series and comparison of each row before they are ordered; a block has all rows of one comparison together."""
    import numpy as np

    counts = [len(each.texts["kpi"]) for each in blocks]
    starts = np.cumsum([0, *counts])
    whose = [np.tile(np.arange(many) + start, len(COMPARISONS)) for start, many in zip(starts, counts, strict=False)]
    place = [np.repeat(np.arange(len(COMPARISONS)), many) for many in counts]
    return _chained(whose).astype(np.intp), _chained(place).astype(np.intp)


def _at_once(told: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Columns by name, several worked out at a time."""
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return dict(zip(told, pool.map(lambda each: each(), told.values()), strict=True))


def _chained(parts: Sequence[Array]) -> Array:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0)


def _own(blocks: Sequence[Compared], name: str) -> Array:
    """Column of all comparisons; missing where one has none of it."""
    import numpy as np

    parts = [(each.by[by].get(name), len(each.texts["kpi"])) for each in blocks for by in COMPARISONS]
    return _chained([np.full(many, np.nan) if found is None else found for found, many in parts])


def _column(parts: Sequence[Coded], order: Places) -> Any:
    return joined(parts).column(order)


def _ties(texts: Mapping[str, Coded]) -> Places:
    """What decides among equals, as one number: KPI, level, entity."""
    key = texts["kpi"].codes
    for name in ("level", "entity"):
        key = key * max(len(texts[name].names), 1) + texts[name].codes
    return key


def _flags(frame: Mapping[str, Array]) -> dict[str, Any]:
    """What is true, false or unknown of each gap, of its ordered columns."""
    import numpy as np

    side, value = frame["usual_side"].astype(np.intp), frame["actual"]
    low, high = frame["funnel_low"], frame["funnel_high"]
    beyond = np.where(np.isnan(low) | np.isnan(value), -1, (value < low) | (value > high)).astype(np.intp)
    return {
        "favourable": told(frame["favourable"].astype(np.intp)),
        "outside_usual": told(np.where(side == 9, -1, np.abs(side))),
        "usual_side": _words(np.where(side == 9, 0, side) % len(_SIDES)),
        "outside_funnel": told(beyond),
        "signal": told(frame["signal"]),
    }


def _words(side: Places) -> Any:
    """On which side of the usual range: a column of texts, as nothing but missing where there is none."""
    import numpy as np
    import pandas as pd

    # pandas would look through a million words to see that they are texts.
    return pd.array(_SIDES, dtype="str").take(side) if side.any() else np.full(len(side), None, dtype=object)


def _signals(probability: NDArray[np.float64], place: Places) -> Places:
    """1 for gaps that quiet times would hardly give, false ones held to 5 % in each comparison; -1 where unknown."""
    import numpy as np

    found = np.full(len(probability), -1, dtype=np.intp)
    for at in range(len(COMPARISONS)):
        rows = np.flatnonzero((place == at) & ~np.isnan(probability))
        found[rows] = discoveries(probability[rows])
    return found
