"""Workbooks, and text files with a layout, become a table of the engine 「载入表格」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.files.header import check_same_header
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.files.workbook import plain_headings, read_plain
from diagnostics.data.layout.columnwise import read_columnwise
from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.header import read_headings
from diagnostics.data.layout.sheet_grid import read_sheet_grid
from diagnostics.data.layout.table import Manner, SheetTable, read_layout
from diagnostics.data.layout.text_grid import read_text_grid
from diagnostics.data.layout.wanted import Wanting, wanting
from diagnostics.data.versions.corrected_rows import correct_rows
from diagnostics.data.versions.corrections import Patch, Sheet, patches_by_file
from diagnostics.errors import InputError
from diagnostics.model.conversion import Conversion
from diagnostics.model.layout import Layout
from diagnostics.model.source import Source

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine


def needs_grid(layout: Layout | None) -> bool:
    """Whether a text file's layout asks for more than forms of numbers and days 「是否需按网格读取」.

    Examples
    --------
    >>> needs_grid(None), needs_grid(Layout()), needs_grid(Layout(totals=(), date_order="dmy"))
    (False, True, False)
    """
    if layout is None:
        return False
    headed = layout.first_row > 1 or layout.header_rows > 1
    return headed or layout.wide is not None or bool(layout.fill) or bool(layout.totals)


def load_sheets(
    engine: Engine, table: str, source: str, files: Sequence[tuple[SourceFile, Path]], texts: frozenset[str]
) -> None:
    """Load workbooks, or text files with a layout, into a table 「载入表格」.

    Parameters
    ----------
    engine : Engine
        Where the table is made; what was read otherwise than written is noted in it.
    table : str
        Its name.
    source : str
        Name of the source.
    files : sequence of (SourceFile, Path)
        Each with the path of its UTF-8 form, where it is text.
    texts : frozenset of str
        Columns that stay text whatever they hold.

    Raises
    ------
    InputError
        Naming sheet and cell of what can't be read; or when files of one source differ in their columns.
    """
    import pyarrow as pa

    declared = engine.engagement.settings.sources[source]
    manner = Manner(engine.engagement.calendar, engine.engagement.settings.currency)
    patches = patches_by_file(engine.engagement, source, [each.name for each, _ in files])
    wanted = wanting(engine.engagement, source, texts)
    read = []
    for file, path in files:
        own = patches.get(file.name, ())
        made = None
        if file.kind == "csv" and declared.layout is not None and not own:
            made = read_columnwise(engine.raw, (file, path, source), declared.layout, wanted, manner)
        if made is None:
            grid, corrected = _corrected(read_grid(file, path, source, declared), declared.layout, own)
            engine.conversions.extend(corrected)
            made = read_table(grid, declared.layout, wanted, manner)
        read.append(made.table)
        engine.conversions.extend(made.conversions)
        engine.grains.update({(source, name): grain for name, grain in made.grains.items()})
    check_same_header([(file.name, each.column_names) for (file, _), each in zip(files, read, strict=True)], source)
    try:
        joined = pa.concat_tables(read, promote_options="permissive")
    except pa.ArrowException as error:
        raise InputError(f"Source {source!r}: its files hold one column in several kinds: {error}.") from error
    engine.raw.register(f"{table}_cells", joined)
    engine.raw.execute(f'CREATE TEMP TABLE "{table}" AS SELECT * FROM "{table}_cells"')  # noqa: S608 (our own name)
    engine.raw.unregister(f"{table}_cells")


def read_grid(file: SourceFile, path: Path, source: str, declared: Source) -> Grid:
    """Cells of a file as they stand 「读取网格」.

    Parameters
    ----------
    path : Path
        UTF-8 form of a text file.
    declared : Source
        Sheet and layout.
    """
    if file.kind == "csv":
        return read_text_grid(file, path, source)
    return read_sheet_grid(file, source, declared.sheet)


def read_table(grid: Grid, layout: Layout | None, wanted: Wanting, manner: Manner) -> SheetTable:
    """Table of a grid, by its layout where it has one 「网格转表」."""
    return read_plain(grid, wanted, manner) if layout is None else read_layout(grid, layout, wanted, manner)


def _corrected(grid: Grid, layout: Layout | None, patches: tuple[Patch, ...]) -> tuple[Grid, tuple[Conversion, ...]]:
    """The grid with its corrections; what was wrong with a corrected cell is wrong no longer."""
    if not patches:
        return grid, ()
    headings = plain_headings(grid) if layout is None else read_headings(grid, layout)
    columns: Mapping[str, int] = {each.name: each.column for each in headings}
    last = 1 if layout is None else layout.first_row + layout.header_rows - 1
    before = [["" if each is None else each for each in row] for row in grid.rows]
    rows, done = correct_rows(before, columns, Sheet(grid.source, grid.file, grid.sheet), patches, last)
    changed = {
        (at, column)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if column >= len(before[at]) or cell is not before[at][column]
    }
    marks = replace(
        grid.marks,
        never_computed=grid.marks.never_computed - changed,
        errors={cell: text for cell, text in grid.marks.errors.items() if cell not in changed},
        percent=grid.marks.percent - changed,
        literals={cell: text for cell, text in grid.marks.literals.items() if cell not in changed},
    )
    cells = [[None if each == "" else each for each in row] for row in rows]
    return replace(grid, rows=cells, marks=marks), done
