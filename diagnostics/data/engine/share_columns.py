"""Columns of shares in which 35 stands beside 0.36 are refused until somebody says what they mean 「百分数列检查」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.layout.mixed_shares import is_share_name, mixed_shares
from diagnostics.data.layout.number_text import SHARES
from diagnostics.data.layout.scales import stated
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts


def refuse_mixed_shares(engine: Engine, facts: Facts) -> None:
    """Refuse a column of shares that is written in two ways, where a KPI computes with it 「拒绝混写的百分数」.

    Raises
    ------
    InputError
        Naming the column and both figures; ``layout.scale`` of the column says that both are right.
    """
    settings = engine.engagement.settings
    layout = settings.sources[facts.source].layout or Layout()
    used = column_roles(engine.engagement, facts.source, facts.columns).numbers
    for name in facts.columns:
        if name not in used or name in layout.scale or not is_share_name(name):
            continue
        column = facts.table[name]
        if not column.type().is_numeric():
            continue
        # Below a header of percent each figure has been divided.
        base = 100 if stated(name, layout, settings.currency).scale in SHARES[:1] else 1
        size = column.cast("float64").abs() * base
        small, large = (size > 0) & (size <= 1), size > 1
        found = {"a": size.min(where=small), "b": size.max(where=small)}
        found |= {"c": size.min(where=large), "d": size.max(where=large)}
        row = engine.frame(facts.table.aggregate(**found), f"reading column {name!r} of {facts.place}").iloc[0]
        sizes = [float(row[each]) for each in "abcd" if row[each] == row[each] and row[each] is not None]
        mixed = mixed_shares(sizes[:2], sizes[2:]) if len(sizes) == len(found) else None
        said = "'%'" if base > 1 else "\u5143"
        if mixed is not None:
            raise InputError(
                f"Column {name!r} of {facts.place} holds {mixed[0]:g} beside {mixed[1]:g}, which may be one share"
                " written in two ways: correct the cell (corrections.yaml), or, where both are right, say layout:"
                f" {{scale: {{{name}: {said}}}}} at the source."
            )
