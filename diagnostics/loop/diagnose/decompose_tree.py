"""Drivers of a gap through several formulas, down to the leaves 「多层驱动拆解」."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.errors import InputError, unknown
from diagnostics.loop.diagnose.attribution.matched import match
from diagnostics.loop.diagnose.attribution.rows import value_of
from diagnostics.loop.diagnose.attribution.slopes import slopes_of
from diagnostics.model.decomposition import NEW, VANISHED, Method
from diagnostics.model.driver_tree import DriverTree

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Figures = dict[str, Array]

TREE_METHODS: tuple[Method, ...] = ("lmdi", "chain", "shapley")
# Nodes of a tree; names in several formulas make more nodes than formulas.
MOST_NODES = 1000
MOST_LEVELS = 50
Record = dict[str, Any]


def decompose_tree(
    before: pd.DataFrame | Mapping[str, Any],
    after: pd.DataFrame | Mapping[str, Any],
    *,
    formulas: Mapping[str, str],
    root: str,
    by: Sequence[str] = (),
    method: Method = "lmdi",
) -> DriverTree:
    """Contributions of the drivers of drivers, consistent at every level 「多层驱动拆解」.

    Parameters
    ----------
    before, after : DataFrame or mapping
        A column, or a number, for each leaf: each name that no formula explains. Names that one does are computed, and
        columns of theirs not read. The root's value is the sum of its formula over the rows.
    formulas : mapping of str
        Name to its formula; names that the root does not lead to are left aside.
    root : str
        Which name is taken apart.
    by : sequence of str
        Columns that say which row is which; the index where there are none.
    method : {"lmdi", "chain", "shapley"}
        How each node is shared among its children. ``lmdi`` takes the parts of a sum one by one and Shapley for a part
        that is no product, or has a negative figure.

    Returns
    -------
    DriverTree
        Children's contributions sum to their parent's, those of the leaves to ``after - before``.

    Raises
    ------
    InputError
        When a formula leads back to itself, a column is missing, or a figure has no value.

    Notes
    -----
    Each node hands its contribution on by slopes: a child's contribution is the parent's worth times the parent's slope
    in the child times the child's change. For products this is LMDI of the leaves themselves.

    Examples
    --------
    >>> formulas = {"revenue": "traffic * basket", "traffic": "new + old"}
    >>> before, after = {"new": 40, "old": 60, "basket": 10.0}, {"new": 70, "old": 50, "basket": 10.0}
    >>> found = decompose_tree(before, after, formulas=formulas, root="revenue")
    >>> found.frame()["path"].tolist()
    ['revenue', 'revenue/traffic', 'revenue/traffic/new', 'revenue/traffic/old', 'revenue/basket']
    >>> found.frame()["contribution"].round().tolist()
    [200.0, 200.0, 300.0, -100.0, 0.0]
    """
    if method not in TREE_METHODS:
        raise unknown("method", method, TREE_METHODS)
    if root not in formulas:
        raise unknown("root", root, formulas)
    if isinstance(by, str):
        raise InputError(f"by is {by!r}, must be a sequence of columns such as ({by!r},).")
    import numpy as np

    parsed = _reached(formulas, root)
    leaves = [name for name in _names(parsed) if name not in parsed]
    rows = match(before, after, leaves, tuple(by))
    sides = tuple(_filled(parsed, root, each, side) for each, side in ((rows.before, "before"), (rows.after, "after")))
    new = _filled(parsed, root, rows.new, "after")[root]
    vanished = _filled(parsed, root, rows.vanished, "before")[root]
    walk = _Walk(parsed, sides, method, single=len(rows.keys) == 1 and not len(new) and not len(vanished))
    # What runs out of the range of floats is refused; it is no surprise to warn of.
    with np.errstate(all="ignore"):
        walk.visit(root, (), None)
    _check_range(walk.nodes)
    whole = [float(sides[0][root].sum() + vanished.sum()), float(sides[1][root].sum() + new.sum())]
    top = {**walk.nodes[0], "before": whole[0], "after": whole[1], "contribution": whole[1] - whole[0]}
    lines = [top, *walk.nodes[1:]]
    if len(new):
        lines.append(_line(NEW, root, float("nan"), float(new.sum()), float(new.sum())))
    if len(vanished):
        lines.append(_line(VANISHED, root, float(vanished.sum()), float("nan"), -float(vanished.sum())))
    import pandas as pd

    return DriverTree(root, method, whole[0], whole[1], pd.DataFrame(lines))


def _check_range(nodes: Sequence[Record]) -> None:
    for each in nodes:
        if not math.isfinite(each["contribution"]):
            raise InputError(f"The contribution of {each['path']} is beyond the range of floats; take other units.")


def _line(name: str, root: str, before: float, after: float, contribution: float) -> Record:
    return {
        "node": name, "parent": root, "path": f"{root}/{name}", "depth": 1, "leaf": True, "method": "",
        "before": before, "after": after, "contribution": contribution,
    }  # fmt: skip


def _reached(formulas: Mapping[str, str], root: str) -> dict[str, Formula]:
    """Formulas that the root leads to; refuses one that leads back to itself."""
    found: dict[str, Formula] = {}
    done: set[str] = set()

    def enter(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            raise InputError(f"The formulas go round in a circle: {' → '.join((*trail[trail.index(name) :], name))}.")
        if name in done or name not in formulas:
            return
        if len(trail) >= MOST_LEVELS:
            raise InputError(f"The formulas go more than {MOST_LEVELS} levels deep; take part of the tree apart.")
        found[name] = parse_formula(formulas[name], place=name)
        for each in found[name].names:
            enter(each, (*trail, name))
        done.add(name)

    enter(root, ())
    return found


def _names(parsed: Mapping[str, Formula]) -> list[str]:
    return list(dict.fromkeys(name for each in parsed.values() for name in each.names))


def _filled(parsed: Mapping[str, Formula], root: str, figures: Figures, side: str) -> Figures:
    """Figures of the leaves and of all nodes above them."""
    filled = dict(figures)

    def fill(name: str) -> None:
        if name in filled:
            return
        for each in parsed[name].names:
            fill(each)
        try:
            filled[name] = value_of(parsed[name], filled, side)
        except InputError as error:
            raise InputError(f"{name}: {error}") from error

    fill(root)
    return filled


@dataclass(frozen=True, eq=False)
class _Walk:
    """Way down the tree, each node with what a unit of its change is worth to the root 「遍历」."""

    parsed: Mapping[str, Formula]
    sides: tuple[Figures, ...]
    method: Method
    single: bool
    nodes: list[Record] = field(default_factory=list)
    known: dict[str, tuple[Figures, Method]] = field(default_factory=dict)

    def visit(self, name: str, trail: tuple[str, ...], worth: Array | None) -> None:
        """Write down a node and what is below it 「遍历」."""
        import numpy as np

        if len(self.nodes) >= MOST_NODES:
            raise InputError(f"The formulas make a tree of more than {MOST_NODES} nodes; take part of it apart.")
        before, after = (side[name] for side in self.sides)
        worth = np.ones(len(before)) if worth is None else worth
        slopes, used = self._slopes(name)
        path, nothing = (*trail, name), float("nan")
        self.nodes.append({
            "node": name, "parent": trail[-1] if trail else "", "path": "/".join(path), "depth": len(trail),
            "leaf": name not in self.parsed, "method": used, "before": before[0] if self.single else nothing,
            "after": after[0] if self.single else nothing, "contribution": float((worth * (after - before)).sum()),
        })  # fmt: skip
        for child, slope in slopes.items():
            self.visit(child, path, worth * slope)

    def _slopes(self, name: str) -> tuple[Figures, str]:
        if name not in self.parsed:
            return {}, ""
        if name not in self.known:
            formula = self.parsed[name]
            sides = ({each: side[each] for each in formula.names} for side in self.sides)
            self.known[name] = slopes_of(formula, self.method, *sides)
        return self.known[name]
