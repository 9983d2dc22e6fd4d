"""Figures of a KPI, its ratio divided last 「指标数值」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.expression.measure import Measure

if TYPE_CHECKING:
    import pandas as pd


def figures(found: pd.DataFrame, names: dict[str, str], measure: Measure) -> dict[str, Any]:
    """Figures of one KPI from the result of a scan 「取指标数值」.

    Returns
    -------
    dict of array
        ``value, numerator, denominator, n, people`` and one for each target expression. A ratio is divided here, last;
        its parts are shown where parts of them may be summed, which is not so for distinct counts.

    Notes
    -----
    ``people`` counts those whom the facts of a cell name. Where they name nobody it is missing: a figure of units is
    about no people. Where only some name a person, those alone count, though others may stand behind the rest: what is
    published of the units would otherwise tell their figure by subtraction.
    """
    import numpy as np

    taken = {key: found[name].to_numpy("float64", na_value=np.nan) for key, name in names.items()}
    empty = np.full(len(found), np.nan)
    if measure.is_ratio:
        divisor = np.where(taken["denominator"] == 0, np.nan, taken["denominator"])
        taken["value"] = taken["numerator"] / divisor
        if not measure.additive_pair:
            taken["numerator"] = taken["denominator"] = empty
    if "people" in taken:
        taken["people"] = np.where(taken["people"] == 0, np.nan, taken["people"])
    parts = {key: taken.get(key, empty) for key in ("numerator", "denominator", "people")}
    return {**taken, **parts, "n": taken["n"].astype("int64")}
