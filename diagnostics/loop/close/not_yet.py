"""What stands where a step has not run yet: nothing, in the shape that readers of it expect 「尚未运行的步骤」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.model.gap import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Container

SERIES = (
    "kpi", "level", "entity", "period", "start", "value", "target", "target_high", "mean", "lower", "upper",
    "flag", "basis",
)  # fmt: skip


def nothing_yet(alignment: dict[str, Any], names: Container[str]) -> dict[str, Any]:
    """Hand-offs of steps that did not run, empty: no gap, no measure, no verdict 「空的交接内容」.

    Parameters
    ----------
    alignment : dict
        What the first step handed on: which period, and its last day.
    names : container of str
        Hand-offs that are wanted.
    """
    import pandas as pd

    period, day = alignment.get("period") or "", alignment.get("as_of") or ""
    empty: dict[str, Any] = {
        "gaps": pd.DataFrame(columns=list(COLUMNS)),
        "diagnosis": {
            "period": period, "focus": {"kpi": "", "level": "", "entity": ""}, "focal_entities": [],
            "decompositions": [], "slices": [], "expected": [], "headline": [], "standing": [],
            "findings": [], "muted": [], "skipped": [],
        },
        "interventions": {"as_of": day, "interventions": [], "findings": []},
        "series": pd.DataFrame(columns=list(SERIES)),
        "tracking": {"period": period, "as_of": day, "effects": [], "board": []},
    }  # fmt: skip
    return {name: each for name, each in empty.items() if name in names}
