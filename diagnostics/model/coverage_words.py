"""Covered and uncovered targets as readers see them 「目标覆盖的写法」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.model.coverage import Coverage, CoverageRow
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("kpi", "entity", "period", "target", "given", "share", "short", "parts")


def coverage_frame(
    coverage: Coverage, units: Mapping[str, str], names: Mapping[str, str], currency: str, language: Language
) -> pd.DataFrame:
    """Every target that is made of others, in words 「目标覆盖表」.

    Parameters
    ----------
    coverage : Coverage
        What was found.
    units, names : mapping
        Unit of measure and name by KPI.
    currency : str
        ISO code of the money.
    language : {"zh", "en"}
        Language of the reader.
    """
    import pandas as pd

    def told(row: CoverageRow) -> tuple[str, ...]:
        def figure(value: float | None) -> str:
            return show(value, units[row.kpi], language, currency)

        short = figure(row.short) if not row.covered(coverage.tolerance) else ""
        share = show(row.share, "share", language)
        return (names.get(row.kpi, row.kpi), row.label, row.period, figure(row.target), figure(row.given), share, short,
                _parts(row, names, figure(row.low), figure(row.high), language))  # fmt: skip

    heads = [say(f"coverage.column.{each}", language) for each in COLUMNS]
    return pd.DataFrame([told(each) for each in coverage.rows], columns=heads, dtype=str)


def _parts(row: CoverageRow, names: Mapping[str, str], low: str, high: str, language: Language) -> str:
    listed = ("、" if language == "zh" else ", ").join(names.get(each, each) for each in row.parts)
    told: dict[str, dict[str, object]] = {
        "sum": {"count": len(row.parts)},
        "formula": {"names": listed},
        "mix": {"count": len(row.parts), "low": low, "high": high},
    }
    values = told[row.composition]
    words = say(f"coverage.parts.{row.composition}", language, **values)
    return words + (say("coverage.parts.silent", language, count=len(row.silent)) if row.silent else "")
