"""Three-way merge of tables: what both started from, the workbook, the files now 「三方合并」."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from diagnostics.dictionary.exchange.fields import TABLES, Cell, Key, Row, Table, TableName, Tables

# Excel keeps 15 digits of a number: what differs by less was not edited.
_DIGITS = 1e-14


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, or a whole row, that one side changed 「变更」.

    Parameters
    ----------
    table, key : str, tuple
        The row.
    field : str
        The field; empty where the row came or went.
    before, after : cell
        What it was, and what it is; None for nothing. Of a whole row ``None`` and its fields are not told.
    added, removed : bool
        Whether the row came or went.
    """

    table: TableName
    key: Key
    field: str = ""
    before: Cell = None
    after: Cell = None
    added: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same field changed on both sides to different values 「冲突」.

    Parameters
    ----------
    table, key, field
        What it is about; the field is empty where one side removed the row that the other changed.
    base, theirs, yours : str or cell
        What both started from, what the files say now, what the workbook says.
    theirs_removed, yours_removed : bool
        Whether a side removed the row.
    """

    table: TableName
    key: Key
    field: str
    base: Cell
    theirs: Cell
    yours: Cell
    theirs_removed: bool = False
    yours_removed: bool = False


@dataclass(frozen=True, eq=False)
class Merged:
    """What a merge gives 「合并结果」.

    Parameters
    ----------
    tables : dict
        The merged tables; where there are conflicts, with what the files say.
    conflicts : tuple of Conflict
        In the order of the tables.
    """

    tables: Tables
    conflicts: tuple[Conflict, ...]


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same: numbers as far as a workbook keeps them 「是否相同」.

    Examples
    --------
    >>> same(100, 100.0), same(0.1 + 0.2, 0.3), same(True, 1), same("1", 1)
    (True, True, False, False)
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other or math.isclose(one, other, rel_tol=_DIGITS)
    return one == other


def merge(base: Tables, yours: Tables, theirs: Tables) -> Merged:
    """Merge the workbook's tables with those of the files 「三方合并」.

    Parameters
    ----------
    base : dict
        What both sides started from.
    yours, theirs : dict
        The workbook, and the files as they are now.

    Returns
    -------
    Merged
        What one side alone changed holds; what both changed alike holds; the rest are conflicts.

    Notes
    -----
    Rows keep the order of the files; a row that is new in the workbook comes after the one above it there.
    """
    conflicts: list[Conflict] = []
    merged: Tables = {}
    for table in TABLES:
        merged[table], found = merge_table(table, base[table], yours[table], theirs[table])
        conflicts += found
    _orphans(merged, theirs, conflicts)
    return Merged(merged, tuple(conflicts))


def merge_table(table: TableName, base: Table, yours: Table, theirs: Table) -> tuple[Table, list[Conflict]]:
    """Merge one table, whatever it holds; with what both sides changed differently 「合并一张表」."""
    kept: Table = {}
    conflicts: list[Conflict] = []
    for key in _order(theirs, yours):
        row = _row(table, key, (base.get(key), yours.get(key), theirs.get(key)), conflicts)
        if row is not None:
            kept[key] = row
    return kept, conflicts


def _row(
    table: TableName, key: Key, sides: tuple[Row | None, Row | None, Row | None], conflicts: list[Conflict]
) -> Row | None:
    """Row that both sides agree on, None where it is gone."""
    base, yours, theirs = sides
    if yours is None or theirs is None:
        there = theirs if yours is None else yours
        if base is None or there is None:
            return there  # new on one side, or gone on both
        if not _changes(base, there):
            return None  # removed on one side, untouched on the other
        for name in _changes(base, there):
            told = (
                base.get(name),
                None if theirs is None else there.get(name),
                None if yours is None else there.get(name),
            )
            conflicts.append(
                Conflict(table, key, name, *told, theirs_removed=theirs is None, yours_removed=yours is None)
            )
        return there
    row: Row = {}
    for name in theirs:
        was = None if base is None else base.get(name)
        mine, other = yours.get(name), theirs[name]
        if same(mine, other) or (base is not None and same(mine, was)):
            row[name] = other
        elif base is not None and same(other, was):
            row[name] = mine
        else:
            conflicts.append(Conflict(table, key, name, was, other, mine))
            row[name] = other
    return row


def _changes(before: Row, after: Row) -> list[str]:
    return [name for name in after if not same(before.get(name), after[name])]


def _orphans(merged: Tables, theirs: Tables, conflicts: list[Conflict]) -> None:
    """Targets whose item is gone, and items whose card is gone: one side removed what the other added to."""
    for table, above, width in (("items", "cards", 1), ("targets", "items", 2)):
        rows: Table = merged[table]  # type: ignore[index]  # both are names of tables
        for key in [each for each in rows if each[:width] not in merged[above]]:  # type: ignore[index]
            gone = key[:width]
            was_theirs = gone in theirs[above]  # type: ignore[index]
            conflicts.append(
                Conflict(above, gone, "", None, None, None, theirs_removed=not was_theirs, yours_removed=was_theirs)  # type: ignore[arg-type]
            )
            del rows[key]


def _order(first: Iterable[Key], second: Iterable[Key]) -> list[Key]:
    """Keys of both, in the order of the first; what the second alone has comes after the one above it there."""
    order = list(first)
    known = set(order)
    before: Key | None = None
    for key in second:
        if key not in known:
            order.insert(order.index(before) + 1 if before is not None else 0 if not order else len(order), key)
            known.add(key)
        before = key
    return order


def differences(before: Tables, after: Tables) -> list[Difference]:
    """What changed from some tables to others, table by table 「变更清单」."""
    found: list[Difference] = []
    for table in TABLES:
        found += table_differences(table, before[table], after[table])
    return found


def table_differences(table: TableName, before: Table, after: Table) -> list[Difference]:
    """What changed in one table 「一张表的变更」."""
    found: list[Difference] = []
    for key in _order(before, after):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            found.append(Difference(table, key, added=one is None, removed=other is None))
        else:
            found += [Difference(table, key, name, one.get(name), other[name]) for name in _changes(one, other)]
    return found
