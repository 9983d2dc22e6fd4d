"""Where measures stand and what they did to the figures 「跟踪结果」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from diagnostics.errors import InputError
from diagnostics.model._result import Result
from diagnostics.model.board import BOARD_STATES, BoardRow
from diagnostics.model.canonical import plain
from diagnostics.model.effect import Verdict
from diagnostics.model.measure_effect import MeasureEffect
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.kpi import Kpi
    from diagnostics.terms import Language

COLUMNS = (
    "id", "title", "state", "slip_days", "progress", "kpi", "entities", "verdict", "effect", "low", "high", "relative",
    "relative_low", "relative_high", "rung", "judge_from",
)  # fmt: skip


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
