"""The figures one scan computes, each once however many KPIs ask for it 「一次扫描的聚合项」."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine.facts import Facts
from diagnostics.data.observe.match import PERSON
from diagnostics.data.observe.meanings import MONTHS
from diagnostics.data.observe.plan import Asked
from diagnostics.dictionary.expression.build import build_aggregate, build_condition
from diagnostics.dictionary.expression.measure import Measure
from diagnostics.dictionary.expression.nodes import Node

if TYPE_CHECKING:
    import pandas as pd

_COUNT, _PEOPLE = "count", "people"


@dataclass(eq=False)
class Scan:
    """Aggregates over one table of facts, each under one name 「聚合项登记」.

    Parameters
    ----------
    facts : Facts
        The facts, with what grouping needs beside them.
    person : str, optional
        Column that identifies people.
    named_people : bool
        Whether the entities that facts name may be people.
    merged : ibis column, optional
        Months that a fact covers where it belongs to more than the cell.
    """

    facts: Facts
    person: str | None = None
    named_people: bool = False
    merged: Any = None
    aggregates: dict[str, Any] = field(default_factory=dict)
    _names: dict[tuple[Any, Node | None], str] = field(default_factory=dict)
    _conditions: dict[Node, Any] = field(default_factory=dict)

    def ask(self, asked: Asked, where: Node | None) -> dict[str, str]:
        """Names under which the figures of a KPI will be found 「登记指标」.

        Parameters
        ----------
        asked : Asked
            The KPI.
        where : Node, optional
            Its filter, or what is left of it.
        """
        measure = asked.measure
        parts = {"numerator": measure.numerator, "denominator": measure.denominator}
        if not measure.is_ratio:
            parts = {"value": measure.tree}
        found = {key: self._add(node, measure, where, asked) for key, node in parts.items() if node is not None}
        for text, target in asked.targets.items():
            found[f"target {text}"] = self._add(target.tree, target, where, asked)
        found["n"] = self._count(where, asked)
        if self.merged is not None:
            found[MONTHS] = self._months(where, asked)
        if self.person or self.named_people:
            found["people"] = self._people(where, asked)
        return found

    def _named(self, key: tuple[Any, Node | None]) -> tuple[str, bool]:
        known = key in self._names
        name = self._names.setdefault(key, f"perfloop_figure_{len(self._names)}")
        return name, not known

    def _condition(self, where: Node | None, asked: Asked) -> Any:
        if where is None or asked.where is None:
            return None
        if where not in self._conditions:
            from dataclasses import replace

            self._conditions[where] = build_condition(replace(asked.where, tree=where), self.facts)
        return self._conditions[where]

    def _add(self, node: Node, measure: Measure, where: Node | None, asked: Asked) -> str:
        name, is_new = self._named((node, where))
        if is_new:
            self.aggregates[name] = build_aggregate(node, measure, self.facts, self._condition(where, asked))
        return name

    def _count(self, where: Node | None, asked: Asked) -> str:
        name, is_new = self._named((_COUNT, where))
        if is_new:
            self.aggregates[name] = self.facts.table.count(where=self._condition(where, asked))
        return name

    def _months(self, where: Node | None, asked: Asked) -> str:
        name, is_new = self._named((MONTHS, where))
        if is_new:
            self.aggregates[name] = self.merged.max(where=self._condition(where, asked))
        return name

    def _people(self, where: Node | None, asked: Asked) -> str:
        name, is_new = self._named((_PEOPLE, where))
        if is_new:
            column = self.facts.value(self.person) if self.person else self.facts.table[PERSON]
            self.aggregates[name] = column.nunique(where=self._condition(where, asked))
        return name


def figures(found: pd.DataFrame, names: dict[str, str], measure: Measure) -> dict[str, Any]:
    """Figures of one KPI from the result of a scan 「取指标数值」.

    Returns
    -------
    dict of array
        ``value, numerator, denominator, n, people`` and one for each target expression. A ratio is divided here, last;
        its parts are shown where parts of them may be summed, which is not so for distinct counts.

    Notes
    -----
    ``people`` counts those whom the facts of a cell name. Where they name nobody it is missing: a figure of units is
    about no people. Where only some name a person, those alone count, though others may stand behind the rest: what is
    published of the units would otherwise tell their figure by subtraction.
    """
    import numpy as np

    taken = {key: found[name].to_numpy("float64", na_value=np.nan) for key, name in names.items()}
    empty = np.full(len(found), np.nan)
    if measure.is_ratio:
        divisor = np.where(taken["denominator"] == 0, np.nan, taken["denominator"])
        taken["value"] = taken["numerator"] / divisor
        if not measure.additive_pair:
            taken["numerator"] = taken["denominator"] = empty
    if "people" in taken:
        taken["people"] = np.where(taken["people"] == 0, np.nan, taken["people"])
    parts = {key: taken.get(key, empty) for key in ("numerator", "denominator", "people")}
    return {**taken, **parts, "n": taken["n"].astype("int64")}
