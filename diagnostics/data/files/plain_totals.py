"""Rows of totals in plain tables whose facts name no entity: nothing else would notice them 「普通表合计行」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.layout.column_sql import quoted
from diagnostics.data.layout.totals import is_total
from diagnostics.data.layout.wanted import entity_columns
from diagnostics.dictionary.expression.written import without
from diagnostics.errors import InputError
from diagnostics.model.layout import TOTALS

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine

# What the engine looks for among millions of texts; each found is then looked at closely.
LIKE = r"[合小总共累總]\s*[计計]|total|summe|gesamt"
MOST_TEXTS = 1_000


def refuse_totals(engine: Engine, table: str, source: str, name: str) -> None:
    """Refuse a table without layout and entity column in which a text is a word for a total 「拒绝合计行」.

    Parameters
    ----------
    table : str
        Table as loaded.
    source : str
        Its source; where its facts name entities, a total is an unknown one and refused there.
    name : str
        Name of the file, for the error.

    Raises
    ------
    InputError
        Naming column and text: the facts would be counted twice.
    """
    if engine.engagement.settings.sources[source].layout is not None or entity_columns(engine.engagement, source):
        return
    for column, kind, *_ in engine.raw.execute(f'DESCRIBE "{table}"').fetchall():
        if kind != "VARCHAR":
            continue
        like = f"regexp_matches({quoted(column)}, {sql_text('(?i)' + LIKE)})"
        query = f'SELECT DISTINCT {quoted(column)} FROM "{table}" WHERE {like} LIMIT {MOST_TEXTS}'  # noqa: S608 (quoted)
        found = total_among(row[0] for row in engine.raw.execute(query).fetchall())
        if found is not None:
            raise total_told(name, column, found, source, has_cells=not name.endswith(".parquet"))


def total_among(texts: Iterable[str]) -> str | None:
    """The first text in order that is a word for a total and nothing else 「合计字样」."""
    return next((each for each in sorted(texts) if is_total(each, TOTALS, whole=True)), None)


def total_told(name: str, column: str, found: str, source: str, *, has_cells: bool) -> InputError:
    """Error for a row of totals in a plain table, with what leaves it out 「合计行报错」.

    Parameters
    ----------
    name, column, found, source : str
        File or table, column, word and source.
    has_cells : bool
        Whether a layout reads the table, so that it can leave rows out.
    """
    leave = "'layout: {}' of the source leaves such out; 'layout: {totals: []}'"
    if not has_cells:
        leave = (
            f"leave such out by the where of each KPI over the source, where: {without(column, found)}, and say"
            " 'layout: {totals: []}'; that alone"
        )
    return InputError(
        f"{name} has {found!r} in column {column!r}, which looks like a row of totals: {leave} says that it is"
        f" none, or left out already (source {source!r})."
    )
