"""A CSV or TSV file as a grid of cells 「文本网格」."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from diagnostics.data.files.archive import MAX_CELLS
from diagnostics.data.files.csv_shape import COMMA_PARTED, outside_quotes
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.grid import Cell, Grid
from diagnostics.errors import InputError

_DELIMITERS = ",;\t|"
HEAD = 1 << 16


def read_text_grid(file: SourceFile, path: Path, source: str) -> Grid:
    """CSV or TSV file as a grid of cells; an empty field is blank 「读取文本网格」.

    Parameters
    ----------
    file : SourceFile
        File, for its name.
    path : Path
        Its UTF-8 form.
    source : str
        Name of the source.

    Raises
    ------
    InputError
        When the file is no UTF-8, a quote stays open, or it holds more than 10 million cells.
    """
    rows: list[list[Cell]] = []
    lines: list[int] = []
    cells = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            delimiter = delimiter_in(head)
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            for row in reader:
                cells += len(row)
                if cells > MAX_CELLS:
                    raise InputError(
                        f"{file.name} has a layout and more than {MAX_CELLS:,} cells; a layout is for sheets made for"
                        " eyes, leave it out for a plain table."
                    )
                rows.append([each if each else None for each in row])
                lines.append(reader.line_num)
    except UnicodeDecodeError as error:
        raise InputError(f"{file.name} is not UTF-8; name the file's encoding, such as encoding: gb18030.") from error
    except csv.Error as error:
        raise InputError(f"{file.name}:{len(lines) + 1} can't be read as CSV: {error}.") from error
    return Grid(source, file.name, "", rows, lines=tuple(lines), is_parted=delimiter in COMMA_PARTED)


def delimiter_in(head: str) -> str:
    """Delimiter that parts most lines of the head alike: a title above has none, decimal commas vary 「分隔符」."""
    lines = [outside_quotes(line) for line in head.splitlines()]
    alike = []
    for each in _DELIMITERS:
        counts = Counter(count for line in lines if (count := line.count(each)))
        alike.append(max(((often, count) for count, often in counts.items()), default=(0, 0)))
    return _DELIMITERS[alike.index(max(alike))]
