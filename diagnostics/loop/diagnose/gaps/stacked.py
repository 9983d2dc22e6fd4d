"""All comparisons of all cycles as one table, in the order in which they are told 「差距表」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.gaps.order import order_of
from diagnostics.loop.diagnose.signal import discoveries
from diagnostics.model.gap import COLUMNS, COMPARISONS, COUNTED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.compared import Compared

_TEXTS = frozenset(
    {"kpi", "level", "entity", "cycle", "period", "status", "basis", "not_compared", "caution", "mother"}
)
_OBJECTS = frozenset({"favourable", "outside_usual", "usual_side", "signal", "outside_funnel"})


def stacked(blocks: Sequence[Compared]) -> pd.DataFrame:
    """One table of the gaps of all cycles, ordered, with what is a signal among them 「差距表」.

    Parameters
    ----------
    blocks : sequence of Compared
        One a cycle.
    """
    import numpy as np
    import pandas as pd

    made = ("comparison", "rank", "signal", "outside_funnel")
    columns = [each for each in (*COLUMNS, *COUNTED) if each not in made]
    counts = [len(each.common["kpi"]) for each in blocks]
    place = _joined([np.repeat(np.arange(len(COMPARISONS)), each) for each in counts]).astype(np.intp)
    arrays = {name: _joined([_column(each, name) for each in blocks]) for name in columns}
    arrays["signal"] = _signals(arrays["probability"], place)
    arrays["outside_funnel"] = _outside(arrays)
    size, plain = (
        _joined([each[name] for block in blocks for name in COMPARISONS for each in [getattr(block, kind)]])
        for kind in ("size", "plain")
    )
    ties = (*(_codes(arrays[name]) for name in ("kpi", "level", "entity")), place)
    order = order_of(_side(arrays["favourable"]), size, plain, ties)
    frame = {name: _typed(name, array, order) for name, array in arrays.items()}
    frame["comparison"] = _text(np.array(COMPARISONS, dtype=object), place[order])
    frame["rank"] = np.arange(1, len(order) + 1)
    return pd.DataFrame({name: frame[name] for name in (*COLUMNS, *COUNTED)})


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0)


def _column(block: Compared, name: str) -> NDArray[Any]:
    """Column of a block, one comparison after the other; missing where a comparison has none of it."""
    import numpy as np

    count = len(block.common["kpi"])
    if name in block.common:
        return np.tile(block.common[name], len(COMPARISONS))
    blank: Any = "" if name in _TEXTS else None if name in _OBJECTS else np.nan
    kind = object if name in _TEXTS | _OBJECTS else float
    parts = [block.by[each].get(name, np.full(count, blank, dtype=kind)) for each in COMPARISONS]
    return np.concatenate(parts)


def _signals(probability: NDArray[np.float64], place: NDArray[np.intp]) -> NDArray[np.object_]:
    """Which gaps quiet times would hardly give, false ones held to 5 % in each comparison; missing where unknown."""
    import numpy as np

    found = np.full(len(probability), None, dtype=object)
    for at in range(len(COMPARISONS)):
        rows = np.flatnonzero((place == at) & ~np.isnan(probability))
        found[rows] = discoveries(probability[rows]).astype(object)
    return found


def _outside(arrays: dict[str, NDArray[Any]]) -> NDArray[np.object_]:
    import numpy as np

    low, high, value = arrays["funnel_low"], arrays["funnel_high"], arrays["actual"]
    found = ((value < low) | (value > high)).astype(object)
    found[np.isnan(low) | np.isnan(value)] = None
    return np.asarray(found)


def _side(favourable: NDArray[np.object_]) -> NDArray[np.float64]:
    """1 against us, -1 not, missing where nobody judges."""
    import numpy as np

    return np.where(favourable == True, -1.0, np.where(favourable == False, 1.0, np.nan))  # noqa: E712 (an object array)


def _codes(texts: NDArray[np.object_]) -> NDArray[np.intp]:
    import pandas as pd

    return pd.factorize(texts, sort=True)[0]


def _typed(name: str, array: NDArray[Any], order: NDArray[np.intp]) -> Any:
    """A column in its order: texts as text, truths as objects, figures as floats."""
    import pandas as pd

    if name in _TEXTS:
        codes, names = pd.factorize(array)
        return _text(names, codes[order])
    if name in _OBJECTS:
        return pd.Series(array[order], dtype=object)
    return array[order].astype(float)


def _text(names: NDArray[np.object_], codes: NDArray[np.intp]) -> Any:
    """Texts by their numbers: taken from few, rather than made one by one."""
    import pandas as pd

    return pd.array(list(names), dtype="str").take(codes)
