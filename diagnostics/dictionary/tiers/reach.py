"""How often the targets of scorecards were reached, and what figures there were 「目标达成情况」."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.dictionary.bands import beyond
from diagnostics.dictionary.targets import holders, is_stated
from diagnostics.dictionary.tiers.calibrate import calibrate
from diagnostics.model.entity import Entities
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import BASIS
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Item, Scorecard

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.calibration import Calibration

# 90 of 100 reach it: too low. 10 of 100: too high, or unreasonable. Of fewer than ten figures one in ten can't be told.
MOST, LEAST, FEWEST = 0.9, 0.1, 10
# History that a target is held against, as the article has it: the last one to three years.
YEARS = 3
WAYS = ("higher", "lower", "range")


@dataclass(frozen=True, eq=False)
class ItemReach:
    """How often the target of an item of a scorecard was reached 「考核项达成情况」.

    Parameters
    ----------
    card, item, kpi
        What it is about.
    rows : DataFrame
        Present figures of those who hold the item while the card is in force, in order of time.
    history : DataFrame
        Present figures of those who hold it in the last three years before the end, counted as the last one was.
    """

    card: Scorecard
    item: Item
    kpi: Kpi
    rows: pd.DataFrame
    history: pd.DataFrame

    @cached_property
    def empty_zeros(self) -> pd.Series[bool]:
        """Which rows have a target of 0 that can only mean that there is none 「以零表示无目标」.

        Where higher is better everyone above zero reaches 0. Where lower is better 0 may be meant (no accidents),
        unless other periods have another target and no figure ever was as low.
        """
        zero, values, way = self.rows["target"] == 0, self.rows["value"], self.kpi.direction
        if way == "higher":
            meant = bool((values < 0).any()) or not bool((values > 0).any())
        else:
            others = bool((self.rows["target"].notna() & ~zero).any())
            meant = way == "range" or not others or not bool((values > 0).all())
        return zero & (not meant)

    @cached_property
    def with_target(self) -> pd.DataFrame:
        """Rows that have a target 「有目标的观测值」."""
        return self.rows[self.rows["target"].notna() & ~self.empty_zeros]

    @cached_property
    def judged(self) -> pd.DataFrame:
        """Rows whose target is known; of a stated target only those since it is what it is now 「可判断的观测值」."""
        rows = self.with_target
        tier = self.item.targets.target if self.item.targets is not None else None
        if len(rows) and is_stated(tier):
            now = rows.groupby("entity")[["target", "target_high"]].transform(lambda each: each.iloc[-1])
            same = (rows["target"] == now["target"]) & (rows["target_high"].fillna(0) == now["target_high"].fillna(0))
            rows = rows[same]
        return rows

    @cached_property
    def met(self) -> NDArray[np.bool_]:
        """Whether each judged figure reaches its target 「是否达标」."""
        import numpy as np

        value, target, high = (self.judged[name].to_numpy(dtype=float) for name in ("value", "target", "target_high"))
        if self.kpi.direction == "range":
            return np.asarray(beyond(value, target, np.where(np.isnan(high), target, high)) == 0)
        return np.asarray(value >= target if self.kpi.direction == "higher" else value <= target)

    @property
    def share(self) -> float:
        """Share of judged figures that reach their target; missing without one 「达成率」."""
        return float(self.met.mean()) if len(self.met) else math.nan

    @property
    def verdict(self) -> str:
        """``too_low`` from 90 % on, ``too_high`` up to 10 %, else ``fits``; ``open`` below ten figures 「定得高低」."""
        if len(self.met) < FEWEST:
            return "open"
        return "too_low" if self.share >= MOST else "too_high" if self.share <= LEAST else "fits"

    @property
    def now(self) -> pd.DataFrame:
        """Last row with a target of each entity that has one 「最近的目标」."""
        return self.with_target.groupby("entity", as_index=False).tail(1)

    @property
    def best(self) -> float:
        """Best figure of the last three years, missing without one; for a range the highest 「历史最好」."""
        return self._end(best=True)

    @property
    def worst(self) -> float:
        """Worst figure of the last three years, missing without one; for a range the lowest 「历史最差」."""
        return self._end(best=False)

    def _end(self, *, best: bool) -> float:
        values = self.history["value"]
        if values.empty:
            return math.nan
        return float(values.min() if best == (self.kpi.direction == "lower") else values.max())

    def calibration(self, draws: int = 0) -> Calibration | None:
        """Three tiers from the last three years; None for a range 「三级目标测算」."""
        if self.kpi.direction not in ("higher", "lower"):
            return None
        columns = self.history[["value", "entity", "period"]]
        return calibrate(columns, self.kpi.direction, draws=draws)


def items_reached(
    observed: pd.DataFrame,
    cards: Iterable[Scorecard],
    kpis: Mapping[str, Kpi],
    entities: Entities,
    calendar: Calendar,
) -> tuple[ItemReach, ...]:
    """Reach of every item that can be judged, in the order of the cards 「各考核项达成情况」.

    Parameters
    ----------
    observed : DataFrame
        Table of Observations without dimensions.

    Notes
    -----
    Of two cards that hold a KPI for an entity the one that goes first in ``TargetBook`` has its rows.
    """
    cards = tuple(cards)
    present = observed[observed["value"].notna()].sort_values("start", kind="stable")
    parts = {str(key): part for key, part in present.groupby("kpi", sort=False)}
    found: dict[tuple[int, str], ItemReach] = {}
    for kpi in kpis.values():
        if kpi.direction not in WAYS or kpi.id not in parts:
            continue
        part = parts[kpi.id][parts[kpi.id]["cycle"] == kpi.cycle]
        for place, reached in _of_kpi(part, kpi, cards, (entities, calendar)):
            found[place, kpi.id] = reached
    order = [(place, item.kpi) for place, card in enumerate(cards) for item in card.items]
    return tuple(found[key] for key in order if key in found)


def _of_kpi(
    part: pd.DataFrame, kpi: Kpi, cards: tuple[Scorecard, ...], among: tuple[Entities, Calendar]
) -> Iterator[tuple[int, ItemReach]]:
    import numpy as np

    free = np.ones(len(part), dtype=bool)
    held = [
        (place, card, item) for place, card in enumerate(cards) for item in card.items if item.kpi == kpi.id
    ]  # fmt: skip
    for place, card, item in sorted(held, key=lambda each: (each[1].entity is None, each[1].peer_group is None)):
        own = part["entity"].isin([each.id for each in holders(card, among[0])]).to_numpy()
        here = own & free & _in_force(part, card, among[1])
        free &= ~here
        yield place, ItemReach(card, item, kpi, part[here], _history(part[own]))


def _in_force(part: pd.DataFrame, card: Scorecard, calendar: Calendar) -> NDArray[np.bool_]:
    import numpy as np

    start = part["start"].to_numpy(dtype="datetime64[D]")
    since, until = card.since, card.until
    inside = np.ones(len(part), dtype=bool)
    if since is not None:
        inside &= start >= np.datetime64(calendar.parse(since).start)
    if until is not None:
        inside &= start < np.datetime64(calendar.parse(until).end)
    return np.asarray(inside)


def _history(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the last three years, counted as the last one was."""
    import pandas as pd

    if rows.empty:
        return rows
    last = rows["start"].iloc[-1]
    rows = rows[rows["start"] > last - pd.DateOffset(years=YEARS)]
    return rows[rows[BASIS] == rows[BASIS].iloc[-1]] if BASIS in rows else rows


def as_of(observed: pd.DataFrame, calendar: Calendar) -> date | None:
    """Last day of the last period with a figure; None without one 「数据截止日」."""
    rows = observed[observed["value"].notna()]
    if rows.empty:
        return None
    return max(calendar.parse(each).last_day for each in rows.loc[rows["start"] == rows["start"].max(), "period"])
