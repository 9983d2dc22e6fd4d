"""How far the evidence for a measure reaches 「证据阶梯」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.model.basis import version_of
from diagnostics.model.process_limits import usual_range

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.effect import Verdict
    from diagnostics.model.kpi import Direction


def carried_out(record: Mapping[str, Any]) -> bool:
    """Whether the ledger shows that anything of a measure was done; what comes from outside has happened 「已执行」."""
    return bool(record.get("external")) or record["state"] == "completed" or record["progress"] > 0


def evidence_of(
    record: Mapping[str, Any],
    verdict: Verdict,
    process_moved: bool | None,
    result_moved: bool | None,
    *,
    shared: bool = False,
) -> dict[str, bool | None]:
    """What is known of each rung of the evidence ladder 「证据阶梯」.

    Parameters
    ----------
    record : mapping
        The measure, from the hand-off ``interventions``.
    verdict : {"worked", "no_evidence", "worse", "insufficient"}
        Verdict of its estimate.
    process_moved : bool or None
        Whether its process KPI left its usual range to the better.
    result_moved : bool or None
        Whether its KPI left its usual range, to either side.
    shared : bool
        Whether other measures acted on the KPI, or a related one, at the same time: what moved is theirs too.

    Returns
    -------
    dict
        From the lowest rung to the highest; None where nothing can be said. Each tells what was seen by itself.

    Notes
    -----
    ``attributable`` needs ``carried_out``: what nobody did has no effect. It is not claimed where the effect is
    ``shared``: then the verdict is about all of them together. It may stand without ``process_moved``, and
    with ``outside_range`` False: the mean of many periods against peers is surer than any single figure, and may be
    told from chance although no figure left its own usual range. Readers are then told so (``within_range``).
    """
    done = carried_out(record)
    return {
        "carried_out": done,
        "process_moved": process_moved,
        "outside_range": result_moved,
        "attributable": done and not shared and verdict in ("worked", "worse"),
    }


def rung(evidence: Mapping[str, bool | None]) -> int:
    """Highest rung of the evidence ladder that was reached, 0 for none 「证据阶梯」.

    Nothing is reached unless the measure was carried out: figures that moved without it are no evidence for it. Above
    that a rung may be reached while one below it is unknown or was not.

    Examples
    --------
    >>> rung({"carried_out": True, "process_moved": None, "outside_range": True, "attributable": False})
    3
    """
    if not evidence["carried_out"]:
        return 0
    return max((place for place, reached in enumerate(evidence.values(), start=1) if reached), default=0)


def moved(
    series: Iterable[pd.DataFrame | None],
    start: str,
    direction: Direction,
    season: int,
    *,
    better_only: bool,
) -> bool | None:
    """Whether a KPI left its usual range since a period, at one of the entities at least 「是否超出平时波动」.

    Parameters
    ----------
    series : iterable of DataFrame or None
        ``start`` and ``value`` of a series, a row every period in order of time; None where an entity has none.
    start : str
        First day of that period.
    direction : {"higher", "lower", "range", "none"}
        Which way is better.
    season : int
        Periods in a season.
    better_only : bool
        Whether only the better side counts; a KPI without a better side then never moves.

    Returns
    -------
    bool or None
        None where no usual range is known, or no figure since.

    Notes
    -----
    The usual range is that of the last 24 figures before the period; with fewer than 8 nothing can be said. Where a
    season more is known, a figure has to be unusual for its time of the year too: its change on the same time of the
    last season before the period lies beyond the usual range of such changes.
    """
    found = [_moved(each, start, direction, season, better_only) for each in series if each is not None]
    known = [each for each in found if each is not None]
    return any(known) if known else None


def _moved(table: pd.DataFrame, start: str, direction: Direction, season: int, better_only: bool) -> bool | None:
    import numpy as np

    values = _counted_alike(table)
    place = int((table["start"] < start).sum())
    side = _sides(values[:place], values[place:])
    if season > 1:
        # Each figure's change on the same time of the last season before the start.
        at = np.arange(len(values))
        then = at - season * np.maximum(1, -(-(at - place + 1) // season))
        change = np.where(then >= 0, values - values[np.maximum(then, 0)], np.nan)
        for_season = _sides(change[:place], change[place:])
        side = side if for_season is None or side is None else np.where(side == for_season, side, 0)
    if side is None or np.isnan(values[place:]).all():
        return None
    wanted = {"higher": [1], "lower": [-1]}.get(direction, []) if better_only else [1, -1]
    return bool(np.isin(side, wanted).any())


def _counted_alike(table: pd.DataFrame) -> NDArray[np.float64]:
    """Values of a series; those of another definition than the last one's are missing."""
    import numpy as np

    values: NDArray[np.float64] = table["value"].to_numpy(dtype=float)
    if "basis" not in table.columns:
        return values
    versions = np.array([version_of(each) for each in table["basis"]], dtype=object)
    there = versions[~np.isnan(values)]
    return np.where(versions == there[-1], values, np.nan) if len(there) else values


def _sides(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.int_] | None:
    """On which side of the usual range before each later figure lies, 0 inside; None where no range is known."""
    usual = usual_range(before)
    if usual is None:
        return None
    sides: NDArray[np.int_] = (after > usual[1]).astype(int) - (after < usual[0]).astype(int)
    return sides
