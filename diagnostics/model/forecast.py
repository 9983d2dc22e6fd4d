"""What a KPI's own history makes one expect 「预期值」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.kpi import Kpi
    from diagnostics.terms import Language

COLUMNS = (
    "kpi", "level", "entity", "cycle", "period", "actual", "expected", "low", "high", "method", "error", "error_share",
    "backtests", "seasonal_error", "history", "reason", "tried",
)  # fmt: skip
MOST_DRAWN = 12


@dataclass(frozen=True, eq=False)
class Forecasts(Result):
    """What the history of each KPI and entity makes one expect of a period 「预期值表」.

    Parameters
    ----------
    table : DataFrame
        One row a KPI and entity: ``actual`` where there is one, ``expected`` with its interval ``low`` to ``high`` in
        the KPI's unit; ``method`` (mean, last, seasonal_naive, drift, theta, ets; empty where there is no history),
        ``error`` the mean absolute error on the last ``backtests`` figures, each foretold by the method that did best
        on the others (the method's own, in ``tried``, allows nothing for having been chosen as the best), and
        ``error_share`` that by what is expected; ``seasonal_error`` that of the figure a season before; ``history``
        figures before the period;
        ``reason`` why the choice was smaller ("short", "gaps", "far", "unsettled"), else empty; ``tried`` every method
        with its error.
    period : str
        Period expected, canonical text.
    kpis : mapping of Kpi, optional
        Names and units.
    currency : str
        ISO code of money: the engagement's; empty where nobody says, and money is then a bare number.
    language : {"zh", "en"}, optional
        Language of summaries and figures where none is asked for: the engagement's, else Chinese.
    """

    table: pd.DataFrame
    period: str
    kpis: Mapping[str, Kpi] | None = None
    currency: str = ""
    language: Language | None = None

    def __post_init__(self) -> None:
        """Check the columns once."""
        missing = [each for each in COLUMNS if each not in self.table.columns]
        if missing:
            raise InputError(f"Forecasts lack the columns {missing}; they have {list(self.table.columns)}.")

    def frame(self) -> pd.DataFrame:
        """Expected values as a table 「表格」."""
        return self.table

    def told(self, language: Language | None = None) -> pd.DataFrame:
        """Expected values with a sentence each, in the column ``told`` 「逐条说明」."""
        spoken = self._spoken(language)
        return self.table.assign(told=[self._sentence(each, spoken) for each in self.table.to_dict("records")])

    def summary(self, language: Language | None = None) -> str:
        """How many values were worked out, how well, and how many could not be tested 「概况」."""
        from diagnostics.look.numbers import show_ratio
        from diagnostics.terms import say

        language = self._spoken(language)
        tested = self.table[self.table["backtests"] > 0]
        typical = tested["error_share"].median()
        counts = {"series": int((self.table["method"] != "").sum()), "tested": len(tested)}
        short = int((self.table["reason"] == "short").sum())
        told = say("forecast.summary", language, period=self.period, short=short, **counts)
        if typical != typical:  # noqa: PLR0124 (missing is the one figure that differs from itself)
            return told
        typically = say("forecast.typical", language, error=show_ratio(typical, language).lstrip("+"))
        return ("" if language == "zh" else " ").join([told, typically])

    def plot(self, language: Language | None = None) -> Figure:
        """Actual figures beside what was expected, as changes from it 「预期值图」.

        Raises
        ------
        InputError
            When no figure with an actual could be tested.
        """
        from diagnostics.look.charts import Quantity, interval_chart

        language = self._spoken(language)
        rows = self.table[self.table["low"].notna() & self.table["actual"].notna() & (self.table["expected"] != 0)]
        rows = rows.head(MOST_DRAWN)
        if rows.empty:
            raise InputError("No expected value has an interval and an actual beside it; use .frame() or .summary().")
        size = rows["expected"].abs()
        # The interval stands around what was expected; the mark is the actual figure, so both must hold it.
        shares = {
            "effect": (rows["actual"] - rows["expected"]) / size,
            "low": (rows[["low", "actual"]].min(axis=1) - rows["expected"]) / size,
            "high": (rows[["high", "actual"]].max(axis=1) - rows["expected"]) / size,
        }
        labels = [
            f"{entity} · {self._name(kpi, language)}" for kpi, entity in zip(rows["kpi"], rows["entity"], strict=True)
        ]
        return interval_chart(
            rows.assign(label=labels, **shares)[["label", *shares]],
            Quantity("share", language, improvement="none", relative=True),
        )

    def _sentence(self, row: dict[Any, Any], language: Language) -> str:
        from diagnostics.look.numbers import show, show_ratio
        from diagnostics.terms import say

        kpi = (self.kpis or {}).get(row["kpi"])
        unit, decimals = (kpi.unit, kpi.decimals) if kpi is not None else ("number", None)
        unit = unit if self.currency or unit != "money" else "number"
        if not row["method"]:
            return say("forecast.told.lost" if row["reason"] == "far" else "forecast.told.nothing", language)
        value = show(row["expected"], unit, language, self.currency, decimals)
        method = say(f"forecast.method.{row['method']}", language)
        if not row["backtests"] and row["reason"] == "far":
            return say("forecast.told.far", language, value=value, method=method)
        if not row["backtests"]:
            return say("forecast.told.short", language, value=value, history=row["history"], method=method)
        relative = row["error_share"]
        error = show(row["error"], unit, language, self.currency, decimals)
        share = show_ratio(relative, language).lstrip("+") if relative == relative and unit != "share" else ""  # noqa: PLR0124
        word = "tested" if share else "tested_plain"
        return say(f"forecast.told.{word}", language, value=value, error=error, share=share, method=method)

    def _name(self, key: str, language: Language) -> str:
        known = (self.kpis or {}).get(key)
        return known.name.say(language) if known is not None else key
