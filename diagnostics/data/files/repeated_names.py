"""Entities whose figures are the sum or mean of others': a total among them is counted twice 「疑似合计对象」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.data.files.reencode import as_utf8
from diagnostics.data.files.sheets import read_grid
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.column_sql import quoted
from diagnostics.data.layout.grid import Grid, cell_text
from diagnostics.data.layout.label_figures import label_figures
from diagnostics.data.layout.repeats import Repeat, find_repeats
from diagnostics.data.layout.wanted import entity_columns
from diagnostics.dictionary.used_columns import column_roles
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.engagement import Engagement

# Beyond this a table is no sheet that somebody added totals to.
_MOST_ROWS = 1_000_000
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


def refuse_repeated(engine: Engine, table: str, source: str, files: tuple[SourceFile, ...]) -> None:
    """Refuse a known entity whose figures are surely the sum or mean of others' 「拒绝疑似合计对象」.

    Parameters
    ----------
    engine : Engine
        Holds the table.
    table : str
        Table as loaded.
    source : str
        Its source. A name that no entity bears is refused where facts meet the entities; a column that a filter speaks
        of is left to it, and a name in ``layout.kept`` is a fact.
    files : tuple of SourceFile
        Its files, for the place.

    Raises
    ------
    InputError
        Naming the cell, the name, and whose figures it repeats.
    """
    engagement = engine.engagement
    layout = engagement.settings.sources[source].layout or Layout()
    types = {row[0]: row[1] for row in engine.raw.execute(f'DESCRIBE "{table}"').fetchall()}
    roles = column_roles(engagement, source, tuple(types))
    numbers = [name for name in types if name in roles.numbers and any(each in types[name] for each in _NUMBERS)]
    labels = [name for name in entity_columns(engagement, source) if name in types]
    if not numbers or not labels or len(engagement.entities.names) < 3 or _is_large(engine, table):
        return
    times = [name for name in types if name in roles.days or _is_time(engagement, source, name)]
    for label in sorted(set(labels) - _filtered(engagement, source)):
        frame = _sums(engine, table, (label, *(each for each in times if each != label)), numbers)
        known = frame[frame[label].isin([each for each in engagement.entities.names if each not in layout.kept])]
        found = find_repeats(label_figures(known, label, [each for each in times if each != label], numbers))
        first = next((each for each in found if each.is_sure), None)
        if first is not None:
            raise _refusal(engine, source, files, label, first)


def _is_large(engine: Engine, table: str) -> bool:
    counted = engine.raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 (our own name)
    return bool(counted is not None and counted[0] > _MOST_ROWS)


def _is_time(engagement: Engagement, source: str, name: str) -> bool:
    """Whether an expression makes the day of a fact of a column, such as a year and a month."""
    from diagnostics.dictionary.expression import parse_time

    declared = [engagement.settings.sources[source].time]
    declared += [kpi.time for kpi in engagement.kpis.values() if kpi.source == source]
    try:
        return any(name == each or name in parse_time(each).columns for each in declared if each)
    except InputError:
        return False


def _filtered(engagement: Engagement, source: str) -> set[str]:
    """Columns that a filter of a KPI speaks of: what it leaves out is declared."""
    from diagnostics.dictionary.expression import parse_filter

    stated: Iterable[str | None] = (
        each
        for kpi in engagement.kpis.values()
        for each in (
            kpi.where if kpi.source == source else None,
            *(one.where for one in kpi.readings if one.source == source),
        )
    )
    return {column for each in stated if each for column in parse_filter(each).columns}


def _sums(engine: Engine, table: str, keys: tuple[str, ...], numbers: list[str]) -> pd.DataFrame:
    """Sums by keys, in the order in which names first stand."""
    label = quoted(keys[0])
    texts = [f"CAST({label} AS VARCHAR) AS {label}", *(quoted(each) for each in keys[1:])]
    sums = [f"CAST(sum({quoted(each)}) AS DOUBLE) AS {quoted(each)}" for each in numbers]
    inner = f'SELECT *, row_number() OVER () AS perfloop_row FROM "{table}"'  # noqa: S608 (quoted names)
    query = f"""SELECT {", ".join([*texts, *sums])} FROM ({inner}) GROUP BY {", ".join(quoted(each) for each in keys)}
        ORDER BY min(perfloop_row)"""  # noqa: S608 (quoted names)
    found: pd.DataFrame = engine.raw.execute(query).df()
    return found


def _refusal(engine: Engine, source: str, files: tuple[SourceFile, ...], label: str, repeat: Repeat) -> InputError:
    place = next((at for each in files if (at := _place(engine, source, each, repeat.name))), files[0].name)
    return InputError(
        f"{place}, column {label!r}: {repeat.told()}; a total would be counted twice. Name it under layout, totals, to"
        f" leave it out, or under layout, kept, where it is no total (source {source!r})."
    )


def _place(engine: Engine, source: str, file: SourceFile, name: str) -> str:
    """First cell that holds a name; empty where no cell of a sheet or text file does."""
    if file.kind == "parquet":
        return ""
    declared = engine.engagement.settings.sources[source]
    path = as_utf8(file, declared.encoding, engine.folder / "utf8").path if file.kind == "csv" else file.path
    return place_of(read_grid(file, path, source, declared), name)


def place_of(grid: Grid, name: str) -> str:
    """First cell of a grid that holds a name; empty where none does 「名称所在单元格」."""
    return next(
        (
            grid.place(at, column)
            for at, row in enumerate(grid.rows)
            for column, cell in enumerate(row)
            if cell is not None and cell_text(cell).strip() == name.strip()
        ),
        "",
    )
