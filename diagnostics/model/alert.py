"""An early warning: one event, one alert 「预警」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from diagnostics.model.text import Text
from diagnostics.model.warning_rule import RuleName

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
# ``withdrawn``: by the figures as they are now (revised, or more of them) there is no such event.
AlertState = Literal["open", "closed", "withdrawn"]
Side = Literal["above", "below", ""]
_NOTHING = Text()


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
    usual : float or None
        Usual level before the run that the rule told last, for the season where that counts; None where it told none.
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
    usual: float | None = None
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
