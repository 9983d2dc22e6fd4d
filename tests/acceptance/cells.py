"""Cells of a client's file: each kind of file that may hold them, and what came out."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError
from diagnostics.model.conversion import Conversion
from tests.acceptance.workbench import FILES, Workbench

HEADER = ("date", "unit", "revenue", "cost")
_WORDS = re.compile(r"(?<![a-z])(nan|inf|nat|none)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Came:
    """What came out: an error, or figures with what was converted."""

    error: InputError | None
    figures: dict[tuple[str, str], float | None]
    conversions: tuple[Conversion, ...]
    rows: int = 0

    def listed(self, cell: str) -> bool:
        """Whether a cell stands among the examples of what was read otherwise than written."""
        return any(each.written == cell for found in self.conversions for each in found.examples)


def write_cells(workbench: Workbench, kind: str, rows: list[list[Any]]) -> None:
    """Rows below the usual header, as a file of a kind; the source reads it."""
    workbench.write("engagement.yaml", FILES["engagement.yaml"].replace("sales.csv", f"cells.{kind}"))
    path = workbench.client / "data" / f"cells.{kind}"
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
        path.write_text(text.getvalue(), encoding="utf-8")
    elif kind == "parquet":
        import pandas as pd

        pd.DataFrame([[str(each) for each in row] for row in rows], columns=HEADER).to_parquet(path)
    else:
        import openpyxl

        book = openpyxl.Workbook()
        for row in [HEADER, *rows]:
            book.active.append(row)
        for row in book.active.iter_rows():
            for cell in row:
                # A cell that begins with = would be a formula; clients' text cells are text.
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        book.save(path)


def came_out(workbench: Workbench) -> Came:
    """Observations of the engagement, and what the engine converted; or the product's error."""
    import diagnostics as dx
    from diagnostics.data.engine import open_engine

    engagement = dx.open_engagement(workbench.client)
    refusal: InputError | None = None
    try:
        table = workbench.observe(levels=["store"]).table
        with open_engine(engagement) as engine:
            rows = len(engine.frame(engine.facts("sales").table))
            conversions = tuple(engine.conversions)
    except InputError as error:
        refusal = error
    if refusal is not None:
        assert refusal.exit_code == 2
        assert not _WORDS.search(re.sub(r"'[^']*'", "", str(refusal))), str(refusal)
        return Came(refusal, {}, ())
    figures = {}
    for entity, period, value in zip(table["entity"], table["period"], table["value"], strict=True):
        figures[entity, period] = None if math.isnan(value) else float(value)
        assert not math.isinf(value)
    return Came(None, figures, conversions, rows)
