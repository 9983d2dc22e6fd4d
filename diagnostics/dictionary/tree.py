"""Which KPI drives which, up to the mother metrics 「指标树」."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from diagnostics.errors import InputError, unknown
from diagnostics.model.kpi import Kpi


@dataclass(frozen=True, eq=False)
class KpiTree:
    """Which KPI drives which 「指标树」.

    A KPI hangs under the ``parent`` it names and under every KPI whose formula names it: it may have several parents.
    Where a formula says the opposite of declared parents, those hold: revenue per head that drives revenue stays below
    it, although its formula names revenue.

    Parameters
    ----------
    parents : dict of tuple
        Parents by KPI, the declared one first, then formulas in file order.
    mothers : tuple of str
        Mother metrics 「母指标」, in file order.
    """

    parents: dict[str, tuple[str, ...]]
    mothers: tuple[str, ...]

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Children by KPI, in file order 「下级指标」."""
        found: dict[str, list[str]] = {each: [] for each in self.parents}
        for child, above in self.parents.items():
            for parent in above:
                found[parent].append(child)
        return {key: tuple(each) for key, each in found.items()}

    @property
    def roots(self) -> tuple[str, ...]:
        """KPIs without a parent 「顶层指标」."""
        return tuple(key for key, above in self.parents.items() if not above)

    def path_to_mother(self, kpi: str) -> tuple[str, ...]:
        """Shortest way up from a KPI to a mother metric, both included; empty where there is none 「到母指标的路径」.

        Raises
        ------
        UnknownNameError
            When no KPI has this id.
        """
        if kpi not in self.parents:
            raise unknown("KPI", kpi, self.parents)
        if kpi not in self._steps_up:
            return ()
        path = [kpi]
        while self._steps_up[path[-1]]:
            steps = self._steps_up[path[-1]]
            path.append(next(each for each in self.parents[path[-1]] if self._steps_up.get(each) == steps - 1))
        return tuple(path)

    @cached_property
    def _steps_up(self) -> dict[str, int]:
        """Fewest steps from a KPI up to a mother metric, for those that reach one; found once for all."""
        steps = dict.fromkeys(self.mothers, 0)
        waiting = deque(self.mothers)
        while waiting:
            key = waiting.popleft()
            for child in self.children[key]:
                if child not in steps:
                    steps[child] = steps[key] + 1
                    waiting.append(child)
        return steps

    def walk(self) -> list[tuple[str, str | None, int]]:
        """Every KPI once, from the top down: KPI, the parent it is shown under, depth from 0 「自上而下遍历」."""
        rows: list[tuple[str, str | None, int]] = []
        waiting: list[tuple[str, str | None, int]] = [(key, None, 0) for key in reversed(self._tops())]
        while waiting:
            key, parent, depth = waiting.pop()
            rows.append((key, parent, depth))
            below = [each for each in self.children[key] if self.parents[each][0] == key]
            waiting.extend((each, key, depth + 1) for each in reversed(below))
        return rows

    def _tops(self) -> list[str]:
        """Roots, the mother metrics among them first."""
        return sorted(self.roots, key=lambda each: each not in self.mothers)


def build_tree(kpis: Mapping[str, Kpi] | Iterable[Kpi]) -> KpiTree:
    """Tree of KPIs from their parents and formulas 「构建指标树」.

    Raises
    ------
    UnknownNameError
        When a parent or a formula names a KPI that is not there.
    InputError
        When KPIs drive each other in a circle.

    Examples
    --------
    >>> from diagnostics.model.kpi import Kpi
    >>> both = {"unit": "money", "direction": "higher", "measure": "sum(x)", "source": "s"}
    >>> profit = Kpi(id="profit", name="利润", mother=True, **both)
    >>> tree = build_tree([profit, Kpi(id="sales", name="销售", parent="profit", **both)])
    >>> tree.path_to_mother("sales")
    ('sales', 'profit')
    """
    items = tuple(kpis.values() if isinstance(kpis, Mapping) else kpis)
    by_id = {each.id: each for each in items}
    known = list(by_id)
    parents: dict[str, list[str]] = {each: [] for each in known}
    for kpi in items:
        if kpi.parent is not None:
            if kpi.parent not in parents:
                raise unknown("KPI", kpi.parent, known, f"parent of KPI {kpi.id!r}")
            parents[kpi.id].append(kpi.parent)
    for kpi in items:
        for name in formula_names(kpi):
            if name not in parents:
                raise unknown("KPI", name, known, f"formula of KPI {kpi.id!r}")
            if kpi.id not in parents[name] and name not in _declared_above(kpi, by_id):
                parents[name].append(kpi.id)
    tree = KpiTree({key: tuple(each) for key, each in parents.items()}, tuple(each.id for each in items if each.mother))
    _refuse_circle(tree, "KPIs drive each other in a circle")
    _refuse_endless(items)
    return tree


def _declared_above(kpi: Kpi, kpis: Mapping[str, Kpi]) -> set[str]:
    """KPIs above one by declared parents alone; it stops where those go in a circle."""
    above: set[str] = set()
    parent = kpi.parent
    while parent is not None and parent not in above:
        above.add(parent)
        parent = kpis[parent].parent
    return above


def _refuse_endless(kpis: tuple[Kpi, ...]) -> None:
    """Refuse KPIs whose values would need each other: computed by formulas alone, in a circle."""
    computed = {each.id: each for each in kpis if each.measure is None}
    needs = {key: tuple(name for name in formula_names(kpi) if name in computed) for key, kpi in computed.items()}
    _refuse_circle(KpiTree(needs, ()), "KPIs are computed from each other in a circle")


def formula_names(kpi: Kpi) -> tuple[str, ...]:
    """KPIs that a KPI's formula names, in order, each once 「公式中的指标」."""
    if kpi.formula is None:
        return ()
    # The parser behind it is heavy; a dictionary without formulas does without.
    from diagnostics.dictionary.expression.formula import parse_formula

    return tuple(dict.fromkeys(parse_formula(kpi.formula).names))


def _refuse_circle(tree: KpiTree, what: str) -> None:
    """Peel off KPIs whose parents are all done; what stays behind holds a circle."""
    open_parents = {key: len(above) for key, above in tree.parents.items()}
    ready = [key for key, count in open_parents.items() if not count]
    while ready:
        key = ready.pop()
        del open_parents[key]
        for child in tree.children[key]:
            open_parents[child] -= 1
            if not open_parents[child]:
                ready.append(child)
    if open_parents:
        raise InputError(f"{what}: {' → '.join(_circle(tree, set(open_parents)))}.")


def _circle(tree: KpiTree, left: set[str]) -> list[str]:
    """One circle among the KPIs left: each of them has a parent that is left too."""
    path = [min(left, key=list(tree.parents).index)]
    while True:
        above = next(each for each in tree.parents[path[-1]] if each in left)
        if above in path:
            return [*path[path.index(above) :], above]
        path.append(above)
