"""Whether two counts lie a power of ten apart: units that differ rather than figures 「单位差异」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.model.conflicts import DefinitionDifference
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

# 百分数, 千元, 万元, 百万, 亿元 beside the base unit.
SCALES = (100, 1_000, 10_000, 1_000_000, 100_000_000)
NEAR, FEWEST = 0.1, 2


def unit_difference(kpi: str, reading: str, rows: pd.DataFrame) -> Iterator[DefinitionDifference]:
    """Hint that a reading is in another unit, where its figures lie about 100, 10,000 … times apart 「单位差异」.

    Parameters
    ----------
    rows : DataFrame
        ``authoritative`` and ``value`` side by side; before anything is blanked.

    Notes
    -----
    The median of value ÷ authoritative lies within 10 % of a scale, over at least 2 figures. Nothing is converted.
    """
    both = rows[rows["state"].isin(["conflict", "within"]) & (rows["authoritative"] != 0) & (rows["value"] != 0)]
    if len(both) < FEWEST:
        return
    ratio = float((both["value"] / both["authoritative"]).median())
    for scale in SCALES:
        for factor, own, other in ((scale, 1, scale), (1 / scale, scale, 1)):
            if abs(ratio / factor - 1) <= NEAR:
                yield DefinitionDifference(kpi, reading, "unit", _times(own), _times(other))


def _times(scale: int) -> Text:
    return Text(zh=f"{scale:,}", en=f"{scale:,}")
