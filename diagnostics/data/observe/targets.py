"""Targets beside the figures: stated, computed from the source, kept in a table, or summed from below 「目标值」."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine import Engine
from diagnostics.data.observe.meanings import meanings
from diagnostics.data.observe.target_table import TargetTable, read_target_table
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.dictionary.targets import Holding, TargetBook
from diagnostics.errors import InputError
from diagnostics.model.entity import Entity
from diagnostics.model.period import Period
from diagnostics.model.target import TIERS, SourceExpression, SourceTable, Targets

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("base", "target", "target_high", "stretch")


@dataclass(eq=False)
class TargetFinder:
    """Finds the targets of cells 「目标查找」.

    Parameters
    ----------
    engine : Engine
        Where tables of targets are read.
    """

    engine: Engine
    _tables: dict[str, TargetTable] = field(default_factory=dict)
    _periods: dict[str, Period] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the book of what scorecards state."""
        self.engagement = self.engine.engagement
        self.book = TargetBook.of(self.engagement)
        self._by_kpi: dict[str, list[Targets]] = {}
        for kpi in self.engagement.kpis:
            # As cards state them, and as agreed changes leave them.
            if stated := self.book.every_targets(kpi):
                self._by_kpi[kpi] = list(stated)
        self._children: dict[str, list[Entity]] = {}
        for entity in self.engagement.entities:
            self._children.setdefault(entity.parent or "", []).append(entity)

    def fill(self, frame: pd.DataFrame, *, sliced: bool) -> pd.DataFrame:
        """Columns ``base, target, target_high, stretch`` for the rows of one KPI 「填充目标列」.

        Parameters
        ----------
        frame : DataFrame
            Rows of one KPI; a target expression's figures stand in columns ``target <expression>``.
        sliced : bool
            Whether a row is a slice of an entity by dimensions: what a scorecard states is about the whole entity.
        """
        import numpy as np

        kpi = str(frame["kpi"].iloc[0])
        if kpi not in self._by_kpi:
            return frame.assign(**dict.fromkeys(COLUMNS, math.nan))
        computed = {name: frame[name].to_numpy() for name in frame.columns if name.startswith("target ")}
        found = np.full((len(frame), len(COLUMNS)), np.nan)
        stated = np.zeros(len(frame), dtype=bool)
        for at, (entity, text) in enumerate(zip(frame["entity"], frame["period"], strict=True)):
            holding = self.book.holding(kpi, entity, self._period(text))
            stated[at] = holding is not None and holding.item.targets is not None
            for name in TIERS:
                tier = self._tier(kpi, name, holding)
                if isinstance(tier, SourceExpression):
                    found[at, COLUMNS.index(name)] = computed[f"target {tier.expression}"][at]
                elif tier is not None and not sliced:
                    self._put(found[at], name, tier, (entity, text))
        filled = frame.assign(**{name: found[:, at] for at, name in enumerate(COLUMNS)})
        return filled if sliced or not self._adds_up(kpi) else self._with_sums(filled, ~stated)

    def refuse_expressions(self, kpi: str) -> None:
        """Refuse a target expression of a KPI without a measure: it has no facts to compute from 「拒绝目标表达式」.

        Raises
        ------
        InputError
            Naming the KPI.
        """
        tiers = [getattr(each, name) for each in self._by_kpi.get(kpi, ()) for name in TIERS]
        if any(isinstance(each, SourceExpression) for each in tiers):
            raise InputError(
                f"A target of KPI {kpi!r} is an expression, but the KPI is a formula and has no source;"
                " state the target, or give a table."
            )

    def _put(self, row: Any, name: str, tier: Any, cell: tuple[str, str]) -> None:
        """Write a tier that a card states or a table holds into a row of the target columns."""
        if isinstance(tier, SourceTable):
            row[COLUMNS.index(name)] = self._table(tier).at(cell[0], self._period(cell[1]))
            return
        value = self.book.value(tier, self._period(cell[1]))
        low, high = value if isinstance(value, tuple) else (value, None)
        row[COLUMNS.index(name)] = math.nan if low is None else low
        if name == "target" and high is not None:
            row[COLUMNS.index("target_high")] = high

    def _tier(self, kpi: str, name: str, holding: Holding | None) -> Any:
        """Tier that holds; elsewhere the one expression or table that all cards share: both know every level."""
        if holding is not None and holding.item.targets is not None:
            return getattr(holding.item.targets, name)
        tiers = [getattr(each, name) for each in self._by_kpi[kpi]]
        computed = [each for each in tiers if isinstance(each, SourceExpression | SourceTable)]
        return computed[0] if computed and all(each == computed[0] for each in tiers if each is not None) else None

    def _period(self, text: str) -> Period:
        if text not in self._periods:
            self._periods[text] = self.engagement.calendar.parse(text)
        return self._periods[text]

    def _table(self, tier: SourceTable) -> TargetTable:
        key = tier.model_dump_json()
        if key not in self._tables:
            self._tables[key] = read_target_table(self.engine, tier)
        return self._tables[key]

    def _adds_up(self, kpi: str) -> bool:
        measures = [each.kpi.measure for each in meanings(self.engagement.kpi(kpi), self.engagement.calendar)]
        return all(measure is not None and parse_measure(measure).additive for measure in measures)

    def _with_sums(self, rows: pd.DataFrame, free: Any) -> pd.DataFrame:
        """Targets of a higher level as the sum of its children's, for figures that add up themselves.

        Only where every child with facts has one, no child that holds one lacks facts, and no card states any for the
        level. A ratio's targets never add up.
        """
        import numpy as np

        entities, columns = self.engagement.entities, list(COLUMNS)
        seen = set(zip(rows["entity"], rows["period"], strict=True))
        parents = {each.id: each.parent for each in entities}
        for level in entities.levels[1:]:
            below = rows.assign(parent=rows["entity"].map(parents)).dropna(subset=["parent"])
            groups = below.groupby(["parent", "period"])[columns]
            sums = groups.sum().where(groups.count().eq(groups.size(), axis=0))
            own = free & (rows["level"] == level) & rows[columns].isna().all(axis=1)
            keys = list(zip(rows.loc[own, "entity"], rows.loc[own, "period"], strict=True))
            whole = np.array([not self._lacking(str(rows["kpi"].iloc[0]), *key, seen) for key in keys], dtype=bool)
            rows.loc[own, columns] = np.where(whole[:, None], sums.reindex(keys).to_numpy(), np.nan)
        return rows

    def _lacking(self, kpi: str, parent: str, text: str, seen: set[tuple[str, str]]) -> bool:
        """Whether a child without facts holds a target: the parent's figure lacks what its target would count."""
        absent = (each for each in self._children.get(parent, ()) if (each.id, text) not in seen)
        return any(self._holds(kpi, each, text) for each in absent)

    def _holds(self, kpi: str, entity: Entity, text: str) -> bool:
        """Whether an entity that is open in a period has a target there, or something below it has."""
        import numpy as np

        period = self._period(text)
        first, last = self.engagement.entities.life(entity.id)
        if (first and first >= period.end) or (last and last < period.start):
            return False
        holding = self.book.holding(kpi, entity.id, period)
        for name in TIERS:
            tier = self._tier(kpi, name, holding)
            row = np.full(len(COLUMNS), np.nan)
            if tier is not None and not isinstance(tier, SourceExpression):
                self._put(row, name, tier, (entity.id, text))
            if isinstance(tier, SourceExpression) or not np.isnan(row).all():
                return True
        return any(self._holds(kpi, each, text) for each in self._children.get(entity.id, ()))
