"""What a KPI is to reach over a whole year or quarter, from what holds in each of its periods 「期末目标」."""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.dictionary.targets import TargetBook, Value, is_stated
from diagnostics.model.target import TIERS, SourceTable, Tier

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.data.observe.target_table import TargetTable
    from diagnostics.dictionary.over_time import Way
    from diagnostics.loop.track.outlook.span import Span
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period

COLUMNS = ("base", "target", "target_high", "stretch")
# Why a tier of the whole span is not known.
Lack = Literal["", "no_target", "target_ahead", "targets_differ", "no_direction"]
_SAME = 1e-9


class Goals:
    """Tiers of a whole span 「期末目标」.

    Parameters
    ----------
    engagement : Engagement
        Whose scorecards state what holds in periods to come.
    tables : mapping
        Tables that the client keeps targets in, as ``target_tables`` reads them.
    observed : container of (KPI, entity)
        What has figures: a child without any, and without a target, is no part of its parent's.
    """

    def __init__(
        self, engagement: Engagement, tables: Mapping[str, TargetTable], observed: Container[tuple[str, str]]
    ) -> None:
        self._engagement, self._book, self._tables = engagement, TargetBook.of(engagement), tables
        self._observed = observed
        self._below: dict[str, list[str]] = {}
        for each in engagement.entities:
            self._below.setdefault(each.parent or "", []).append(each.id)

    def of(
        self, kpi: Kpi, entity: str, span: Span, rows: pd.DataFrame, told: tuple[Way, NDArray[np.float64]]
    ) -> tuple[dict[str, float | None], Lack]:
        """Tiers of the span, and why there are none 「期末目标」.

        Parameters
        ----------
        rows : DataFrame
            The span's periods that are over, in order, with the columns of tiers.
        told : tuple
            How periods are taken together, and the denominators of all periods, for ratios.

        Notes
        -----
        Tiers of periods to come are those that scorecards state or the client's tables hold. Where one is computed from
        facts, or the table ends earlier, nobody knows it yet, and the span has none.
        """
        way, weights = told
        found: dict[str, float | None] = {}
        lack: Lack = "no_target"
        for name in COLUMNS:
            past = [float(each) for each in rows[name]]
            if not past or all(math.isnan(each) for each in past[-1:]):
                found[name] = None
                continue
            ahead = self._ahead(kpi, entity, name, span, past[-1])
            parts = [*past, *ahead]
            if any(math.isnan(each) for each in ahead):
                found[name], lack = None, "target_ahead" if name == "target" else lack
                continue
            found[name] = _together(parts, way, weights)
            if found[name] is None and name == "target":
                lack = "targets_differ"
        if kpi.direction == "none":
            return found, "no_direction"
        return found, "" if found["target"] is not None else lack

    def _ahead(self, kpi: Kpi, entity: str, name: str, span: Span, now: float) -> list[float]:
        """A tier in each period to come; NaN where nobody states it."""
        # What is stated has to be what holds now, or it is not where the figures beside came from.
        stated = self._stated(kpi, entity, name, span.over[-1])
        if stated is None or not math.isclose(stated, now, rel_tol=_SAME, abs_tol=_SAME):
            return [math.nan] * len(span.ahead)
        values = [self._stated(kpi, entity, name, each) for each in span.ahead]
        return [math.nan if each is None else each for each in values]

    def _stated(self, kpi: Kpi, entity: str, name: str, period: Period) -> float | None:
        """Tier that a card states or a table holds, or that those of all children add up to."""
        holding = self._book.holding(kpi.id, entity, period)
        if holding is not None and holding.item.targets is not None:
            tier = getattr(holding.item.targets, name.removesuffix("_high"))
            value = self._value(tier, entity, period)
            if value is not None or not isinstance(tier, SourceTable):
                low, high = value if isinstance(value, tuple) else (value, None)
                return high if name == "target_high" else low
        if kpi.measure is None or not parse_measure(kpi.measure).additive:
            return None
        below = {each: self._stated(kpi, each, name, period) for each in self._open(entity, period)}
        parts = [tier for each, tier in below.items() if tier is not None or (kpi.id, each) in self._observed]
        return math.fsum(each for each in parts if each is not None) if parts and None not in parts else None

    def _value(self, tier: Tier | None, entity: str, period: Period) -> Value | None:
        """Value of a tier that needs no facts; None of an expression, or where a table has none."""
        if isinstance(tier, SourceTable):
            found = self._tables[tier.model_dump_json()].at(entity, period)
            return None if math.isnan(found) else found
        return self._book.value(tier, period) if is_stated(tier) else None

    def _open(self, entity: str, period: Period) -> Sequence[str]:
        life = self._engagement.entities.life
        found = []
        for each in self._below.get(entity, ()):
            first, last = life(each)
            if (first is None or first < period.end) and (last is None or last >= period.start):
                found.append(each)
        return found


def target_tables(engagement: Engagement, kpis: Collection[str]) -> dict[str, TargetTable]:
    """Tables that the client keeps targets of some KPIs in, each by its declaration 「读取目标表」.

    Raises
    ------
    InputError
        As for ``observe``, which reads the same tables.
    """
    book = TargetBook.of(engagement)
    tiers = [getattr(each, name) for kpi in kpis for each in book.every_targets(kpi) for name in TIERS]
    wanted = {each.model_dump_json(): each for each in tiers if isinstance(each, SourceTable)}
    if not wanted:
        return {}
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe.target_table import read_target_table

    with open_engine(engagement) as engine:
        return {key: read_target_table(engine, each) for key, each in wanted.items()}


def _together(parts: Sequence[float], way: Way, weights: NDArray[np.float64]) -> float | None:
    """A tier of periods taken together: added up, weighed by what is below, or the last one's."""
    if way == "sum":
        return None if any(math.isnan(each) for each in parts) else math.fsum(parts)
    if way != "ratio":
        return parts[-1]
    known = [each for each in parts if not math.isnan(each)]
    if len(known) == len(parts) and max(parts) == min(parts):
        return parts[-1]
    if len(known) < len(parts) or len(weights) != len(parts) or not weights.sum() > 0:
        return None
    return float((weights * parts).sum() / weights.sum())
