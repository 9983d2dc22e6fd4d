"""Marks of the focal series: what was hardly chance, and never better while short of target 「趋势图标记」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import finite

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.close.inputs import Inputs

ORDINARY = "common_cause"
_BETTER, _WORSE, _CHANGED = "special_cause_improvement", "special_cause_concern", "special_cause_neutral"


def marked(frame: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Focal series with the usual range of each figure by what came before it 「标记序列」.

    Parameters
    ----------
    frame : DataFrame
        Series as the tracking step wrote it, whose range knows no season.

    Returns
    -------
    DataFrame
        ``lower``, ``upper`` and ``flag`` by the diagnosis; a run that knows none keeps its own.
    """
    marks = {each["period"]: each for each in inputs.diagnosis.get("marks") or ()}
    if not marks:
        return frame
    found = [marks.get(str(each), {}) for each in frame["period"]]
    direction = str(inputs.kpis[inputs.diagnosis["focus"]["kpi"]]["direction"])
    rows = frame.to_dict("records")
    return frame.assign(
        mean=float("nan"),
        lower=[each.get("low", float("nan")) for each in found],
        upper=[each.get("high", float("nan")) for each in found],
        flag=[_flag(each.get("side", ""), row, direction) for each, row in zip(found, rows, strict=True)],
    )


def series_icons(frame: pd.DataFrame, direction: str, own: bool) -> tuple[str, ...]:
    """Icons of a series: what its last figure says, and whether its target is reached 「序列图标」.

    Parameters
    ----------
    frame : DataFrame
        Series as it is drawn.
    direction : str
        Which way is better.
    own : bool
        Whether the range is one for all figures. One that each figure has for itself, season and all, tells nothing of
        other months, so nothing is said of the target.
    """
    there = frame.dropna(subset=["value"])
    if there.empty or not isinstance(there["flag"].iloc[-1], str):
        return ()
    last = there.iloc[-1]
    value, lower, upper, target, end = (
        finite(last.get(name)) for name in ("value", "lower", "upper", "target", "target_high")
    )
    if value is None or lower is None or upper is None:
        return ()
    kind = str(last["flag"]).removeprefix("special_cause_")
    first = kind if kind == ORDINARY else f"{kind}_{'high' if value > (lower + upper) / 2 else 'low'}"
    if not own or direction not in {"higher", "lower"} or target is None or end is not None:
        return (first,)
    if lower <= target <= upper:
        return first, "inconsistent"
    return first, "consistent_pass" if (target < lower) == (direction == "higher") else "consistent_fail"


def _flag(side: str, row: dict[Any, Any], direction: str) -> str:
    if not side:
        return ORDINARY
    if direction not in {"higher", "lower"}:
        return _CHANGED
    if (side == "above") != (direction == "higher"):
        return _WORSE
    return _CHANGED if _short(row, direction) else _BETTER


def _short(row: dict[Any, Any], direction: str) -> bool:
    """Whether a figure misses its target; without one it misses none."""
    value, target, high = (row.get(name) for name in ("value", "target", "target_high"))
    if target is None or target != target or value is None:  # noqa: PLR0124 (NaN)
        return False
    if direction == "higher":
        return bool(value < target)
    return bool(value > (high if high is not None and high == high else target))  # noqa: PLR0124
