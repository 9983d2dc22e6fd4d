"""Comparable figures beside the full ones: openings and closures left out 「可比口径」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.data.observe.comparable import ComparableBasis, comparable_basis, observe_comparable
from diagnostics.data.suppress import Fewest
from diagnostics.model.gap import COMPARABLE
from diagnostics.model.year_before import year_before

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.data.engine import Engine
    from diagnostics.model.entity import Entities
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Calendar, Period

_KEYS = ["kpi", "entity", "comparison"]
# Less than this share of a change among those open all along: openings and closures made it.
MOSTLY = 0.5
_COMPARED = ("previous", "year_ago")
_SIDES = ("actual", "reference")


def comparable_figures(engine: Engine, gaps: pd.DataFrame, seen: Observations) -> pd.DataFrame:
    """Comparable figures of all gaps to an earlier period, above the lowest level 「可比口径」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.
    gaps : DataFrame
        Gaps; rows with a gap to the period or the year before, of entities that others belong to, are looked at.
    seen : Observations
        What was observed: which of the lowest entities had facts in which period.

    Returns
    -------
    DataFrame
        ``kpi, entity, comparison``, the columns of ``COMPARABLE``, and ``hidden``: whether few people stand behind the
        comparable figure, or behind what was left out and could be found by subtraction.
    """
    import pandas as pd

    engagement = engine.engagement
    units = {each.id for each in engagement.entities.units}
    wanted = gaps[gaps["comparison"].isin(_COMPARED) & gaps["absolute"].notna()]
    wanted = wanted[~wanted["entity"].isin(units | {each.id for each in engagement.entities if each.person})]
    frames = []
    for (_, comparison), rows in wanted.groupby(["cycle", "comparison"], sort=True):
        now = engagement.calendar.parse(str(rows["period"].iloc[0]))
        then = _earlier(engagement.calendar, now, str(comparison))
        if then is not None:
            frames.append(_compared(engine, rows, seen, (now, then)))
    empty = pd.DataFrame(columns=[*_KEYS, *COMPARABLE, "hidden"])
    return pd.concat(frames, ignore_index=True) if frames else empty


def with_comparable(gaps: pd.DataFrame, figures: pd.DataFrame, *, published: bool = False) -> pd.DataFrame:
    """Gaps with comparable figures beside them; missing where there are none 「加入可比口径」.

    Parameters
    ----------
    published : bool
        Whether figures behind few people, and those beside a gap that is blanked, are left out.
    """
    joined = gaps.merge(figures, on=_KEYS, how="left")
    columns = list(COMPARABLE)
    joined[columns] = joined[columns].astype("float64")
    # A change that openings and closures make, and the others do not, is no sign of anything.
    made = (joined["left_out"] > 0) & ~(joined["comparable_absolute"] / joined["absolute"] >= MOSTLY)
    joined["signal"] = joined["signal"].where(~made, None)
    if published:
        shut = joined["hidden"].astype("boolean").fillna(value=False) | joined["absolute"].isna()
        joined[columns] = joined[columns].where(~shut)
    return joined.drop(columns="hidden")


def _earlier(calendar: Calendar, now: Period, comparison: str) -> Period | None:
    return year_before(calendar, now).period if comparison == "year_ago" else calendar.shift(now, -1)


def _compared(engine: Engine, rows: pd.DataFrame, seen: Observations, spans: tuple[Period, Period]) -> pd.DataFrame:
    """Comparable figures of one cycle and comparison."""
    import numpy as np

    entities = engine.engagement.entities
    basis = comparable_basis(entities, *spans)
    told = rows[[*_KEYS, "actual", "reference"]].rename(columns={f"{name}": f"comparable_{name}" for name in _SIDES})
    told = told.reset_index(drop=True).assign(hidden=False)
    if not basis.whole:
        levels, kpis = tuple(rows["level"].unique()), tuple(rows["kpi"].unique())
        part = observe_comparable(engine, basis, spans, levels, kpis).table
        for name, period in zip(_SIDES, spans, strict=True):
            figures = _at(part, told, period)
            told[f"comparable_{name}"] = figures["value"].to_numpy()
            fewest = told["kpi"].map(Fewest.of(engine.engagement).at).to_numpy()
            told["hidden"] |= _few(figures, _at(seen.table, told, period), fewest)
    absolute = told["comparable_actual"] - told["comparable_reference"]
    size = told["comparable_reference"].abs()
    relative = np.divide(absolute, size, out=np.full(len(told), np.nan), where=size > 0)
    told = told.assign(comparable_absolute=absolute, comparable_relative=relative)
    return _counted(told, _Presence.of(entities, seen, spans), basis)[[*_KEYS, *COMPARABLE, "hidden"]]


def _at(table: pd.DataFrame, rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Value, facts and people of each row's KPI and entity in a period; missing where there are none."""
    there = table[(table["period"] == period.text).to_numpy()]
    return rows[["kpi", "entity"]].merge(there[["kpi", "entity", "value", "n", "people"]], how="left")


