"""Where a name stands in the files of a source 「名称所在位置」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.files.reencode import as_utf8
from diagnostics.data.files.sheets import read_grid
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.grid import Grid, cell_text

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine


def find_place(engine: Engine, source: str, file: SourceFile, name: str) -> str:
    """First cell that holds a name; empty where no cell of a sheet or text file does 「名称所在单元格」."""
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
