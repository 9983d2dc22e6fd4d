"""Days and weeks gathered to the cycle that tells most 「周期选择」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.effect.panel import Columns, Panel, read_panel
from diagnostics.model.detection import FEWEST_COMPARISONS

if TYPE_CHECKING:
    import pandas as pd

FINE = ("day", "week")


def best_cycle(
    panel: Panel, frame: pd.DataFrame, columns: Columns, treated: Sequence[Any] | str, start: Any
) -> tuple[Panel, str]:
    """Panel by the cycle that tells most of an effect, and the code of why 「周期选择」.

    Parameters
    ----------
    panel : Panel
        As the frame has it; it passed every check, so that sums hide no bad row.
    frame, columns, treated, start
        What it was read from.

    Returns
    -------
    tuple
        The same panel and an empty code where periods are months or longer, plainly numbered, or there are covariates,
        which can't be summed; and from 5 comparison entities on, whose spread is the yardstick by any cycle.
    """
    numbered, many = isinstance(panel.line.first, int), len(panel.comparisons) >= FEWEST_COMPARISONS
    if panel.line.cycle not in FINE or numbered or many or columns.covariates or panel.staggered:
        return panel, ""
    from diagnostics.loop.track.effect.series.finest import finest

    found = finest(frame, columns, treated, start)
    if found.cycle == panel.line.cycle:
        return panel, found.why
    return read_panel(found.frame, found.columns, treated, start, found.cycle), found.why
