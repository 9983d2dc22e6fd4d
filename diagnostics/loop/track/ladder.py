"""How far the evidence for a measure reaches 「证据阶梯」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.loop.track.series import Series
    from diagnostics.model.kpi import Direction
    from diagnostics.model.tracking import Verdict


def rung(record: Mapping[str, Any], verdict: Verdict, *, process_moved: bool, result_moved: bool) -> int:
    """Highest rung of the evidence ladder that a measure reached 「证据阶梯」.

    Parameters
    ----------
    record : mapping
        The measure, from the hand-off ``interventions``.
    verdict : {"worked", "no_evidence", "worse", "insufficient"}
        Verdict of its estimate.
    process_moved : bool
        Whether its process KPI left its usual range to the better.
    result_moved : bool
        Whether its KPI left its usual range, to either side.

    Returns
    -------
    int
        4 attributable, 3 result outside its usual range, 2 process KPI moved, 1 carried out at least in part, 0 none.

    Examples
    --------
    >>> rung({"state": "started", "progress": 0.4}, "insufficient", process_moved=False, result_moved=False)
    1
    """
    if verdict in ("worked", "worse"):
        return 4
    if result_moved:
        return 3
    if process_moved:
        return 2
    return 1 if record["state"] == "completed" or record["progress"] > 0 else 0


def moved(series: Iterable[Series | None], start: str, direction: Direction, *, better_only: bool) -> bool:
    """Whether a KPI left its usual range since a period, at one of the entities at least 「是否超出平时波动」.

    Parameters
    ----------
    start : str
        First day of that period.
    direction : {"higher", "lower", "range", "none"}
        Which way is better.
    better_only : bool
        Whether only the better side counts; a KPI without a better side then never moves.
    """
    return any(_moved(each, start, direction, better_only) for each in series if each is not None)


def _moved(series: Series, start: str, direction: Direction, better_only: bool) -> bool:
    if series.limits is None:
        return False
    values = series.table.loc[series.table["start"] >= start, "value"].dropna()
    above, below = bool((values > series.limits.upper).any()), bool((values < series.limits.lower).any())
    if not better_only:
        return above or below
    return (above and direction == "higher") or (below and direction == "lower")
