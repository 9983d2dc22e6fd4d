"""Which KPIs move ahead of a result, and by how much 「先行关系」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model._result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.kpi import Kpi
    from diagnostics.terms import Language

COLUMNS = (
    "driver", "lag", "lag_low", "lag_high", "effect", "low", "high", "association", "move", "probability", "found",
    "entities", "periods", "needs", "reason",
)  # fmt: skip
MOST_DRAWN, MOST_TOLD = 12, 3


@dataclass(frozen=True, eq=False)
class LeadLag(Result):
    """KPIs held against a later result, the rarest relation first 「先行关系表」.

    Parameters
    ----------
    table : DataFrame
        One row a driver: ``lag`` periods by which it is ahead (0: at the same time) with ``lag_low`` and ``lag_high``,
        the lags that fit about as well; ``effect`` in result units per driver unit, ``low`` and ``high`` its interval;
        ``association`` -1 to 1; ``move`` the driver's usual movement, in its unit; ``probability`` that unrelated
        series look at least so related at any lag; ``found`` whether hardly chance, all drivers looked at together;
        ``entities`` and ``periods`` behind it; ``needs`` periods a series has to have; ``reason`` why there is nothing
        ("short", "still"), else empty.
    result : str
        KPI that the drivers are held against.
    level, cycle : str
        Whose figures, and how long a period is.
    rate : float
        Largest share of false ones among those found, on average.
    kpis : mapping of Kpi, optional
        What readers call them.
    currency : str
        ISO code of money: the engagement's; empty where nobody says.
    language : {"zh", "en"}, optional
        Language of summaries and figures where none is asked for: the engagement's, else Chinese.
    """

    table: pd.DataFrame
    result: str
    level: str
    cycle: str
    rate: float
    kpis: Mapping[str, Kpi] | None = None
    currency: str = ""
    language: Language | None = None

    def __post_init__(self) -> None:
        """Check the columns once."""
        missing = [each for each in COLUMNS if each not in self.table.columns]
        if missing:
            raise InputError(f"LeadLag lacks the columns {missing}; it has {list(self.table.columns)}.")

    def frame(self) -> pd.DataFrame:
        """Relations as a table; ``ahead`` says whether a driver is found to move one period or more ahead 「表格」."""
        return self.table.assign(ahead=self._is_ahead())

    def ahead(self) -> pd.DataFrame:
        """Drivers found to move one period or more ahead 「先行指标」."""
        return self.table[self._is_ahead()]

    def _is_ahead(self) -> pd.Series:
        return self.table["found"].astype(bool) & (self.table["lag"] >= 1)

    def told(self, language: Language | None = None) -> pd.DataFrame:
        """Relations with a sentence each, in the column ``told`` 「逐条说明」."""
        spoken = self._spoken(language)
        return self.table.assign(told=[self._sentence(each, spoken) for each in self.table.to_dict("records")])

    def summary(self, language: Language | None = None) -> str:
        """Which drivers move ahead, of how many looked at 「概况」."""
        from diagnostics.terms import say

        language = self._spoken(language)
        judged = int((self.table["reason"] == "").sum())
        ahead = self.ahead()
        counts = {"judged": judged, "ahead": len(ahead), "short": len(self.table) - judged}
        told = say("leading.summary", language, result=self._name(self.result, language), **counts)
        first = [self._sentence(each, language) for each in ahead.head(MOST_TOLD).to_dict("records")]
        short = self.table[self.table["reason"] == "short"]
        if judged == 0 and len(short):
            first = [self._sentence(short.iloc[0].to_dict(), language)]
        return ("" if language == "zh" else " ").join([told, *first])

    def plot(self, language: Language | None = None) -> Figure:
        """Change of the result after a usual movement of each driver, with its interval 「先行关系图」.

        Raises
        ------
        InputError
            When no driver could be held against the result.
        """
        from diagnostics.look.charts import Quantity, interval_chart

        language = self._spoken(language)
        rows = self.table[self.table["reason"] == ""].head(MOST_DRAWN)
        if rows.empty:
            raise InputError("No driver has a series long enough to be drawn; .summary() says what it needs.")
        drawn = rows[["effect", "low", "high"]].mul(rows["move"], axis=0)
        known = (self.kpis or {}).get(self.result)
        unit = known.unit if known is not None else "number"
        unit = unit if self.currency or unit != "money" else "number"
        labels = [self._label(each, language) for each in rows.to_dict("records")]
        return interval_chart(drawn.assign(label=labels), Quantity(unit, language, self.currency, "none"))

    def _label(self, row: dict[Any, Any], language: Language) -> str:
        from diagnostics.terms import say

        driver = self._name(row["driver"], language)
        when = _when(row) if row["found"] else "none"
        return say(f"leading.label.{when}", language, driver=driver, **self._lags(row["lag"], language))

    def _sentence(self, row: dict[Any, Any], language: Language) -> str:
        from diagnostics.terms import say

        names = {"driver": self._name(row["driver"], language), "result": self._name(self.result, language)}
        if row["reason"]:
            known = self._lags(row["needs"], language) | {"periods": int(row["periods"])}
            return say(f"leading.told.{row['reason']}", language, **names, **known)
        way = f"{_when(row)}_{'up' if row['effect'] > 0 else 'down'}"
        told = f"leading.told.{way if row['found'] else 'none'}"
        return say(told, language, **names, **self._lags(row["lag"], language))

    def _lags(self, lag: float, language: Language) -> dict[str, Any]:
        """How long a lag is, and the cycle, in words."""
        from diagnostics.terms import say

        span = say(f"leading.span.{self.cycle}", language, lag=int(lag))
        return {"span": span, "cycle": say(f"signal.cycle.{self.cycle}", language)}

    def _name(self, key: str, language: Language) -> str:
        known = (self.kpis or {}).get(key)
        return known.name.say(language) if known is not None else key


def _when(row: dict[Any, Any]) -> str:
    """Whether a driver is ahead or moves at the same time."""
    return "ahead" if row["lag"] >= 1 else "same"
