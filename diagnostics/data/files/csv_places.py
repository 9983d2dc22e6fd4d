"""Lines of a CSV file in which texts stand, by a bounded second look 「定位行号」."""

from __future__ import annotations

import csv
from collections.abc import Collection

from diagnostics.data.files.csv_shape import Shape

# A second or two of reading: beyond, the file is named without the line.
_MOST_RECORDS = 2_000_000


def places(shape: Shape, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Line in which the first record begins that holds a text in a column 「查找行号」.

    Parameters
    ----------
    shape : Shape
        File that was read.
    wanted : collection of (str, str)
        Columns and texts.

    Returns
    -------
    dict
        Lines counted from 1; a text beyond the first two million records has none.
    """
    columns = {name: at for at, name in enumerate(shape.header)}
    left: dict[int, set[str]] = {}
    for name, text in wanted:
        if name in columns:
            left.setdefault(columns[name], set()).add(text)
    found: dict[tuple[str, str], int] = {}
    with shape.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=shape.delimiter)
        line = 1
        try:
            for number, record in enumerate(reader):
                if number:
                    for at in [each for each, texts in left.items() if each < len(record) and record[each] in texts]:
                        found[shape.header[at], record[at]] = line
                        left[at].discard(record[at])
                if number > _MOST_RECORDS or not any(left.values()):
                    break
                line = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError):
            # The strict read has accepted or refused the file: a field too long for this reader only hides a line.
            return found
    return found
