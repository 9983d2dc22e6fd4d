"""Comparison entities that the measure may reach, too 「外溢」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diagnostics.errors import unknown
from diagnostics.loop.track.effect.did import did, usable
from diagnostics.model.detection import FEWEST_COMPARISONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel


@dataclass(frozen=True, slots=True)
class Spill:
    """What became of the entities near to the treated ones 「外溢检查」.

    Parameters
    ----------
    near : tuple of str
        Those that are compared with.
    left_out : int
        Those that were left out, as asked.
    change, p_value : float
        How far the near ones moved with the start against the others, and the probability of that by chance; NaN where
        it wasn't tested, or can't be.
    """

    near: tuple[str, ...] = ()
    left_out: int = 0
    change: float = math.nan
    p_value: float = math.nan

    @property
    def untested(self) -> bool:
        """Whether there are near ones and too few others to hold them against 「未能检验」."""
        return bool(self.near) and math.isnan(self.p_value)

    def bias(self, weights: dict[str, float], comparisons: int) -> float:
        """What the near ones' own move does to the estimate, by their share in the comparison 「外溢造成的偏差」."""
        if not weights:
            return self.change * len(self.near) / comparisons if comparisons else math.nan
        return self.change * sum(weights.get(each, 0.0) for each in self.near)


def spill(panel: Panel, near: Sequence[Any], *, leave_out: bool) -> tuple[Panel, Spill]:
    """Whether entities near to the treated ones moved with the start, or the panel without them 「外溢检查」.

    Parameters
    ----------
    panel : Panel
        As analysed.
    near : sequence
        Entities that the measure may reach: of the same parent, next door, sharing customers. Treated ones are passed
        over.
    leave_out : bool
        Whether they are left out rather than tested.

    Raises
    ------
    InputError
        When one is no entity of the data.

    Notes
    -----
    The near ones are taken for treated and held against the far ones, by difference-in-differences with placebo
    inference; with fewer than 5 far ones nothing can be said. Staggered starts are tested from the earliest on.
    """
    import numpy as np

    for name in map(str, near):
        if name not in panel.entities:
            raise unknown("entity nearby", name, panel.entities)
    names = {str(each) for each in near}
    rows = np.array([each in names for each in panel.entities]) & ~panel.treated
    found = tuple(each for each, is_near in zip(panel.entities, rows, strict=True) if is_near)
    if not found:
        return panel, Spill()
    if leave_out:
        return panel.of(~rows), Spill(left_out=len(found))
    tested = _pretended(panel, rows)
    if len(usable(tested.comparisons, tested.after)) < FEWEST_COMPARISONS or not len(
        usable(tested.values[tested.treated], tested.after)
    ):
        return panel, Spill(found)
    moved = did(tested)
    return panel, Spill(found, 0, moved.effect, moved.p_value)


def _pretended(panel: Panel, near: NDArray[np.bool_]) -> Panel:
    """Near entities as if they had been treated, beside the far ones."""
    import numpy as np

    starts = np.where(near, panel.start, panel.line.count)
    shown = replace(panel, treated=near, starts=starts, begun=starts)
    return shown.of(~panel.treated)
