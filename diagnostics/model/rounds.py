"""How a client's rounds went, who is seen for it, and what is asked of targets next 「各轮回顾」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.next_targets import NextTargets

SetBy = Literal["staff", "given"]


@dataclass(frozen=True, slots=True)
class HitRate:
    """How often the targets of KPIs that were set one way are reached 「达成率」.

    Parameters
    ----------
    set_with : {"staff", "given"}
        Set with those who answer for them, or handed down.
    kpis, figures : int
        KPIs, and their figures that have a target.
    share, low, high : float, optional
        Mean over the KPIs of the share of figures that reach the target, with its 95 % interval, each in 0 to 1; None
        where there are too few.
    """

    set_with: SetBy
    kpis: int
    figures: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class HitRates:
    """KPIs set with staff beside KPIs that were given 「共同制定与下达的达成率」.

    Parameters
    ----------
    staff, given : HitRate
        Each way.
    unsaid : int
        KPIs with figures and targets of which nobody says how they were set.
    difference, low, high : float, optional
        Share of those set with staff less the other, with its 95 % interval, in -1 to 1; None where either is unknown.
    fewest : int
        KPIs that each way needs.
    """

    staff: HitRate
    given: HitRate
    unsaid: int
    fewest: int
    difference: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One turn of the loop in numbers 「单轮概况」.

    Parameters
    ----------
    id : str
        Name in engagement.yaml.
    start, end : date
        First and last day.
    over : bool
        Whether it ended by the as-of day.
    taken_over, planned, completed, stopped, open : int
        Measures: open from before, planned in it, completed, stopped, and open when it ended (or on the as-of day).
    verdicts : mapping of int
        Of measures that started in it, how many have each verdict today.
    met, figures : int
        Figures in it that have a target, and those that reach it.
    problems, quality, traps : int, optional
        Findings about the dictionary, notes on the data, traps explained or confirmed, as the round's last run had
        them; None without a run that tells.
    check_ins, meetings, interviews : int
        Talks that are recorded.
    told_by : str
        Period of the run that the three before come from; empty without one.
    """

    id: str
    start: date
    end: date
    over: bool
    taken_over: int
    planned: int
    completed: int
    stopped: int
    open: int
    verdicts: Mapping[str, int]
    met: int
    figures: int
    problems: int | None
    quality: int | None
    traps: int | None
    check_ins: int
    meetings: int
    interviews: int
    told_by: str = ""

    @property
    def share(self) -> float | None:
        """Share of figures that reach their target, None without any 「达标占比」."""
        return self.met / self.figures if self.figures else None


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A measure or a decision that a round left open to the next 「遗留事项」.

    Parameters
    ----------
    measure, decision : str
        Id in the ledger; the other is empty.
    left_by, taken_by : str
        The round that ended without it, and the one after.
    state : str
        How it stands on the as-of day.
    """

    measure: str
    left_by: str
    taken_by: str
    state: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackTheme:
    """What people spoke of, how often, and how often nobody has acted on it 「反馈主题」."""

    theme: str
    count: int
    open: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What people said about the measures, as counts alone 「反馈汇总」.

    Parameters
    ----------
    themes : tuple of FeedbackTheme
        Themes with enough remarks, the most first.
    others : int
        Remarks on other themes, or on none.
    count, open : int
        All remarks, and those that nobody has acted on.
    """

    themes: tuple[FeedbackTheme, ...]
    others: int
    count: int
    open: int


@dataclass(frozen=True, eq=False)
class Rounds(Result):
    """How a client's rounds went, who is seen for it, and what is asked of targets next 「各轮回顾」.

    Parameters
    ----------
    as_of : date
        Day as of which it is told.
    rows : tuple of RoundRow
        Rounds that have begun, in order.
    carried : tuple of CarriedOver
        Measures that a round left open, and decisions of its meetings that still are.
    left_out : tuple of str
        Periods whose runs can't be read by this perfloop.
    rates : HitRates, optional
        How often targets were reached, by who set the KPI; None where no KPI says.
    targets : NextTargets, optional
        What the 90/10 rule asks of targets.
    recognised : tuple of mapping
        Who is recognised, with what for.
    feedback : Feedback, optional
        What people said about the measures, counted; None without any.
    """

    as_of: date
    rows: tuple[RoundRow, ...] = ()
    carried: tuple[CarriedOver, ...] = ()
    left_out: tuple[str, ...] = ()
    rates: HitRates | None = None
    targets: NextTargets | None = None
    recognised: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    feedback: Feedback | None = None

    def frame(self) -> pd.DataFrame:
        """One row a round 「各轮表」."""
        import pandas as pd

        rows = [{**plain(asdict(each)), "share": each.share} for each in self.rows]
        return pd.DataFrame(rows, columns=[*(each.name for each in fields(RoundRow)), "share"])

    def summary(self, language: Language = "zh") -> str:
        """How many rounds there were and what is open 「一句话结论」."""
        left = sum(each.state in {"planned", "started", "open"} for each in self.carried)
        return say("rounds.summary", language, rounds=len(self.rows), open=left)

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``rounds`` 「交接内容」."""
        return {
            "as_of": self.as_of.isoformat(),
            "rounds": [{**plain(asdict(each)), "share": each.share} for each in self.rows],
            "carried": plain([asdict(each) for each in self.carried]),
            "left_out": list(self.left_out),
            "rates": None if self.rates is None else plain(asdict(self.rates)),
            "targets": None if self.targets is None else self.targets.record(),
            "recognised": plain(list(self.recognised)),
            "feedback": None if self.feedback is None else plain(asdict(self.feedback)),
        }
