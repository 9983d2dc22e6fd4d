"""A workbook without times."""

from datetime import datetime
from io import BytesIO

import openpyxl

from diagnostics.dictionary.exchange.still import save_still


def _made(value, created):
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.properties.created = created
    stream = BytesIO()
    save_still(book, stream)
    return stream.getvalue()


def test_the_same_content_gives_the_same_bytes_at_another_time():
    assert _made("=x", datetime(2020, 1, 1)) == _made("=x", datetime(2025, 6, 30, 12))
    assert _made("a", datetime(2020, 1, 1)) != _made("b", datetime(2020, 1, 1))


def test_what_was_written_can_be_read():
    read = openpyxl.load_workbook(BytesIO(_made("客流", datetime(2020, 1, 1))))
    assert read.active["A1"].value == "客流"
    assert read.properties.modified == datetime(1980, 1, 1)
