"""Blanks around names in tables that are read in place are taken away, and listed 「库表名称去空格」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.data.layout.converted import MOST_EXAMPLES
from diagnostics.data.layout.wanted import name_columns
from diagnostics.model.conversion import Conversion, Example

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts

# What is taken away in text files and workbooks too: spaces, tabs, breaks, the no-break and the full-width space.
_BLANKS = " \t\r\n\u00a0\u3000"


def padded_columns(engine: Engine, facts: Facts) -> list[str]:
    """Columns whose names may stand between blanks: none where the reader takes them away 「待去空格列」."""
    files = engine.files[facts.source]
    if files and files[0].kind != "parquet":
        return []
    names = [each for each in sorted(name_columns(engine.engagement, facts.source)) if each in facts.columns]
    return [each for each in names if facts.table[each].type().is_string()]


def without_padding(engine: Engine, facts: Facts, names: Sequence[str]) -> Facts:
    """Facts whose entities and people are named without blanks around 「名称去空格」.

    Parameters
    ----------
    engine : Engine
        Where what is taken away is noted.
    facts : Facts
        Facts of a source.
    names : sequence of str
        Columns to look through.

    Returns
    -------
    Facts
        A name of blanks alone is missing.
    """
    if not names:
        return facts
    table = facts.table
    counts = {str(at): is_padded(table[each]).sum() for at, each in enumerate(names)}
    found = engine.frame(table.aggregate(**counts), f"reading {facts.place}").iloc[0]
    padded = {each: int(found[str(at)]) for at, each in enumerate(names) if found[str(at)] > 0}
    for name, count in padded.items():
        engine.conversions.append(_listed(engine, facts, name, count))
    return facts.over(table.mutate(**{each: _bare(table[each]) for each in padded})) if padded else facts


def _listed(engine: Engine, facts: Facts, name: str, count: int) -> Conversion:
    own = facts.table.filter(is_padded(facts.table[name])).select(name=name).distinct().order_by("name")
    frame = engine.frame(own.limit(MOST_EXAMPLES), f"reading {facts.place}")
    shown = tuple(Example("", str(each), str(each).strip(_BLANKS)) for each in frame["name"])
    return Conversion(facts.source, facts.files[0], "", name, "trimmed", count, shown)


def is_padded(column: Any) -> Any:
    """Ibis condition that a name stands between blanks 「是否带空格」."""
    blanks = list(_BLANKS)
    return (column.left(1).isin(blanks) | column.right(1).isin(blanks)).fill_null(False)


def _bare(column: Any) -> Any:
    import ibis

    bare = column.re_replace(f"^[{_BLANKS}]+|[{_BLANKS}]+$", "")
    return ibis.cases((is_padded(column), bare.nullif("")), else_=column)
