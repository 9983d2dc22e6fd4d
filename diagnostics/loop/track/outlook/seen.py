"""What was observed by a day, series by series, and what each comes to 「已观测的序列」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from diagnostics.data.handoff import SCHEMAS, read_records, read_table
from diagnostics.data.suppress import publishable, with_withheld
from diagnostics.dictionary.bands import bands
from diagnostics.dictionary.over_time import Way, ways
from diagnostics.errors import InputError
from diagnostics.loop.track.outlook.chances import chances, outcome
from diagnostics.loop.track.outlook.goals import COLUMNS as TIERS
from diagnostics.loop.track.outlook.goals import Goals, target_tables
from diagnostics.loop.track.outlook.known import limits, not_reckoned, place, rest_of, to_date_of
from diagnostics.loop.track.outlook.span import Span, Until, span_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Cycle, Period

    Floats = NDArray[np.float64]

Pair = tuple[str, str]
# Periods looked back: three seasons and more, and the business as it is now.
WINDOW: dict[Cycle, int] = {"year": 12, "quarter": 24, "month": 60, "week": 156, "day": 112}
SEASON: dict[Cycle, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 7}
_NONE = float("nan")


def seen_of(engagement: Engagement, period: str, run: str | Path, as_of: str) -> Seen:
    """Observations that may be published, up to the end of a day 「已观测的序列」.

    Raises
    ------
    InputError
        When the period or day has no known form, or a run lacks its observations.
    """
    at = engagement.calendar.parse(period)
    try:
        day = date.fromisoformat(as_of) if as_of else at.last_day
    except ValueError as error:
        raise InputError(f"as_of == {as_of!r}, must be a day such as '{at.last_day}'.") from error
    if str(run):
        table = read_table(Path(run), "observations")
        there = (Path(run) / SCHEMAS["interventions"][0]).is_file()
        measures = read_records(Path(run), "interventions")["interventions"] if there else []
    else:
        from diagnostics.data.observe import observe

        table, measures = with_withheld(observe(engagement), engagement).table, []
    pairs = tuple((each["kpi"], entity) for each in measures for entity in each["entities"])
    return Seen(engagement, at, day, publishable(table, engagement), pairs)


@dataclass(frozen=True, eq=False)
class Seen:
    """Observations that may be published, up to the end of a day 「已观测的序列」.

    Parameters
    ----------
    engagement : Engagement
        KPIs, scorecards, calendar.
    period : Period
        Last period that is over.
    as_of : date
        Later figures are not looked at.
    table : DataFrame
        Observations that may be published.
    measured : tuple of pairs
        KPI and entity of every measure.
    """

    engagement: Engagement
    period: Period
    as_of: date
    table: pd.DataFrame
    measured: tuple[Pair, ...] = ()

    def row(self, pair: Pair, until: Until, share: float) -> dict[str, Any] | None:
        """What a KPI comes to at an entity by the end of a span; None where it was never observed 「一行预测」."""
        kpi = self.engagement.kpis.get(pair[0])
        places = self._places.get(pair)
        if kpi is None or places is None:
            return None
        rows = self.table.iloc[places]
        cycle = cast("Cycle", str(rows["cycle"].iloc[0]))
        now = self._now(cycle)
        span = span_of(self.engagement.calendar, cycle, now, until)
        laid = self._laid(rows, cycle, now)
        if laid is None:
            return None
        last = laid.iloc[-1]
        found: dict[str, Any] = {
            "kpi": kpi.id, "level": str(rows["level"].iloc[0]), "entity": pair[1], "cycle": cycle, "period": now.text,
            "value": float(last["value"]), **{name: float(last[name]) for name in TIERS},
            "status": str(bands(laid.iloc[[-1]], _objects([kpi.direction]))[0]),
        }  # fmt: skip
        if span is None:
            return found | _nothing("", "", "whole")
        return found | self._foretold(kpi, pair[1], laid, span, share)

    @cached_property
    def _places(self) -> dict[Pair, NDArray[np.intp]]:
        """Rows of every KPI and entity: only those that are asked for are taken out."""
        found: Any = self.table.groupby(["kpi", "entity"], sort=False, observed=True).indices
        return {(str(kpi), str(entity)): places for (kpi, entity), places in found.items()}

    @cached_property
    def _ways(self) -> dict[str, Way]:
        return ways(self.engagement.kpis)

    def _now(self, cycle: Cycle) -> Period:
        """Last period of a cycle that is over by both the period and the day."""
        end = min(self.period.end, self.as_of + timedelta(1))
        return self.engagement.calendar.last_complete(cycle, end)

    def _laid(self, rows: pd.DataFrame, cycle: Cycle, now: Period) -> pd.DataFrame | None:
        """A row a period from the first figure to now, missing where there is none."""
        import pandas as pd

        calendar = self.engagement.calendar
        starts = pd.to_datetime(rows["start"]).dt.strftime("%Y-%m-%d")
        table = rows.assign(start=starts).set_index("start")
        table = table[table["value"].notna() & (table.index <= now.start.isoformat())]
        if table.empty:
            return None
        earliest = calendar.shift(now, 1 - WINDOW[cycle])
        first = max(calendar.at(date.fromisoformat(str(table.index.min())), cycle), min(earliest, now))
        wanted = [each.start.isoformat() for each in calendar.between(first, now)]
        figures = ["value", "numerator", "denominator", *TIERS]
        # Tiers of a period without a figure are known all the same.
        whole = rows.assign(start=starts).set_index("start").reindex(wanted)
        laid = whole[figures].astype(float)
        bases = whole["basis"] if "basis" in whole else pd.Series("", index=whole.index)
        return laid.assign(basis=bases.fillna("").to_numpy(), period_start=wanted)

    def _foretold(self, kpi: Kpi, entity: str, laid: pd.DataFrame, span: Span, share: float) -> dict[str, Any]:
        import numpy as np

        from diagnostics.loop.track.outlook.forecast import carry

        # Where nobody knows what periods come to together, the last one's figure is foretold.
        way = self._ways[kpi.id] or "level"
        inside = laid.tail(len(span.over)) if span.over else laid.head(0)
        to_date = to_date_of(inside, way, len(span.over))
        found = _nothing(span.whole.text, way, "") | {
            "known": len(span.over), "ahead": len(span.ahead), "to_date": to_date,
            "history": int(laid["value"].count()),
        }  # fmt: skip
        why = not_reckoned(laid, inside, (way, to_date), span)
        if why:
            return found | {"reason": why}
        rest = rest_of(laid, way, SEASON[span.over[-1].cycle])
        below = inside["denominator"].to_numpy()
        if way == "ratio" and span.ahead:
            below = np.concatenate([below, rest.bases(len(rest.values), len(span.ahead))])
        goals, lack = self._aims.of(kpi, entity, span, inside, (way, below))
        found |= {f"end_{name}": value for name, value in goals.items()} | {"lack": lack}
        if not span.ahead:
            reached = {f"p_{name}": value for name, value in outcome(to_date, goals, kpi.direction).items()}
            return found | reached | {"expected": to_date, "low": to_date, "high": to_date, "reason": "done"}
        carried = carry(rest, len(span.ahead), share, place(way, to_date, inside, below), limits(kpi, laid))
        record = carried.record
        found |= {"expected": carried.expected, "low": carried.low, "high": carried.high, "reason": carried.reason}
        found |= {"tests": record.tests, "inside": record.inside, "error": record.error * carried.factor}
        found |= {"naive_error": record.naive_error * carried.factor, "naive_same": record.naive_same * carried.factor}
        if carried.found is not None:
            told = chances(carried.found, goals, kpi.direction, (carried.offset, carried.factor))
            found |= {f"p_{name}": value for name, value in told.items()}
        return found

    @cached_property
    def _aims(self) -> Goals:
        """Book of targets, opened once."""
        tables = target_tables(self.engagement, sorted({kpi for kpi, _ in self._places}))
        return Goals(self.engagement, tables, self._places)


def _nothing(until: str, way: str, reason: str) -> dict[str, Any]:
    """Columns of a row of which nothing is foretold."""
    figures = (
        "to_date", "expected", "low", "high", "end_base", "end_target", "end_target_high", "end_stretch", "p_base",
        "p_target", "p_stretch", "error", "naive_error", "naive_same",
    )  # fmt: skip
    counts = dict.fromkeys(("known", "ahead", "tests", "inside", "history"), 0)
    return dict.fromkeys(figures, _NONE) | counts | {"until": until, "way": way, "reason": reason, "lack": ""}


def _objects(values: list[str]) -> NDArray[np.object_]:
    import numpy as np

    return np.array(values, dtype=object)
