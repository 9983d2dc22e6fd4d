"""Text columns that are used as numbers or days are converted through their distinct values 「列转换」."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from diagnostics.data.layout.column_sql import Plain, odd_cells, plain_days, plain_numbers, quoted, written
from diagnostics.data.layout.converted import Converted, Loaded, Spot, conversions, mapping
from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.number_column import EITHER, NumberRules, decide_numbers
from diagnostics.data.layout.odd_cells import OddCell
from diagnostics.data.layout.scales import Stated, stated, unapplied
from diagnostics.data.layout.stated_numbers import stated_numbers
from diagnostics.data.layout.swapped_days import swap_texts
from diagnostics.data.layout.units import name_unit
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine

# Columns of our own in a table as loaded: the number of the file, the months that a period covers.
FILE, MONTHS = "perfloop_file", "perfloop_months"
_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_FLOATS = ("FLOAT", "DOUBLE", "DECIMAL")


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
        Whether to make a view over a file that stays where it is; the view keeps the number of the file.

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
            engine.raw.register(f"{made}_forms_{at}", mapping(each))
            if not lazily:
                made_forms = f'CREATE TEMP TABLE "{made}_map_{at}" AS SELECT * FROM "{made}_forms_{at}"'  # noqa: S608
                engine.raw.execute(made_forms)
                engine.raw.unregister(f"{made}_forms_{at}")
            name = f"{made}_forms_{at}" if lazily else f"{made}_map_{at}"
            joins += f' LEFT JOIN "{name}" AS m{at} ON {each.text} = m{at}.written'
        selected = _selected(engine, loaded, columns, numbered=lazily)
    kind = "VIEW" if lazily else "TABLE"
    query = f'SELECT {", ".join(selected)} FROM "{loaded.table}" AS r{joins}'  # noqa: S608 (quoted names)
    engine.raw.execute(f'CREATE TEMP {kind} "{made}" AS {query}')
    if not lazily:
        for at in range(len(columns)):
            engine.raw.execute(f'DROP TABLE "{made}_map_{at}"')
        engine.raw.execute(f'DROP TABLE "{loaded.table}"')
    engine.conversions.extend(conversions(loaded, columns))
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
    found: list[tuple[str, Literal["number", "day"], str]] = []
    for name, kind in types.items():
        known = kind.split("(")[0]
        is_number = known in _NUMERIC or known in _FLOATS
        if name in taken or not (known == "VARCHAR" or is_number):
            continue
        if name in roles.days:
            found.append((name, "day", written(name, known)))
        elif name in roles.numbers and (known == "VARCHAR" or _is_stated(_stated(engine, source, name))):
            found.append((name, "number", written(name, known)))
    return found


def _stated(engine: Engine, source: str, name: str) -> Stated:
    """Scale of a column: the layout's word, else its header's."""
    settings = engine.engagement.settings
    said = stated(name, settings.sources[source].layout or Layout(), settings.currency)
    if said != Stated():
        return said
    names = (name_unit(each.name, settings.currency) for each in engine.files[source])
    return unapplied(name, next((each for each in names if each is not None), None))


def _is_stated(said: Stated) -> bool:
    """Whether plain numbers of a column don't mean what they say, or may not."""
    return bool(said.doubt) or said.scale not in (None, "元")


def _wanted(engine: Engine, loaded: Loaded) -> list[tuple[str, Literal["number", "day"], str]]:
    described = engine.raw.execute(f'DESCRIBE "{loaded.table}"').fetchall()
    types = {row[0]: row[1] for row in described if row[0] != FILE}
    return _roles(engine, loaded.source, types, loaded.taken)


def _decide(engine: Engine, loaded: Loaded, name: str, role: Literal["number", "day"], text: str) -> Converted:
    engagement = engine.engagement
    layout = engagement.settings.sources[loaded.source].layout or Layout()
    by_file = FILE if len(loaded.files) > 1 else None
    if role == "number":
        said = _stated(engine, loaded.source, name)
        if said.doubt:
            place = loaded.files[0] + (":1" if loaded.is_text else "")
            raise InputError(f"{place} has the column {name!r}, whose header {said.doubt} (source {loaded.source!r}).")
        rules = NumberRules(
            layout.missing, engagement.settings.currency, said.scale, said.is_declared, layout.decimal, loaded.is_parted
        )
        read = stated_numbers if _is_stated(said) or layout.decimal == "," else plain_numbers
        plain = read(engine.raw, loaded.table, text, rules, by_file)
        cells = odd_cells(engine.raw, loaded.table, text, plain.condition, by_file)
        decided = decide_numbers({each.text for each in cells}, plain.example, rules, plain.sizes)
        if loaded.is_parted and layout.decimal is None and plain.either and plain.either not in decided.wrong:
            decided.wrong[plain.either] = EITHER
    else:
        days = DayRules(engagement.calendar, layout.date_order, layout.year, layout.missing, layout.swapped_dates)
        # Where days were swapped, plain ones don't mean what they say.
        plain = Plain("false", "CAST(NULL AS DATE)")
        if not days.swapped:
            plain = plain_days(engine.raw, loaded.table, text, layout.missing)
        cells = odd_cells(engine.raw, loaded.table, text, plain.condition, by_file)
        texts = dict.fromkeys(each.text for each in cells)
        decided = decide_days(texts, plain.span, days, _by_file(cells))
        if plain.span is None or plain.swappable:
            others = [date.fromisoformat(plain.swappable[:10])] if plain.swappable else []
            swap_texts(texts, days, decided, others)
    return Converted(name, role, text, plain, cells, decided)


def _by_file(cells: Sequence[OddCell]) -> list[set[str]]:
    """Texts of each file."""
    return [{each.text for each in cells if each.file == file} for file in {each.file for each in cells}]


def _refuse(loaded: Loaded, columns: list[Converted]) -> None:
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


def _selected(engine: Engine, loaded: Loaded, columns: list[Converted], *, numbered: bool) -> list[str]:
    """What the made table holds: converted columns in place, the months that merged ones cover, the file if asked."""
    by_name = {each.name: (at, each) for at, each in enumerate(columns)}
    selected = []
    for name, *_ in engine.raw.execute(f'DESCRIBE "{loaded.table}"').fetchall():
        if name in by_name:
            at, each = by_name[name]
            selected.append(f"coalesce({each.plain.cast}, m{at}.value) AS {quoted(name)}")
        elif name != FILE or numbered:
            selected.append(f"r.{quoted(name)}")
    merged = [f"coalesce(m{at}.months, 1)" for at, each in enumerate(columns) if each.decided.months]
    return [*selected, f"CAST(greatest({', '.join(merged)}) AS BIGINT) AS {MONTHS}"] if merged else selected
