"""Text columns that are used as numbers or days are converted through their distinct values 「列转换」."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from diagnostics.data.layout.column_sql import Plain, odd_cells, plain_days, plain_numbers, quoted, written
from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.number_column import NumberRules, decide_numbers
from diagnostics.data.layout.odd_cells import Decided, OddCell, Value
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import InputError
from diagnostics.model.conversion import Conversion, ConversionKind, Example
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    import pyarrow as pa

    from diagnostics.data.engine import Engine

MOST_EXAMPLES = 5
# Columns of our own in a table as loaded: the number of the file, the months that a period covers.
FILE, MONTHS = "perfloop_file", "perfloop_months"
_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_FLOATS = ("FLOAT", "DOUBLE", "DECIMAL")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands 「单元格位置」.

    Parameters
    ----------
    file : int
        Number of the file.
    place : str
        ``line 17`` or ``C17``; empty where the look for it was cut short.
    """

    file: int
    place: str = ""


Find = Callable[[Collection[tuple[str, str]]], Mapping[tuple[str, str], Spot]]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A table as it was loaded, its doubtful columns as text 「已载入的原始表」.

    Parameters
    ----------
    table : str
        Its name in the engine; a column ``perfloop_file`` tells the file of a row where there are several.
    source : str
        Source in engagement.yaml.
    files : sequence of str
        Names of its files, by their number.
    find : callable
        Places of the first cell that holds each (column, text).
    taken : frozenset of str
        Columns that stay text: they name something.
    """

    table: str
    source: str
    files: Sequence[str]
    find: Find
    taken: frozenset[str]


@dataclass(frozen=True, eq=False)
class _Column:
    """A column to convert, and what was decided."""

    name: str
    role: Literal["number", "day"]
    text: str
    plain: Plain
    cells: tuple[OddCell, ...]
    decided: Decided


def convert(engine: Engine, loaded: Loaded, made: str, *, lazily: bool = False) -> None:
    """Make a table of a loaded one in which numbers are numbers and days are days 「转换各列」.

    Parameters
    ----------
    engine : Engine
        Holds the loaded table; conversions and the cycle of period columns are noted in it.
    loaded : Loaded
        Table as loaded.
    made : str
        Name of the table that is made.
    lazily : bool
        Whether to make a view over a file that stays where it is.

    Raises
    ------
    InputError
        When a cell is no number or day: file, line, column, text and rule are named, and how many more there are.

    Notes
    -----
    What is plain (``1234.5``, ``2025-03-09``) is cast by the engine; each other distinct text is read once, and joined.
    """
    columns = [_decide(engine, loaded, *each) for each in _wanted(engine, loaded)]
    _refuse(loaded, columns)
    selected, joins = ["r.*"], ""
    if columns:
        for at, each in enumerate(columns):
            engine.raw.register(f"{made}_forms_{at}", _mapping(each))
            if not lazily:
                made_forms = f'CREATE TEMP TABLE "{made}_map_{at}" AS SELECT * FROM "{made}_forms_{at}"'  # noqa: S608
                engine.raw.execute(made_forms)
                engine.raw.unregister(f"{made}_forms_{at}")
            name = f"{made}_forms_{at}" if lazily else f"{made}_map_{at}"
            joins += f' LEFT JOIN "{name}" AS m{at} ON {each.text} = m{at}.written'
        selected = _selected(engine, loaded, columns)
    kind = "VIEW" if lazily else "TABLE"
    query = f'SELECT {", ".join(selected)} FROM "{loaded.table}" AS r{joins}'  # noqa: S608 (quoted names)
    engine.raw.execute(f'CREATE TEMP {kind} "{made}" AS {query}')
    if not lazily:
        for at in range(len(columns)):
            engine.raw.execute(f'DROP TABLE "{made}_map_{at}"')
        engine.raw.execute(f'DROP TABLE "{loaded.table}"')
    engine.conversions.extend(_conversions(loaded, columns))
    engine.grains.update({(loaded.source, each.name): each.decided.grain for each in columns if each.role == "day"})


def doubtful(engine: Engine, source: str, types: Mapping[str, str], taken: Collection[str]) -> bool:
    """Whether any column of a table must be converted before it is used 「是否需要转换」.

    Parameters
    ----------
    types : mapping
        Type of each column in the engine.
    taken : collection of str
        Columns that stay text.
    """
    return bool(_roles(engine, source, types, taken))


def _roles(
    engine: Engine, source: str, types: Mapping[str, str], taken: Collection[str]
) -> list[tuple[str, Literal["number", "day"], str]]:
    """Columns to convert, what for, and their text in SQL."""
    roles = column_roles(engine.engagement, source, tuple(types))
    layout = engine.engagement.settings.sources[source].layout or Layout()
    found: list[tuple[str, Literal["number", "day"], str]] = []
    for name, kind in types.items():
        known = kind.split("(")[0]
        is_number = known in _NUMERIC or known in _FLOATS
        if name in taken or not (known == "VARCHAR" or is_number):
            continue
        if name in roles.days:
            found.append((name, "day", written(name, known)))
        elif name in roles.numbers and (known == "VARCHAR" or layout.scale.get(name, "元") != "元"):
            found.append((name, "number", written(name, known)))
    return found


def _wanted(engine: Engine, loaded: Loaded) -> list[tuple[str, Literal["number", "day"], str]]:
    described = engine.raw.execute(f'DESCRIBE "{loaded.table}"').fetchall()
    types = {row[0]: row[1] for row in described if row[0] != FILE}
    return _roles(engine, loaded.source, types, loaded.taken)


def _decide(engine: Engine, loaded: Loaded, name: str, role: Literal["number", "day"], text: str) -> _Column:
    engagement = engine.engagement
    layout = engagement.settings.sources[loaded.source].layout or Layout()
    by_file = FILE if len(loaded.files) > 1 else None
    if role == "number":
        scale = layout.scale.get(name)
        plain = plain_numbers(engine.raw, loaded.table, text, layout.missing, usable=scale in (None, "元"))
        cells = odd_cells(engine.raw, loaded.table, text, plain.condition, by_file)
        rules = NumberRules(layout.missing, engagement.settings.currency, scale)
        decided = decide_numbers({each.text for each in cells}, plain.example, rules)
    else:
        plain = plain_days(engine.raw, loaded.table, text, layout.missing)
        cells = odd_cells(engine.raw, loaded.table, text, plain.condition, by_file)
        days = DayRules(engagement.calendar, layout.date_order, layout.year, layout.missing)
        decided = decide_days(dict.fromkeys(each.text for each in cells), plain.span, days)
    return _Column(name, role, text, plain, cells, decided)


def _refuse(loaded: Loaded, columns: list[_Column]) -> None:
    """Refuse the first wrong cell, with its place."""
    wrong = {(each.name, text): rule for each in columns for text, rule in each.decided.wrong.items()}
    if not wrong:
        return
    column = next(name for name, _ in wrong)
    mine = {text: rule for (name, text), rule in wrong.items() if name == column}
    spots = loaded.find([(column, text) for text in list(mine)[:100]])
    text = next((each for _, each in spots), next(iter(mine)))
    spot = spots.get((column, text), Spot(0))
    number = spot.place.removeprefix("line ")
    place = loaded.files[spot.file] + (f":{number}" if number.isdigit() else f" ({spot.place})" if spot.place else "")
    count = sum(each.count for made in columns if made.name == column for each in made.cells if each.text in mine)
    others = [each for each in mine if each != text]
    such = f", such as {others[0]!r}" if others else ""
    more = f" ({count - 1} more such cells{such}.)" if count > 1 else ""
    raise InputError(f"{place} has {text!r} in column {column!r}, {mine[text]} (source {loaded.source!r}).{more}")


def _mapping(column: _Column) -> pa.Table:
    """Distinct texts of a column with their values, as a table to join."""
    import pyarrow as pa

    texts = list(column.decided.values)
    values = [column.decided.values[each] for each in texts]
    return pa.table(
        {
            "written": pa.array(texts, pa.string()),
            "value": pa.array(*_typed(values, column.role)),
            "months": pa.array([column.decided.months.get(each) for each in texts], pa.int64()),
        }
    )


def _typed(values: list[Value], role: str) -> tuple[list[Value], pa.DataType]:
    """Values with the narrowest type that holds them all."""
    import pyarrow as pa

    if role == "day":
        if any(isinstance(each, datetime) for each in values):
            return [datetime(v.year, v.month, v.day) if type(v) is date else v for v in values], pa.timestamp("us")
        return values, pa.date32()
    if all(v is None or (isinstance(v, int) and abs(v) < 2**63) for v in values):
        return values, pa.int64()
    return [float(v) if isinstance(v, int | float) else None for v in values], pa.float64()


def _selected(engine: Engine, loaded: Loaded, columns: list[_Column]) -> list[str]:
    """What the made table holds: converted columns in place, the months that merged ones cover."""
    by_name = {each.name: (at, each) for at, each in enumerate(columns)}
    selected = []
    for name, *_ in engine.raw.execute(f'DESCRIBE "{loaded.table}"').fetchall():
        if name in by_name:
            at, each = by_name[name]
            selected.append(f"coalesce({each.plain.cast}, m{at}.value) AS {quoted(name)}")
        elif name != FILE:
            selected.append(f"r.{quoted(name)}")
    merged = [f"coalesce(m{at}.months, 1)" for at, each in enumerate(columns) if each.decided.months]
    return [*selected, f"CAST(greatest({', '.join(merged)}) AS BIGINT) AS {MONTHS}"] if merged else selected


def _conversions(loaded: Loaded, columns: list[_Column]) -> list[Conversion]:
    """What was read otherwise than written, by file, column and kind, with the first places."""
    found: dict[tuple[int, str, ConversionKind], list[OddCell]] = defaultdict(list)
    for column in columns:
        for cell in column.cells:
            for kind in column.decided.kinds.get(cell.text, ()):
                found[cell.file, column.name, kind].append(cell)
    shown = {key: sorted(cells, key=lambda each: each.text)[:MOST_EXAMPLES] for key, cells in found.items()}
    spots = loaded.find({(key[1], each.text) for key, cells in shown.items() for each in cells}) if shown else {}
    values = {(each.name, text): value for each in columns for text, value in each.decided.values.items()}
    return [
        Conversion(
            loaded.source, loaded.files[file], "", name, kind, sum(each.count for each in cells),
            tuple(_example(name, each, values[name, each.text], spots) for each in shown[file, name, kind]),
        )
        for (file, name, kind), cells in sorted(found.items())
    ]  # fmt: skip


def _example(name: str, cell: OddCell, value: Value, spots: Mapping[tuple[str, str], Spot]) -> Example:
    spot = spots.get((name, cell.text))
    read = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return Example(spot.place if spot is not None and spot.file == cell.file else "", cell.text, read)
