"""Balances: what stood at the first or last moment of a cell, entity by entity 「期初与期末」.

A balance adds over stores and never over time. The facts of each entity are summed moment by moment first; only these
few sums are looked through for each level and cycle.
"""

from __future__ import annotations

from typing import Any

from diagnostics.data.engine.facts import FIRST, LAST, MOMENT
from diagnostics.data.observe.job import ENTITY, START, Job
from diagnostics.data.observe.leaves import VALUE, Leaf
from diagnostics.data.observe.match import OWN
from diagnostics.data.observe.scan import Partials
from diagnostics.dictionary.expression.build import EXACT, Builder
from diagnostics.model.period import Cycle


def moments(job: Job, partials: Partials, leaf: Leaf) -> Any:
    """Ibis table of exact sums for each finest cell and moment that has a value 「逐时点」.

    Parameters
    ----------
    job : Job
        What is asked.
    partials : Partials
        The facts with what tells their cells apart beside them.
    leaf : Leaf
        ``first(x)`` or ``last(x)``.
    """
    facts = partials.filtered(leaf)
    table = facts.table.mutate(**{VALUE: Builder(facts, leaf.text).number(leaf.argument).cast(EXACT)})
    table = table.filter(table[VALUE].notnull())
    return table.group_by([*job.grain_keys, MOMENT]).aggregate(**{VALUE: table[VALUE].sum()})


def balances(job: Job, held: Any, leaf: Leaf, at: tuple[str, Cycle], name: str) -> Any:
    """Ibis table of balances for the cells of a level and cycle 「余额」.

    Parameters
    ----------
    job : Job
        What is asked.
    held : ibis table
        What ``moments`` gives.
    leaf : Leaf
        ``first(x)`` or ``last(x)``.
    at : tuple of str
        Level and cycle.
    name : str
        Column of the balance.

    Notes
    -----
    For each entity that facts name, values of its first or last moment in the cell; added up over entities. Without an
    entity column the cell has one moment.
    """
    import ibis

    table = job.at(held, *at)
    own = ibis.window(group_by=[*((OWN,) if job.named else ()), START, *job.keys])
    table = table.mutate(**{FIRST: table[MOMENT].min().over(own), LAST: table[MOMENT].max().over(own)})
    balance = job.facts.over(table).at_end(table[VALUE], None, leaf.node.function == "last")
    return table.group_by([ENTITY, START, *job.keys]).aggregate(**{name: balance})
