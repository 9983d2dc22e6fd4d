"""Texts that spreadsheet programs take for formulas: in workbooks and CSV files they are text, and come back as they are."""

from __future__ import annotations

import csv
import io

from diagnostics.dictionary.csv_text import bare, csv_line, guarded
from tests.acceptance.payloads import Payload
from tests.acceptance.sql_injection import LEDGER
from tests.acceptance.workbench import FILES, Told, Workbench

FIRST = ("=", "+", "-", "@", "\t", "\r", "\0", "\n")
# What no file of an engagement may hold, and is refused with its place before anything could be exported.
UNFIT = ("\0",)


def check(payload: Payload, workbench: Workbench) -> None:
    """In the CSV and XLSX files of the surface; of an unknown surface in all of them."""
    exported, _, what = payload.surface.partition(":")
    if exported != "csv_xlsx_export":
        raise NotImplementedError(f"{payload.id}: nobody has said what {payload.surface!r} exports")
    as_csv(payload.text)
    if what != "ledger_title":
        as_unit_name(payload.text, workbench)
    if what != "unit_name":
        as_ledger_title(payload.text, workbench)


def as_csv(text: str) -> None:
    """Text stays text, and is itself again when read."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(["x", guarded(text)])
    assert not guarded(text).startswith(FIRST)
    if not text.startswith(FIRST):
        return
    # The quote before it is what marks it as text; a reader of ours takes it away again.
    assert guarded(text) == f"'{text}"
    (row,) = csv.reader(io.StringIO(buffer.getvalue(), newline=""))
    assert bare(row[1]) == text


def as_unit_name(text: str, workbench: Workbench) -> None:
    """In the dictionary's workbook, and back into entities.csv."""
    rows = csv.reader(io.StringIO(FILES["entities.csv"]))
    renamed = [[guarded(text) if each == "北店" else each for each in row] for row in rows]
    workbench.write("entities.csv", "".join(csv_line(each, "\n") for each in renamed))
    told = workbench.perfloop("dictionary", "export", workbench.client)
    if refused_for(text, told):
        return
    there_as_text(workbench, "dictionary.xlsx", text.strip())
    told = workbench.perfloop(
        "dictionary", "import", workbench.client, workbench.client / "reports" / "dictionary.xlsx", "--dry-run"
    )
    assert told.code == 0, told.err
    assert "北店" not in told.out


def as_ledger_title(text: str, workbench: Workbench) -> None:
    """In the ledger's workbook."""
    import json

    workbench.write("ledger.yaml", LEDGER.format(text=json.dumps(text)))
    told = workbench.perfloop("ledger", "export", workbench.client)
    if refused_for(text, told):
        return
    name = next((workbench.client / "reports").glob("*.xlsx")).name
    there_as_text(workbench, name, text.strip())


def refused_for(text: str, told: Told) -> bool:
    """Whether the text was refused before anything was written; only what no file may hold may be."""
    if told.code == 0:
        return False
    assert told.code == 2, told.err
    assert "Traceback" not in told.err
    assert any(each in text for each in UNFIT), told.err
    return True


def there_as_text(workbench: Workbench, name: str, text: str) -> None:
    """The text stands in a cell of its own, and no cell of the workbook is a formula."""
    from openpyxl import load_workbook

    from diagnostics.dictionary.exchange.cells import unescaped

    book = load_workbook(workbench.client / "reports" / name)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    dangerous = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(FIRST)]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in dangerous)
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(unescaped(str(cell.value)) == text for cell in cells)
