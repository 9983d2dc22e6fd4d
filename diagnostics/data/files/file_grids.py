"""A file that no source declares, as the grids it holds: answer sheets, KPI sheets 「任意文件的网格」."""

from __future__ import annotations

import tempfile
from pathlib import Path

from diagnostics.data.files.reencode import as_utf8
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.sheet_grid import read_sheet_grid, sheet_names
from diagnostics.data.layout.text_grid import read_text_grid
from diagnostics.dictionary.source_files import KINDS
from diagnostics.errors import InputError

SAVE = "save it as UTF-8."
_READ = {suffix: kind for suffix, kind in KINDS.items() if kind != "parquet"}


def file_grids(path: Path, name: str = "", encoding: str = "", remedy: str = SAVE) -> tuple[Grid, ...]:
    """Every sheet of a workbook that is shown, or a text file, as grids of cells 「读取文件网格」.

    Parameters
    ----------
    path : Path
        A .csv, .tsv, .txt, .xls or .xlsx file.
    name : str
        What to call it in errors; its own name by default.
    encoding : str
        What a text file is written in; told by its bytes where empty.
    remedy : str
        What to do where nothing tells the encoding; it ends the error.

    Raises
    ------
    InputError
        When it is absent, of another kind, too large, or can't be read as what it claims to be.
    """
    told = name or path.name
    if not path.is_file():
        raise InputError(f"{told} is no file.")
    kind = _READ.get(path.suffix.lower())
    if kind is None:
        raise InputError(f"{told} ends in {path.suffix!r}; read are {', '.join(sorted(_READ))}.")
    file = SourceFile(path.resolve(), told, kind)
    if kind != "csv":
        return tuple(read_sheet_grid(file, told, sheet) for sheet in sheet_names(file))
    with tempfile.TemporaryDirectory(prefix="perfloop-text-") as folder:
        return (read_text_grid(file, as_utf8(file, encoding or None, Path(folder), remedy).path, told),)
