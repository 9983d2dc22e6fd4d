"""Draws from the KPIs' joint distribution, as levels 「蒙特卡洛抽样」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from diagnostics.loop.intervene.pay.joint import LEVELS, REACH, Joint

if TYPE_CHECKING:
    import numpy as np

    Places = np.ndarray[Any, np.dtype[np.intp]]

# So many scores at a time stay in a processor's cache.
_AT_ONCE = 400_000


def drawn(joint: Joint, draws: int, seed: int) -> Iterator[tuple[int, list[Places]]]:
    """Draws of all months, some at a time 「抽样」.

    Yields
    ------
    (int, list of array)
        Number of the first draw, and by month the places (KPI, draw, entity) of levels in a table of entities × levels.

    Notes
    -----
    Score of a month: carried · the month before + √(1 − carried²) · (shared + own), all standard normal.
    """
    import numpy as np

    count, wide = len(joint.kpis), len(joint.entities)
    rng = np.random.Generator(np.random.SFC64(seed))
    block = max(1, min(draws, _AT_ONCE // max(count * wide, 1)))
    shared, own = joint.shared.astype(np.float32), joint.own.astype(np.float32)
    carried = joint.carried.astype(np.float32)[:, None, None]
    rest = np.sqrt(1 - carried**2)
    ends = np.float32(REACH - REACH / LEVELS)
    offsets = (np.arange(wide) * LEVELS + LEVELS // 2).astype(np.float32)
    for first in range(0, draws, block):
        size = min(block, draws - first)
        score = np.broadcast_to(joint.last.astype(np.float32)[:, None, :], (count, size, wide))
        months: list[Places] = []
        for _ in joint.months:
            alone = rng.standard_normal((count, size * wide), dtype=np.float32)
            common = rng.standard_normal((count, size), dtype=np.float32)
            new = (own @ alone).reshape(count, size, wide)
            new += (shared @ common)[:, :, None]
            score = new if not joint.carried.any() else carried * score + rest * new
            place = np.clip(score, -ends, ends)
            place *= np.float32(LEVELS / (2 * REACH))
            place += offsets
            months.append(place.astype(np.intp))
        yield first, months
