import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook

from diagnostics.dictionary.exchange.plan_import import plan_import, read_dictionary
from diagnostics.dictionary.exchange.write_workbook import write_workbook
from tests.dictionary.conftest import Folder


class Exchange:
    """An engagement whose dictionary went out as a workbook; a test edits either side and brings it back."""

    def __init__(self, folder):
        self.folder = folder
        self.path = Path(folder.path)
        self.export()

    def export(self):
        now, files = read_dictionary(self.path)
        stream = io.BytesIO()
        settings = files.settings
        write_workbook(stream, now.tables, settings.id, settings.language, tuple(settings.sources))
        self.book = load_workbook(io.BytesIO(stream.getvalue()))
        return self

    def cell(self, sheet, key, head):
        """Cell of the row whose first cells are the key, in the column under a head."""
        page = self.sheet(sheet)
        heads = [each.value for each in page[1]]
        key = (key,) if isinstance(key, str) else key
        for row in page.iter_rows(min_row=2):
            told = [each.value for each in row]
            if told[0] == key[0] and set(key) <= {str(each) for each in told}:
                return row[heads.index(head)]
        raise AssertionError(f"{key} is not on {sheet}")

    def sheet(self, name):
        return next(page for page in self.book if page.title.startswith(name))

    def add(self, sheet, **cells):
        """A new row below the others."""
        page = self.sheet(sheet)
        heads = [each.value for each in page[1]]
        row = 2 + sum(1 for each in page.iter_rows(min_row=2) if each[0].value is not None)
        for head, value in cells.items():
            page.cell(row, heads.index(head) + 1).value = value

    def plan(self):
        stream = io.BytesIO()
        self.book.save(stream)
        stream.seek(0)
        with TemporaryDirectory() as room:
            return plan_import(self.path, stream, Path(room))

    def write(self):
        """Bring it back and write what changed."""
        plan = self.plan()
        for name, text in plan.texts.items():
            (self.path / name).write_bytes(text.encode("utf-8"))
        return plan


@pytest.fixture(autouse=True)
def few_spare_rows(monkeypatch):
    """Three hundred empty rows a sheet are most of a small workbook, and what a test waits for."""
    monkeypatch.setattr("diagnostics.dictionary.exchange.write_workbook.SPARE", 5)


@pytest.fixture
def exchange(tmp_path):
    return Exchange(Folder(tmp_path / "acme"))
