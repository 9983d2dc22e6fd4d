"""All comparisons of all cycles as one table, in the order in which they are told 「差距表」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.gaps.coded import Coded, joined
from diagnostics.loop.diagnose.gaps.judge import told
from diagnostics.loop.diagnose.gaps.order import order_of
from diagnostics.loop.diagnose.signal import discoveries
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
# Stand as truths and words in the table.
_FLAGGED = frozenset({"favourable", "usual_side"})


def stacked(blocks: Sequence[Compared]) -> pd.DataFrame:
    """One table of the gaps of all cycles, ordered, with what is a signal among them 「差距表」.

    Parameters
    ----------
    blocks : sequence of Compared
        One a cycle.
    """
    import numpy as np
    import pandas as pd

    place = _chained([np.repeat(np.arange(len(COMPARISONS)), len(each.texts["kpi"])) for each in blocks]).astype(
        np.intp
    )
    figures = {name: _chained([np.tile(each.common[name], len(COMPARISONS)) for each in blocks]) for name in _COMMON}
    figures |= {name: _chained([_own(each, name, by) for each in blocks for by in COMPARISONS]) for name in _OWN}
    size, plain = (
        _chained([getattr(each, kind)[by] for each in blocks for by in COMPARISONS]) for kind in ("size", "plain")
    )
    texts = {name: joined([each.texts[name] for each in blocks for _ in COMPARISONS]) for name in _TEXTS}
    favourable = figures["favourable"].astype(np.intp)
    side = np.where(favourable < 0, np.nan, 1.0 - 2.0 * favourable)
    order = order_of(side, size, plain, _ties(texts, place))
    frame: dict[str, Any] = {name: each.take(order) for name, each in figures.items() if name not in _FLAGGED}
    frame |= {name: each.column(order) for name, each in texts.items()}
    frame["comparison"] = Coded(COMPARISONS, place).column(order)
    for name, kind in (("not_compared", "why"), ("caution", "caution"), ("reference_period", "then")):
        frame[name] = joined([getattr(each, kind)[by] for each in blocks for by in COMPARISONS]).column(order)
    frame |= _flags(figures, place, order)
    frame["rank"] = np.arange(1, len(order) + 1)
    # The columns are ours alone: putting them into one block would copy them all.
    return pd.DataFrame({name: frame[name] for name in (*COLUMNS, *COUNTED)}, copy=False)


def _chained(parts: Sequence[Array]) -> Array:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0)


def _own(block: Compared, name: str, comparison: str) -> Array:
    """Column of one comparison; missing where it has none of it."""
    import numpy as np

    found = block.by[comparison].get(name)
    return np.full(len(block.texts["kpi"]), np.nan) if found is None else found


def _ties(texts: dict[str, Coded], place: Places) -> Places:
    """What decides among equals, as one number: KPI, level, entity, comparison."""
    import numpy as np

    key = texts["kpi"].codes
    for name in ("level", "entity"):
        key = key * max(len(texts[name].names), 1) + texts[name].codes
    return np.asarray(key * len(COMPARISONS) + place)


def _flags(figures: dict[str, Array], place: Places, order: Places) -> dict[str, Array]:
    """What is true, false or unknown of each gap."""
    import numpy as np

    side = figures["usual_side"].astype(np.intp).take(order)
    low, high, value = (figures[name].take(order) for name in ("funnel_low", "funnel_high", "actual"))
    beyond = np.where(np.isnan(low) | np.isnan(value), -1, (value < low) | (value > high)).astype(np.intp)
    return {
        "favourable": told(figures["favourable"].astype(np.intp).take(order)),
        "outside_usual": told(np.where(side == 9, -1, np.abs(side))),
        "usual_side": np.array(_SIDES, dtype=object)[np.where(side == 9, 0, side)],
        "outside_funnel": told(beyond),
        "signal": told(_signals(figures["probability"], place).take(order)),
    }


def _signals(probability: NDArray[np.float64], place: Places) -> Places:
    """1 for gaps that quiet times would hardly give, false ones held to 5 % in each comparison; -1 where unknown."""
    import numpy as np

    found = np.full(len(probability), -1, dtype=np.intp)
    for at in range(len(COMPARISONS)):
        rows = np.flatnonzero((place == at) & ~np.isnan(probability))
        found[rows] = discoveries(probability[rows])
    return found
