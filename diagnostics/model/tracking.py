"""Where measures stand and what they did to the figures 「跟踪结果」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError
from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.effect import Verdict
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.kpi import Kpi
    from diagnostics.terms import Language

# A measure that is not due to start yet is planned; one that was given up is stopped, and neither is called done.
BoardState = Literal["done", "in_progress", "lagging", "planned", "stopped"]
BOARD_STATES: tuple[BoardState, ...] = get_args(BoardState)
# The evidence ladder: nothing yet, carried out, process KPI moved, result outside its usual range, attributable.
RUNGS = (0, 1, 2, 3, 4)
COLUMNS = (
    "id", "title", "state", "slip_days", "progress", "kpi", "entities", "verdict", "effect", "low", "high", "relative",
    "relative_low", "relative_high", "rung", "judge_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Where a measure stands, derived from the ledger 「看板行」.

    Parameters
    ----------
    state : {"done", "in_progress", "lagging", "planned", "stopped"}
        Never typed by anyone.
    due : str
        Day by which it is to be carried out.
    slip_days : int
        Days by which it is, or was, late: against its start, a milestone or the due date, whichever was missed first.
    progress : float
        Share carried out, 0 to 1, as last reported.
    last_check_in : str
        Day of the last report, empty without one.
    missed : Text
        Name of the first milestone that was missed.
    next : Text
        What comes next.
    """

    id: str
    title: Text
    state: BoardState
    owner: str
    owner_name: str
    due: str
    slip_days: int
    progress: float
    last_check_in: str
    missed: Text
    next: Text


@dataclass(frozen=True, slots=True)
class MeasureEffect:
    """What a measure did to its KPI, as far as the figures tell 「措施效果」.

    Parameters
    ----------
    entity, entities : str, tuple of str
        The entity where it is one, and all of them.
    start : str
        First period that counts as after the start.
    periods_after : int
        Periods with a figure since then.
    comparisons : tuple of str
        Entities that nothing of the kind was done to, with which it was compared.
    effect, low, high, relative, relative_low, relative_high : float or None
        Estimate and 95 % interval, in the KPI's unit and as a share of the level without the measure.
    mde : float or None
        Smallest effect that the data could show.
    verdict : {"worked", "no_evidence", "worse", "insufficient"}
        Only the top rung of the ladder is a verdict.
    rung : int
        Highest rung of the evidence ladder reached, 0 to 4; 0 for what nobody carried out.
    evidence : mapping
        ``carried_out, process_moved, outside_range, attributable``: what is known of each rung; None where nothing is.
    judge_from : str
        Period with which a verdict becomes possible; empty where there is one, or where waiting doesn't help.
    reasons : tuple of str
        Codes of what limits the estimate.
    together_with : tuple of str
        Other measures on the same KPI or a related one, at the same entities, whose effects mix with this one's.
    text : Text
        Two sentences for readers.
    contrast : mapping
        Estimates shown beside but never as evidence.
    refused : str
        Why the estimate was refused, for the log; empty where there is one.
    """

    intervention: str
    kpi: str
    entity: str
    entities: tuple[str, ...]
    start: str
    periods_after: int
    comparisons: tuple[str, ...]
    method: str
    effect: float | None
    low: float | None
    high: float | None
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    p_value: float | None
    mde: float | None
    verdict: Verdict
    rung: int
    evidence: dict[str, bool | None]
    judge_from: str
    reasons: tuple[str, ...]
    together_with: tuple[str, ...]
    text: Text
    contrast: dict[str, dict[str, float | None]]
    refused: str = ""


@dataclass(frozen=True, eq=False)
class Tracking(Result):
    """Where measures stand and what they did to the figures 「跟踪结果」.

    Parameters
    ----------
    as_of : date
        Day of the board.
    period : str
        Period of the run.
    seed : int
        Seed of every random draw.
    board : tuple of BoardRow
        Every measure of the ledger.
    effects : tuple of MeasureEffect
        One for each measure that was started.
    series : DataFrame
        Columns ``kpi, level, entity, period, start, value, target, target_high, mean, lower, upper, flag``.
    kpis : mapping of Kpi
        KPIs of the series.
    language : {"zh", "en"}
        Language of titles in the table.
    currency : str
        ISO code of money.
    """

    as_of: date
    period: str
    seed: int
    board: tuple[BoardRow, ...]
    effects: tuple[MeasureEffect, ...]
    series: pd.DataFrame
    kpis: Mapping[str, Kpi]
    language: Language
    currency: str = "CNY"

    def frame(self) -> pd.DataFrame:
        """One row a measure: where it stands, what it did 「措施跟踪表」."""
        import pandas as pd

        judged = {each.intervention: each for each in self.effects}
        rows = []
        for row in self.board:
            effect = judged.get(row.id)
            figures = {name: getattr(effect, name) if effect else None for name in COLUMNS[5:]}
            rows.append({**{name: getattr(row, name) for name in COLUMNS[:5]}, **figures})
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        table["title"] = [each.title.say(self.language) for each in self.board]
        table["entities"] = [", ".join(each or ()) for each in table["entities"]]
        return table

    def summary(self, language: Language = "zh") -> str:
        """How many measures are done and late, and how many could be judged 「概况」."""
        from diagnostics.look.periods import show_day
        from diagnostics.terms import say

        states = {state: sum(each.state == state for each in self.board) for state in BOARD_STATES}
        verdicts = {name: sum(each.verdict == name for each in self.effects) for name in get_args(Verdict)}
        return say(
            "track.summary",
            language,
            as_of=show_day(self.as_of, language),
            count=len(self.board),
            started=len(self.effects),
            **states,
            **verdicts,
        )

    def plot(self, language: Language = "zh", kpi: str = "", entity: str = "") -> Figure:
        """Control chart of a series with the starts of its measures 「控制图」.

        Parameters
        ----------
        kpi, entity : str
            Which series; the one of the first estimate where empty, else the first there is.

        Raises
        ------
        InputError
            When there is no such series.
        """
        from diagnostics.look.charts import Event, Quantity, series_chart

        kpi, entity, rows = self._series(kpi, entity)
        noun = self.kpis[kpi]
        events = [
            Event(each.start, self._title(each.intervention).say(language))
            for each in self.effects
            if each.kpi == kpi and entity in each.entities and each.start in set(rows["period"])
        ]
        improvement = noun.direction if noun.direction in ("higher", "lower") else "none"
        quantity = Quantity(noun.unit, language, self.currency, improvement)
        return series_chart(
            rows.drop(columns=["kpi", "level", "entity", "start", "target_high"]), quantity, events=events
        )

    def _title(self, key: str) -> Text:
        return next((each.title for each in self.board if each.id == key), Text(zh=key))

    def _series(self, kpi: str, entity: str) -> tuple[str, str, pd.DataFrame]:
        there = [(str(a), str(b)) for a, b in zip(self.series["kpi"], self.series["entity"], strict=True)]
        judged = [(each.kpi, each.entity) for each in self.effects]
        wanted = [(kpi, entity)] if kpi or entity else [*judged, *there]
        for name, whose in wanted:
            rows = self.series[(self.series["kpi"] == name) & (self.series["entity"] == whose)]
            if rows["value"].notna().any():
                return name, whose, rows.sort_values("start", kind="stable")
        raise InputError(
            f"There is no series of {kpi or 'any KPI'} at {entity or 'any entity'}; {len(there)} rows are there."
        )

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``tracking`` 「交接内容」."""
        return {
            "as_of": self.as_of.isoformat(),
            "period": self.period,
            "seed": self.seed,
            "board": plain(self.board),
            "effects": plain(self.effects),
        }
