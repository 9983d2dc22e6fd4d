"""Where KPIs will stand at the end of a year or quarter, and how well such forecasts came true 「期末预测」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model._result import Result
from diagnostics.model.canonical import records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.kpi import Kpi
    from diagnostics.terms import Language

COLUMNS = (
    "kpi", "level", "entity", "cycle", "period", "value", "base", "target", "target_high", "stretch", "status",
    "until", "way", "known", "ahead", "to_date", "expected", "low", "high", "end_base", "end_target", "end_target_high",
    "end_stretch", "p_base", "p_target", "p_stretch", "tests", "inside", "error", "naive_error", "naive_same",
    "history", "reason", "lack",
)  # fmt: skip
FIGURES = (
    "value", "base", "target", "target_high", "stretch", "to_date", "expected", "low", "high", "end_base", "end_target",
    "end_target_high", "end_stretch", "p_base", "p_target", "p_stretch", "error", "naive_error", "naive_same",
)  # fmt: skip
# What a notebook shows of them.
SHOWN = (
    "kpi", "entity", "status", "value", "target", "until", "expected", "low", "high", "end_target", "p_base",
    "p_target", "p_stretch", "tests", "inside", "error", "naive_error", "reason", "lack",
)  # fmt: skip
MOST_DRAWN = 12


@dataclass(frozen=True, eq=False)
class Outlook(Result):
    """Where KPIs stand, and where they will at the end of a year or quarter 「期末预测」.

    Parameters
    ----------
    table : DataFrame
        One row a KPI and entity. ``period`` is the last one that is over, ``value`` its figure with its tiers,
        and ``status`` the band it stands in. ``until`` is the year or quarter looked ahead to, ``way`` how its
        periods are taken together (sum, ratio; level: the last one's figure), ``known`` and ``ahead`` how many
        of them are over and to come, ``to_date`` what those over come to. ``expected``, ``low`` and ``high``
        are the middle of the forecast and the ends of its range, in the KPI's unit; ``end_base`` to
        ``end_stretch`` the tiers of the whole span and ``p_base``, ``p_target``, ``p_stretch`` the chance of
        reaching each, 0 to 1. ``tests`` forecasts equally far ahead were made of figures held back, ``inside``
        of which lay within their range; they missed by ``error`` on average, and by ``naive_same`` where the
        figures of a season before missed by ``naive_error``. ``history`` counts figures; ``reason`` says why
        there is no forecast or no chance ("done", "short", "untested", "unreliable", "gap", "constant",
        "basis", "stale", "whole"), and ``lack`` why the span has no target ("no_target", "target_ahead",
        "targets_differ", "no_direction").
    as_of : date
        Last day that was looked at.
    share : float
        Share of figures that the range is to hold, 0 to 1.
    kpis : mapping of Kpi
        Names and units.
    names : mapping
        What readers call the entities.
    language : {"zh", "en"}
        Language of readers.
    currency : str
        ISO code of money.
    """

    table: pd.DataFrame
    as_of: date
    share: float
    kpis: Mapping[str, Kpi]
    names: Mapping[str, str]
    language: Language = "zh"
    currency: str = "CNY"

    def frame(self) -> pd.DataFrame:
        """Forecasts as a table 「表格」."""
        return self.table

    def summary(self, language: Language | None = None) -> str:
        """How many forecasts there are, how likely targets are, and how earlier forecasts came true 「概况」."""
        from diagnostics.look.periods import show_day
        from diagnostics.terms import say

        language = self._spoken(language)
        table = self.table
        tested = table[table["tests"] > 0]
        counts = {
            "series": int(table["expected"].notna().sum()),
            "likely": int((table["p_target"] >= 0.5).sum()),
            "judged": int(table["p_target"].notna().sum()),
            "tests": int(tested["tests"].sum()),
            "inside": int(tested["inside"].sum()),
            "none": int(table["expected"].isna().sum()),
        }
        told = [say("track.outlook.summary", language, as_of=show_day(self.as_of, language), **counts)]
        if counts["tests"]:
            told.append(say("track.outlook.record", language, **counts))
        return ("" if language == "zh" else " ").join(told)

    def plot(self, language: Language | None = None) -> Figure:
        """Forecasts with their ranges, as changes from the target of the whole span 「预测图」.

        Where none has a target, the ranges stand around what is expected.

        Raises
        ------
        InputError
            When nothing was foretold.
        """
        from diagnostics.look.charts import Quantity, interval_chart
        from diagnostics.terms import say

        language = self._spoken(language)
        rows = self.table[self.table["low"].notna() & (self.table["ahead"] > 0)]
        aimed = rows["end_target"].notna()
        rows = rows[aimed] if aimed.any() else rows
        aim = rows["end_target"] if aimed.any() else rows["expected"]
        rows, aim = rows[aim != 0].head(MOST_DRAWN), aim[aim != 0].head(MOST_DRAWN)
        if rows.empty:
            raise InputError("Nothing was foretold with a range; .frame() says why in the column 'reason'.")
        labels = [
            f"{self.names.get(entity, entity)} · {self._name(kpi, language)}"
            for kpi, entity in zip(rows["kpi"], rows["entity"], strict=True)
        ]
        shares = {
            column: (rows[name] - aim) / aim.abs()
            for column, name in (("effect", "expected"), ("low", "low"), ("high", "high"))
        }
        return interval_chart(
            rows.assign(label=labels, **shares)[["label", *shares]],
            Quantity("share", language, improvement="none", relative=True),
            zero=say(f"track.outlook.{'target' if aimed.any() else 'expected'}", language),
        )

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``outlook`` 「交接内容」."""
        return {"as_of": self.as_of.isoformat(), "share": self.share, "outlook": records(self.table)}

    def _repr_html_(self) -> str:
        from diagnostics.look.tables import frame_html

        return frame_html(self.table[list(SHOWN)], lead=self.summary())

    def _name(self, key: str, language: Language) -> str:
        return self.kpis[key].name.say(language) if key in self.kpis else key
