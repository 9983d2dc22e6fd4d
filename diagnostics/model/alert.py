"""An early warning: one event, one alert 「预警」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.text import Text
from diagnostics.model.warning_rule import RuleName

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
# ``withdrawn``: by the figures as they are now (revised, or more of them) there is no such event.
AlertState = Literal["open", "closed", "withdrawn"]
Side = Literal["above", "below", ""]
_NOTHING = Text()
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


@dataclass(frozen=True, slots=True)
class Alert:
    """An early warning: one event, one alert 「预警」.

    Parameters
    ----------
    id : str
        Name that it keeps from run to run for as long as the event goes on.
    rules : tuple of str
        Rules that spoke.
    kpi, level, entity : str
        What it is about; empty for a report that is overdue.
    side : {"above", "below", ""}
        Where the figure lies: against its usual range, or its base.
    against : bool or None
        Whether that is against us; None where nobody can say.
    since, fired, last : str
        First period of the event, the one in which a rule first spoke, and the last in which one did; days for an
        overdue report.
    periods : int
        Periods with a figure from the first to the last that a rule spoke of.
    in_a_row : int
        Figures in a row that the rule which spoke last is about; 1 for one outside its usual range.
    calm : int
        Periods with a figure since a rule last spoke.
    seasonal : bool
        Whether its usual level is that of the season.
    latest : str
        Period of the last figure.
    severity : {"high", "medium", "low"}
        How urgent it is.
    state : {"open", "closed", "withdrawn"}
        Closed once three periods with a figure went by without it.
    new : bool
        Whether the run before did not know it; without a run before, whether the last figure brought it.
    value, lower, upper, held_against : float or None
        Last figure, its usual range, and the base (or target) that it misses, in the KPI's unit.
    missed : int
        Periods in a row, up to the last figure, that miss it.
    tier : {"base", "target"}
        What is missed.
    probability : float or None
        Probability of reaching the base, where the forecast spoke.
    beside : str
        KPI that is reached while this one turns worse; empty where the counter rule did not speak.
    measures : tuple of str
        Measures at work on it, or the one whose report is overdue.
    owner, owner_name : str
        Who is to look: the owner of the first measure, else the KPI's.
    days : int
        Days by which a report is overdue.
    expected_per_year : float
        Alerts per entity and year that the rules which spoke would give on quiet figures.
    stake : float or None
        What the gap means for the mother metric, in its unit, as the diagnosis reckoned.
    text : Text
        The alert in a sentence, in both languages.
    """

    id: str
    rules: tuple[RuleName, ...]
    kpi: str = ""
    level: str = ""
    entity: str = ""
    side: Side = ""
    against: bool | None = None
    since: str = ""
    fired: str = ""
    last: str = ""
    periods: int = 0
    in_a_row: int = 0
    calm: int = 0
    seasonal: bool = False
    latest: str = ""
    severity: Severity = "medium"
    state: AlertState = "open"
    new: bool = True
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    held_against: float | None = None
    missed: int = 0
    tier: Literal["base", "target"] = "base"
    probability: float | None = None
    beside: str = ""
    measures: tuple[str, ...] = ()
    owner: str = ""
    owner_name: str = ""
    days: int = 0
    expected_per_year: float = 0.0
    stake: float | None = None
    text: Text = _NOTHING


@dataclass(frozen=True, slots=True)
class WarningRate:
    """What a rule is set to for a KPI at a level, and how often it errs 「误报率」.

    Parameters
    ----------
    rule, kpi, level : str
        What it is about.
    entities : int
        Entities watched.
    periods_a_year : float
        Periods with a figure in a year; spans that are foretold, for a forecast.
    history : float or None
        Figures that tell what is usual, at the middle entity; None for a forecast, which has its own.
    autocorrelation : float or None
        Correlation of a figure with the one before, 0 to 0.9.
    below : float or None
        Share of periods worse than the base.
    n : int or None
        Misses in a row.
    width, run : float and int, or None
        Width of the limits in those of the usual range, figures in a row on one side.
    expected_per_year : float
        Alerts per entity and year on quiet figures.
    """

    rule: RuleName
    kpi: str
    level: str
    entities: int
    periods_a_year: float
    history: float | None = None
    autocorrelation: float | None = None
    below: float | None = None
    n: int | None = None
    width: float | None = None
    run: int | None = None
    expected_per_year: float = 0.0


@dataclass(frozen=True, slots=True)
class NotWatched:
    """A rule that can't watch a KPI at a level, and why 「未监测」.

    Parameters
    ----------
    reason : {"short", "no_base", "constant", "alike", "no_outlook"}
        Too few figures; no base; figures that never move, or resemble the one before so much that the strictest limits
        would err more than once a year; no forecast to go by.
    entities : int
        How many entities it is about.
    """

    rule: RuleName
    kpi: str
    level: str
    reason: Literal["short", "no_base", "constant", "alike", "no_outlook"]
    entities: int


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
        The one-page text by language.
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
