"""Columns that nobody has named yet: what is nearly a figure is asked about, what names something is not."""

import pytest

from diagnostics.data.files.sheets import read_table
from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.table import Manner
from diagnostics.data.layout.wanted import everything
from diagnostics.model.period import Calendar


def failed(cells, name="数"):
    grid = Grid("facts", "表.csv", "", [["门店", name], *(["一店", each] for each in cells)])
    return read_table(grid, None, everything, Manner(Calendar())).failed


@pytest.mark.parametrize("cells", [
    ["△12", "△13", "△14"], ["12-", "13-", "5"], ["1 234", "2 345", "3 456"], ["1,23,456", "12,34,567"], ["1:05:00", "2:10:00"],
    ["1 day, 6:00:00", "2:10:00"],
])  # fmt: skip
def test_figures_in_odd_forms_are_asked_about_however_many(cells):
    assert repr(cells[0]) in failed(cells)["数"]


@pytest.mark.parametrize(
    "cells", [["K-1", "K-2"], ["2班", "3班"], ["010-12345678", "010-12345679"], ["红", "蓝"], ["00123", "00124"]]
)
def test_codes_and_names_are_no_figures(cells):
    assert failed(cells, "型号") == {}
