"""Records of .xls workbooks tell what no cell does: units that number formats show."""

import struct

import pytest
import xlwt

from diagnostics.data.files import biff
from diagnostics.data.files.sheets import read_grid, read_table
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.table import Manner
from diagnostics.data.layout.wanted import Wanted
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar
from diagnostics.model.source import Source

HEADER = ["门店", "月份", "销售额"]


@pytest.mark.parametrize("code", ['0.0"万元"', '0.0"%"', "0\\万", "0.00"])
def test_a_unit_that_only_a_number_format_of_an_xls_shows_is_refused_with_its_cell(tmp_path, code):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, cells in enumerate([HEADER, ["一店", "2025-01", 12], ["二店", "2025-01", 3.5]]):
        for column, cell in enumerate(cells):
            style = xlwt.easyxf(num_format_str=code) if row and column == 2 else xlwt.Style.default_style
            sheet.write(row, column, cell, style)
    path = tmp_path / "old.xls"
    book.save(str(path))

    def read(layout):
        declared = Source(file=path.name, layout=layout)
        wanted = Wanted(frozenset({"销售额"}), frozenset({"月份"}), frozenset({"门店"}))
        grid = read_grid(SourceFile(path, path.name, "xls"), path, "facts", declared)
        made = read_table(grid, layout, lambda _: wanted, Manner(Calendar()))
        return [each["销售额"] for each in made.table.to_pylist()]

    if code == "0.00":
        assert read(None) == [12, 3.5]
        return
    with pytest.raises(
        InputError, match=r"C2\) of column '销售额' is stored as 12 and shown with '[万%].*layout, scale"
    ):
        read(None)
    assert read(Layout(scale={"销售额": "万元"})) == [120_000, 35_000]


def test_number_formats_of_books_before_1997_are_in_their_code_page(monkeypatch):
    def record(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    code = '0.0"万元"'.encode("gbk")
    book = record(0x0809, struct.pack("<HH", 0x0500, 5)) + record(0x0042, struct.pack("<H", 936))
    book += record(0x041E, struct.pack("<HB", 164, len(code)) + code) + record(0x00E0, struct.pack("<HH", 0, 164))
    sheet = record(0x0809, struct.pack("<HH", 0x0500, 16)) + record(0x0203, struct.pack("<3Hd", 1, 2, 0, 12.0))
    place = len(book) + len(record(0x0085, bytes(8))) + 4
    stream = book + record(0x0085, struct.pack("<I4x", place)) + record(0x000A, b"") + sheet + record(0x000A, b"")
    monkeypatch.setattr(biff, "CompoundFile", bytes)
    monkeypatch.setattr(biff, "_workbook", bytes)
    assert biff.xls_marks(stream, 0).literals == {(1, 2): "万元"}
