"""What a change of a KPI is worth in money, through the formulas of the firm's own figures 「折算成金额」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.dictionary.over_time import ways

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.kpi import Kpi

Cell = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Worth:
    """What changes of KPIs are worth 「指标变化的价值」.

    Parameters
    ----------
    kpis : mapping of Kpi
        The dictionary: formulas name the KPIs below.
    observed : DataFrame
        Columns ``kpi, entity, period, value``.
    """

    kpis: Mapping[str, Kpi]
    observed: pd.DataFrame

    @cached_property
    def _formulas(self) -> dict[str, Formula]:
        return {each.id: parse_formula(each.formula) for each in self.kpis.values() if each.formula is not None}

    @cached_property
    def _values(self) -> dict[Cell, float]:
        rows = self.observed[self.observed["value"].notna()]
        keys = zip(rows["kpi"].astype(str), rows["entity"].astype(str), rows["period"].astype(str), strict=True)
        return dict(zip(keys, rows["value"].astype(float), strict=True))

    def _below(self, key: str) -> frozenset[str]:
        seen, waiting = {key}, [key]
        while waiting:
            formula = self._formulas.get(waiting.pop())
            new = [each for each in (formula.names if formula else ()) if each not in seen]
            seen.update(new)
            waiting += new
        return frozenset(seen)

    def metric(self, kpi: str) -> str:
        """Figure in money that a KPI is led to; empty where there is none 「折算指标」.

        Notes
        -----
        It adds up over periods, better is told, and formulas lead to it. A mother metric comes first, of several the
        topmost: of a cost that is the profit, where the firm states one.
        """
        way = ways(self.kpis)
        money = [
            each.id for each in self.kpis.values()
            if each.unit == "money" and each.direction in ("higher", "lower") and way[each.id] == "sum"
            and kpi in self._below(each.id)
        ]  # fmt: skip
        mothers = [each for each in money if self.kpis[each].mother] or money
        tops = [each for each in mothers if not any(each != other and each in self._below(other) for other in mothers)]
        return next(iter(tops or mothers), "")

    def of(self, kpi: str, metric: str, change: float, entity: str, period: str) -> float | None:
        """What a change of a KPI at an entity in a period was worth; None where a figure is missing 「变化的价值」.

        Parameters
        ----------
        change : float
            In the KPI's unit: what the figure has more than it would have had.

        Returns
        -------
        float or None
            In the base unit of the metric's currency, above 0 where it is better: of a cost, what is saved.

        Notes
        -----
        The metric as its formula gives it, less what it gives with the KPI at its figure less the change, all other
        figures as they are.
        """
        better = 1.0 if self.kpis[metric].direction == "higher" else -1.0
        now = self._values.get((kpi, entity, period))
        if now is None:
            return None
        if metric == kpi:
            return better * change
        found = self._moved(metric, {kpi: (now, now - change)}, (entity, period), ())
        return None if found is None or not all(map(math.isfinite, found)) else better * (found[0] - found[1])

    def _moved(
        self, key: str, known: Mapping[str, tuple[float, float]], where: tuple[str, str], path: tuple[str, ...]
    ) -> tuple[float, float] | None:
        """Figure as its formula gives it, and without the change."""
        if key in known:
            return known[key]
        kpi = next(iter(known))
        formula = self._formulas.get(key)
        if formula is None or kpi not in self._below(key) or key in path:
            value = self._values.get((key, *where))
            return None if value is None else (value, value)
        parts = {name: self._moved(name, known, where, (*path, key)) for name in formula.names}
        if any(each is None for each in parts.values()):
            return None
        told = [{name: each[at] for name, each in parts.items() if each is not None} for at in (0, 1)]
        return formula.evaluate(told[0]), formula.evaluate(told[1])
