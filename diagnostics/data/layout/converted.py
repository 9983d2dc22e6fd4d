"""Columns that were converted: their values by text, and the record of it 「已转换列」."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from diagnostics.data.layout.column_sql import Plain
from diagnostics.data.layout.number_text import read_number
from diagnostics.data.layout.odd_cells import Decided, OddCell, Value
from diagnostics.model.conversion import Conversion, ConversionKind, Example

if TYPE_CHECKING:
    import pyarrow as pa

MOST_EXAMPLES = 5


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
    is_text : bool
        Whether its files are text files, whose header is line 1.
    is_parted : bool
        Whether ``;`` parts the fields of one of them: its numbers may have decimal commas.
    """

    table: str
    source: str
    files: Sequence[str]
    find: Find
    taken: frozenset[str]
    is_text: bool = False
    is_parted: bool = False


@dataclass(frozen=True, eq=False)
class Converted:
    """A column to convert, and what was decided 「待转换列」."""

    name: str
    role: Literal["number", "day"]
    text: str
    plain: Plain
    cells: tuple[OddCell, ...]
    decided: Decided


def mapping(column: Converted) -> pa.Table:
    """Distinct texts of a column with their values, as a table to join 「取值对照」."""
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


def conversions(loaded: Loaded, columns: list[Converted]) -> list[Conversion]:
    """What was read otherwise than written, by file, column and kind, with the first places 「转换清单」."""
    found: dict[tuple[int, str, ConversionKind], list[OddCell]] = defaultdict(list)
    for column in columns:
        for cell in column.cells:
            for kind in column.decided.kinds.get(cell.text, ()):
                found[cell.file, column.name, kind].append(cell)
        for kinds, cell in _by_engine(column):
            for kind in kinds:
                found[cell.file, column.name, kind].append(cell)
    shown = {key: sorted(cells, key=lambda each: each.text)[:MOST_EXAMPLES] for key, cells in found.items()}
    spots = loaded.find({(key[1], each.text) for key, cells in shown.items() for each in cells}) if shown else {}
    values = {(each.name, text): value for each in columns for text, value in each.decided.values.items()}
    values |= {
        (each.name, cell.text): _number(cell.text, each.plain) for each in columns for _, cell in _by_engine(each)
    }
    return [
        Conversion(
            loaded.source, loaded.files[file], "", name, kind, sum(each.count for each in cells),
            tuple(_example(name, each, values[name, each.text], spots) for each in shown[file, name, kind]),
        )
        for (file, name, kind), cells in sorted(found.items())
    ]  # fmt: skip


def _by_engine(column: Converted) -> list[tuple[tuple[ConversionKind, ...], OddCell]]:
    """Numbers that the engine read by itself otherwise than written, the first texts in place of all."""
    cells = []
    for kinds, file, count, texts in column.plain.converted:
        # The last stands for all that are not named.
        *first, last = dict.fromkeys(texts)
        cells += [(kinds, OddCell(each, file, 1)) for each in first]
        cells.append((kinds, OddCell(last, file, count - len(first))))
    return cells


def _number(text: str, plain: Plain) -> Value:
    read = read_number(text, scale=plain.scale, decimal=plain.decimal)
    return None if read is None else read.value


def _example(name: str, cell: OddCell, value: Value, spots: Mapping[tuple[str, str], Spot]) -> Example:
    spot = spots.get((name, cell.text))
    read = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return Example(spot.place if spot is not None and spot.file == cell.file else "", cell.text, read)
