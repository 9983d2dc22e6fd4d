"""KPIs that pick rows of one long table by a key share a scan grouped by it 「长表选择键」.

A dictionary over a table of (indicator, month, value) has a filter such as ``indicator == 67816`` per KPI. A hundred
filtered aggregates cost a hundred passes over the facts; grouping by the key costs one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diagnostics.data.engine.facts import Facts
from diagnostics.data.observe.plan import Asked
from diagnostics.dictionary.expression.build import Builder
from diagnostics.dictionary.expression.kinds import Family, common_family
from diagnostics.dictionary.expression.nodes import Column, Comparison, In, Literal, Logic, Node

_WORTH = 4


@dataclass(frozen=True, eq=False)
class Selector:
    """A key column, and the value by which each KPI picks its rows 「选择键」."""

    column: Column
    family: Family
    chosen: dict[Asked, tuple[Literal, Node | None]]
    asked: tuple[Asked, ...]

    def condition(self, facts: Facts) -> Any:
        """Facts that any of the KPIs picks 「涉及的行」."""
        options = tuple(dict.fromkeys(literal for literal, _ in self.chosen.values()))
        return self._builder(facts).condition(In(self.column, options))

    def key(self, facts: Facts) -> Any:
        """Key column, in the kind in which it is compared 「键列」."""
        return self._builder(facts).build(self.column, self.family)

    def value(self, asked: Asked) -> Any:
        """Key of a KPI's rows 「指标的键值」."""
        return self.chosen[asked][0].value

    def rest(self, asked: Asked) -> Node | None:
        """What is left of a KPI's filter 「剩余筛选」."""
        return self.chosen[asked][1]

    def _builder(self, facts: Facts) -> Builder:
        where = self.asked[0].where
        assert where is not None  # every KPI here was picked by its filter
        return Builder(facts, where.text)


def selectors(asked: tuple[Asked, ...], facts: Facts) -> list[tuple[Selector | None, tuple[Asked, ...]]]:
    """KPIs in groups, each with the key they share, if any 「按选择键分组」."""
    choices = {each: _choices(each) for each in asked}
    values: dict[str, set[Literal]] = {}
    for found in choices.values():
        for name, (_, literal, _) in found.items():
            values.setdefault(name, set()).add(literal)
    name, distinct = max(values.items(), key=lambda each: len(each[1]), default=("", ()))
    if len(distinct) < _WORTH:
        return [(None, asked)]
    inside = tuple(each for each in asked if name in choices[each])
    outside = tuple(each for each in asked if name not in choices[each])
    chosen = {each: choices[each][name][1:] for each in inside}
    families = set()
    for each in inside:
        assert each.where is not None
        families.add(common_family(choices[each][name][0], facts, each.where.text))
    if len(families) > 1 or families & {"day", "condition"}:
        return [(None, asked)]
    selector = Selector(Column(name), families.pop(), chosen, inside)
    return [(selector, inside), *([(None, outside)] if outside else [])]


def _choices(asked: Asked) -> dict[str, tuple[Comparison, Literal, Node | None]]:
    """Key columns of a filter: ``column == literal`` alone, or joined with the rest by ``and``."""
    if asked.where is None:
        return {}
    tree = asked.where.tree
    parts = tree.operands if isinstance(tree, Logic) and tree.operator == "and" else (tree,)
    found = {}
    for at, part in enumerate(parts):
        if isinstance(part, Comparison) and part.relation == "=":
            left, right = part.left, part.right
            if isinstance(left, Literal):
                left, right = right, left
            if isinstance(left, Column) and isinstance(right, Literal) and not isinstance(right.value, bool):
                rest = (*parts[:at], *parts[at + 1 :])
                left_over = None if not rest else rest[0] if len(rest) == 1 else Logic("and", rest)
                found[left.name] = (part, right, left_over)
    return found
