"""Corrections in tables that are not rewritten: Parquet files and databases, by CASE expressions 「库表的更正」."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from diagnostics.data.versions.corrections import Patch, Sheet, applied, refuse_other, shown, text_of
from diagnostics.errors import unknown
from diagnostics.model.conversion import Conversion

if TYPE_CHECKING:
    import pandas as pd


def correct_table(
    table: Any,
    at: Sheet,
    patches: tuple[Patch, ...],
    frame: Callable[[Any], pd.DataFrame],
    within: Any = True,
) -> tuple[Any, tuple[Conversion, ...]]:
    """Table with its corrections, and what they did 「更正库表」.

    Parameters
    ----------
    table : ibis table
        As it stands in the file or the database.
    at : Sheet
        Source and file or table.
    patches : tuple of Patch
        Corrections of this table, each with a ``match``.
    frame : callable
        Runs an expression, such as ``engine.frame``.
    within : ibis condition
        Which rows of the table are those of the file; all of them where not told.

    Raises
    ------
    InputError
        When a correction names a row by number or an unknown column, matches no row or several, its ``old`` does not
        stand there, its values don't fit the column, or another one is about the same cell.
    """
    if not patches:
        return table, ()
    import ibis

    cases: dict[str, list[tuple[Any, Any]]] = {}
    held: list[tuple[Patch, Any]] = []
    done = []
    for patch in patches:
        own = patch.correction
        if own.row is not None:
            raise patch.refused(f"{at} has no numbered rows; pick the row by 'match'.")
        for name in (own.column, *own.match):
            if name not in table.columns:
                raise unknown(f"column of {at}", name, table.columns, f"correction {own.id!r} ({patch.place})")
        condition = ibis.and_(within, *(_equals(patch, table[name], value) for name, value in own.match.items()))
        picked = frame(table.filter(condition).select(own.column).limit(2))[own.column]
        if len(picked) != 1:
            how = "several rows" if len(picked) else "no row"
            raise patch.refused(f"match {shown(own.match)} picks {how} of {at}; it must pick one.")
        written = _plain(picked.iloc[0])
        refuse_other(patch, written, f"{at}, where {shown(own.match)}")
        _refuse_same_cell(patch, condition, held, lambda rows: frame(table.filter(rows).limit(1)))
        held.append((patch, condition))
        cases.setdefault(own.column, []).append((condition, _literal(patch, table[own.column].type(), own.new)))
        # The place goes onto pages that are passed on: never the match, which may name a person and what they earn.
        done.append(applied(patch, at, own.id, written))
    corrected = {name: ibis.cases(*found, else_=table[name]) for name, found in cases.items()}
    return table.mutate(**corrected), tuple(done)


def _refuse_same_cell(
    patch: Patch, condition: Any, held: list[tuple[Patch, Any]], rows: Callable[[Any], pd.DataFrame]
) -> None:
    """Refuse a second correction of one cell: each picks one row, so that they share it where any row fits both."""
    for other, its in held:
        own = other.correction
        if own.column == patch.correction.column and len(rows(condition & its)):
            raise patch.refused(f"correction {own.id!r} ({other.place}) is about the same cell.")


def _equals(patch: Patch, column: Any, value: Any) -> Any:
    if value is None:
        return column.isnull()
    return column == _literal(patch, column.type(), value)


def _literal(patch: Patch, kind: Any, value: Any) -> Any:
    """Value as a literal of a column's type; what does not fit is refused."""
    import ibis

    if value is None:
        return ibis.null(kind)
    if kind.is_string():
        return ibis.literal(text_of(value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind.is_integer() and is_number and float(value).is_integer():
        return ibis.literal(int(value), type=kind)
    if (kind.is_floating() or kind.is_integer()) and is_number:
        return ibis.literal(float(value))
    if kind.is_decimal() and is_number:
        return ibis.literal(text_of(value)).cast(kind)
    if kind.is_boolean() and isinstance(value, bool):
        return ibis.literal(value)
    if (kind.is_date() or kind.is_timestamp()) and isinstance(value, str):
        return ibis.literal(_moment(patch, value, is_date=kind.is_date()))
    raise patch.refused(f"{shown(value)} does not fit a column of {kind}.")


def _moment(patch: Patch, text: str, *, is_date: bool) -> date | datetime:
    try:
        return date.fromisoformat(text) if is_date else datetime.fromisoformat(text)
    except ValueError as error:
        raise patch.refused(f"{shown(text)} is no day such as 2025-03-09.") from error


def _plain(value: Any) -> Any:
    """Value of a frame as one of Python's own: missing in any form is None."""
    import pandas as pd

    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