def _few(part: pd.DataFrame, whole: pd.DataFrame, fewest: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether too few people stand behind what is left in, or behind what is left out."""
    people, rest = part["people"].to_numpy(), (whole["people"] - part["people"]).to_numpy()
    out = (whole["n"] > part["n"].fillna(0)).to_numpy()
    known = whole["people"].notna().to_numpy()
    # Who also works elsewhere counts for those left in: then the rest may be more people than this, never fewer.
    return known & out & ~((people >= fewest) & (rest >= fewest))


@dataclass(frozen=True, eq=False)
class _Presence:
    """Which of the lowest entities had facts, of which KPI, in which of two periods."""

    entities: Entities
    found: frozenset[tuple[str, str, bool]]
    units: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, entities: Entities, seen: Observations, spans: tuple[Period, Period]) -> _Presence:
        """Read from what was observed."""
        units: dict[str, list[str]] = {}
        for unit in entities.units:
            for above in entities.path(unit.id)[1:]:
                units.setdefault(above.id, []).append(unit.id)
        ids = {each.id for each in entities.units}
        rows = seen.table[seen.table["entity"].isin(ids) & seen.table["period"].isin([each.text for each in spans])]
        cells = zip(rows["kpi"], rows["entity"], rows["period"], strict=True)
        found = frozenset((kpi, entity, period == spans[0].text) for kpi, entity, period in cells)
        return cls(entities, found, {key: tuple(each) for key, each in units.items()})

    def has(self, unit: str, kpi: str | None, *, now: bool) -> bool:
        """Whether a unit had facts, of a KPI or of any."""
        return ((kpi, unit, now) in self.found) if kpi is not None else (unit, now) in self.any

    @cached_property
    def any(self) -> frozenset[tuple[str, bool]]:
        """Units with facts of any KPI."""
        return frozenset((unit, now) for _, unit, now in self.found)

    def counts(self, kpi: str, entity: str, basis: ComparableBasis) -> dict[str, float]:
        """How many units below an entity were left out, and how many came or went without a day that says so."""
        units = self.units.get(entity, ())
        # Where the lowest level was not observed, days alone tell.
        blind = not self.found
        there = [each for each in units if blind or any(self.has(each, kpi, now=now) for now in (True, False))]
        opened, closed = (sum(each in part for each in there) for part in (basis.opened, basis.closed))
        undated = 0
        for unit in units:
            first, last = self.entities.life(unit)
            was, is_ = self.has(unit, None, now=False), self.has(unit, None, now=True)
            undated += (is_ and not was and first is None) or (was and not is_ and last is None)
        return {"left_out": opened + closed, "left_out_opened": opened, "left_out_closed": closed, "undated": undated}


def _counted(told: pd.DataFrame, presence: _Presence, basis: ComparableBasis) -> pd.DataFrame:
    import pandas as pd

    pairs = zip(told["kpi"], told["entity"], strict=True)
    counts = pd.DataFrame([presence.counts(kpi, entity, basis) for kpi, entity in pairs], index=told.index)
    return pd.concat([told, counts.astype("float64")], axis=1)
