"""Early warnings as of a day 「预警清单」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.alert import Alert, NotWatched, WarningRate
from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.look.page import Page
    from diagnostics.terms import Language

COLUMNS = (
    "id", "severity", "rules", "kpi", "level", "entity", "side", "against", "since", "last", "periods", "state", "new",
    "value", "lower", "upper", "held_against", "in_a_row", "calm", "probability", "beside", "measures", "owner_name",
    "days",
    "expected_per_year",
)  # fmt: skip
RATE_COLUMNS = (
    "rule", "kpi", "level", "entities", "periods_a_year", "history", "autocorrelation", "below", "n", "width", "run",
    "expected_per_year",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Alerts(Result):
    """Early warnings as of a day 「预警清单」.

    Parameters
    ----------
    as_of : date
        Day as of which figures and ledger were read.
    period : str
        Period of the run.
    alerts : tuple of Alert
        Open ones, most at stake first.
    over : tuple of Alert
        Those that the run before knew and that are over, or that revised figures took back.
    rates : tuple of WarningRate
        Every rule in force with its expected alerts.
    not_watched : tuple of NotWatched
        What can't be watched, and why.
    monday : mapping
        The one-page text by kind of file: ``md``, ``txt``.
    page : Page, optional
        The same as a page that a browser shows.
    language : {"zh", "en"}
        Language of the engagement.
    """

    as_of: date
    period: str
    alerts: tuple[Alert, ...]
    over: tuple[Alert, ...] = ()
    rates: tuple[WarningRate, ...] = ()
    not_watched: tuple[NotWatched, ...] = ()
    monday: Mapping[str, str] = field(default_factory=dict)
    page: Page | None = None
    language: Language = "zh"

    def frame(self) -> pd.DataFrame:
        """Open alerts, most at stake first 「预警表」."""
        import pandas as pd

        rows = [{name: getattr(each, name) for name in COLUMNS} for each in self.alerts]
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        for name in ("rules", "measures"):
            table[name] = [", ".join(each) for each in table[name]]
        table["text"] = [each.text.say(self.language) for each in self.alerts]
        return table

    def rates_frame(self) -> pd.DataFrame:
        """Every rule in force with its expected alerts per entity and year 「误报率表」."""
        import pandas as pd

        return pd.DataFrame(
            [{name: getattr(each, name) for name in RATE_COLUMNS} for each in self.rates], columns=list(RATE_COLUMNS)
        )

    @property
    def by_chance_a_month(self) -> float:
        """Alerts that quiet figures alone would give in a month, over all that is watched 「每月预期误报」."""
        return sum(each.expected_per_year * each.entities for each in self.rates) / 12

    @property
    def watched(self) -> int:
        """Series that are watched: a KPI at an entity 「监测序列数」."""
        most: dict[tuple[str, str], int] = {}
        for each in self.rates:
            most[each.kpi, each.level] = max(each.entities, most.get((each.kpi, each.level), 0))
        return sum(most.values())

    def summary(self, language: Language | None = None) -> str:
        """How many alerts are open, and how many chance alone would give 「概况」."""
        from diagnostics.look.periods import show_day
        from diagnostics.terms import say

        spoken = self._spoken(language)
        return say(
            "warnings.summary", spoken,
            as_of=show_day(self.as_of, spoken), count=len(self.alerts),
            high=sum(each.severity == "high" for each in self.alerts), new=sum(each.new for each in self.alerts),
            watched=self.watched, chance=f"{self.by_chance_a_month:.1f}",
        )  # fmt: skip

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``alerts`` 「交接内容」."""
        return {
            "as_of": self.as_of.isoformat(),
            "period": self.period,
            "alerts": plain(self.alerts),
            "over": plain(self.over),
            "rates": plain(self.rates),
            "not_watched": plain(self.not_watched),
            "watched": self.watched,
            "by_chance_a_month": self.by_chance_a_month,
        }
