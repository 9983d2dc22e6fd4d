"""Rows of Parquet files in which texts stand 「定位 Parquet 行」."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.column_sql import written
from diagnostics.data.layout.converted import Spot


def find_in_parquet(
    connection: Any, files: Sequence[SourceFile], wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Spot]:
    """Row of the first file that holds each (column, text), counted from 1 「查找所在行」."""
    found: dict[tuple[str, str], Spot] = {}
    for number, file in enumerate(files):
        reader = f"read_parquet({sql_text(str(file.path))}, file_row_number=true)"
        described = connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()  # noqa: S608 (quoted)
        kinds = {row[0]: row[1].split("(")[0] for row in described}
        for name, text in sorted(set(wanted) - found.keys()):
            if name in kinds:
                query = f"SELECT min(file_row_number) FROM {reader} AS r WHERE {written(name, kinds[name])} = ?"  # noqa: S608
                (row,) = connection.execute(query, [text]).fetchone()
                if row is not None:
                    found[name, text] = Spot(number, f"row {row + 1}")
    return found
