"""Draws from the KPIs' joint distribution, as levels 「蒙特卡洛抽样」."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from diagnostics.loop.intervene.pay.joint import LEVELS, REACH, Joint

if TYPE_CHECKING:
    import numpy as np

    Places = np.ndarray[Any, np.dtype[np.intp]]

R = TypeVar("R")
# So many scores at a time stay in a processor's cache.
_AT_ONCE = 150_000
# numpy draws and looks up outside of Python's lock; which thread draws a block changes nothing.
_THREADS = 2
# Multiplications in one product, few enough for one thread.
_STRIP = 200_000


def over_draws(joint: Joint, draws: int, seed: int, work: Callable[[int, list[Places]], R]) -> list[R]:
    """What work makes of the draws, block by block, in order 「分块抽样」.

    Parameters
    ----------
    work : callable
        Takes the number of the block's first draw, and by month the places (KPI, draw, entity) of levels in a table of
        entities × levels. Blocks run beside each other, so it writes to none but its own part.
    """
    blocks = list(_blocks(joint, draws))

    def one(number: int) -> R:
        first, size = blocks[number]
        return work(first, drawn(joint, size, seed, number))

    if len(blocks) == 1:
        return [one(0)]
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        return list(pool.map(one, range(len(blocks))))


def _blocks(joint: Joint, draws: int) -> Iterator[tuple[int, int]]:
    size = max(1, _AT_ONCE // max(len(joint.kpis) * len(joint.entities), 1))
    return ((first, min(size, draws - first)) for first in range(0, draws, size))


def drawn(joint: Joint, size: int, seed: int, number: int) -> list[Places]:
    """One block of draws: by month the places (KPI, draw, entity) of levels 「抽样」.

    Notes
    -----
    Score of a month: carried · the month before + √(1 − carried²) · (shared + own), all standard normal. What is looked
    up is that plus unsure · (shared + own), drawn once for all months.
    """
    import numpy as np

    count, wide = len(joint.kpis), len(joint.entities)
    source = np.random.SeedSequence(seed, spawn_key=(number,))
    rng = np.random.Generator(np.random.SFC64(source))
    shared, own = joint.shared.astype(np.float32), joint.own.astype(np.float32)
    carried = joint.carried.astype(np.float32)[:, None, None]
    unsure = joint.unsure.astype(np.float32)[:, None, None]
    once = len(joint.months) == 1
    # Of one month both have the same distribution as one wider draw.
    rest = np.sqrt(1 - carried**2 + (unsure**2 if once else 0))
    ends = np.float32(REACH - REACH / LEVELS)
    offsets = (np.arange(wide) * LEVELS + LEVELS // 2).astype(np.float32)
    alone = np.empty((count, size * wide), dtype=np.float32)
    score = np.broadcast_to(joint.last.astype(np.float32)[:, None, :], (count, size, wide))

    def shocks() -> Any:
        rng.standard_normal(dtype=np.float32, out=alone)
        common = _mixed(shared, rng.standard_normal((count, size), dtype=np.float32))
        new = _mixed(own, alone).reshape(count, size, wide)
        new += common[:, :, None]
        return new

    off = 0.0 if once or not joint.unsure.any() else unsure * shocks()
    plain = once and not joint.carried.any() and not joint.unsure.any()
    months: list[Places] = []
    for _ in joint.months:
        score = shocks() if plain else carried * score + rest * shocks()
        place = np.clip(score + off, -ends, ends)
        place *= np.float32(LEVELS / (2 * REACH))
        at = np.empty(place.shape, dtype=np.intp)
        np.add(place, offsets, out=at, casting="unsafe")
        months.append(at)
    return months


def _mixed(factor: Any, scores: Any) -> Any:
    """Factor · scores, in strips: a product of few rows and many columns gains nothing from the library's threads."""
    import numpy as np

    strip = max(1, _STRIP // len(factor) ** 2)
    found = np.empty_like(scores)
    for first in range(0, scores.shape[1], strip):
        np.matmul(factor, scores[:, first : first + strip], out=found[:, first : first + strip])
    return found
