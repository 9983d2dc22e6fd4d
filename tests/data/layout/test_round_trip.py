"""A known table, written as a sheet made for eyes, is read back as the table it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import openpyxl
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.data.files.sheets import read_grid, read_table
from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.table import Manner
from diagnostics.data.layout.wanted import Wanted
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar
from diagnostics.model.source import Source

REGIONS = ("华东", "华南", "西北一区", "合计堂")
KINDS = ("家具", "技术", "办公用品")
SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
MONTHS = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(24)]
FORMS = (
    lambda day: f"{day.year}年{day.month}月",
    lambda day: f"{day.year}-{day.month:02d}",
    lambda day: f"{day.year % 100}年{day.month:02d}月",
    lambda day: f"{day.year}{day.month:02d}",
    lambda day: f"{day.year}/{day.month}",
)


@dataclass
class Sheet:
    """Cells and merges, whatever kind of workbook they go into."""

    cells: dict[tuple[int, int], object]
    merges: list[tuple[int, int, int, int]]

    def save(self, path):
        if path.suffix == ".xls":
            book = xlwt.Workbook()
            sheet = book.add_sheet("表")
            covered = {(r, c) for t, le, b, ri in self.merges for r in range(t, b + 1) for c in range(le, ri + 1)}
            for (row, column), value in self.cells.items():
                if (row, column) not in covered:
                    sheet.write(row, column, value)
            for top, left, bottom, right in self.merges:
                sheet.write_merge(top, bottom, left, right, self.cells.get((top, left)))
            book.save(str(path))
            return
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "表"
        for (row, column), value in self.cells.items():
            sheet.cell(row + 1, column + 1, value)
        for top, left, bottom, right in self.merges:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        book.save(path)


def written(value: Decimal, how: str) -> object:
    """A number as somebody may have typed it."""
    if how == "number":
        return float(value)
    text = f"{value:,}" if how == "thousands" else str(value)
    if how == "brackets" and value < 0:
        return f"({-value})"
    return text.translate(FULL) if how == "full" else text


HOWS = st.sampled_from(["number", "number", "number", "text", "thousands", "full", "brackets"])
AMOUNTS = st.one_of(st.none(), st.decimals(-9999, 99999, places=2).map(lambda each: each + 0))


@st.composite
def tables(draw):
    """Facts: (region, kind, month) to an amount in the sheet's scale, or None."""
    regions = draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True))
    rows = [
        (region, kind) for region in regions for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, unique=True))
    ]
    first = draw(st.integers(0, 18))
    months = MONTHS[first : first + draw(st.integers(2, 6))]
    return rows, months, {(*row, month): draw(AMOUNTS) for row in rows for month in months}


@st.composite
def sheets(draw):
    """A table, the sheet that it was written as, and the layout that says how."""
    rows, months, facts = draw(tables())
    scale = draw(st.sampled_from(sorted(SCALES)))
    where = draw(st.sampled_from(["title", "layout"]))
    two_rows, subtotals, total = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    how = draw(st.lists(HOWS, min_size=1, max_size=4))
    sheet = Sheet({}, [])
    top = 0
    if where == "title":
        sheet.cells[0, 0] = f"各地区月度销售额(单位:{scale})"
        sheet.merges.append((0, 0, 0, 1 + len(months)))
        top = 1
    head = _head(draw, sheet, top, months, two_rows=two_rows)
    _body(sheet, top + head, (rows, months, facts), (how, subtotals, total, draw(st.booleans())))
    if total:
        sheet.cells[top, 2 + len(months)] = draw(st.sampled_from(["合计", "合 计", "总计"]))
    layout = Layout(
        first_row=top + 1,
        header_rows=head,
        wide={"name": "月份", "value": "销售额"},
        scale={"销售额": scale} if where == "layout" else {},
    )
    return sheet, layout, {key: None if value is None else value * SCALES[scale] for key, value in facts.items()}


def _head(draw, sheet, top, months, *, two_rows):
    sheet.cells[top, 0], sheet.cells[top, 1] = "地区", "类别"
    if not two_rows:
        form = draw(st.sampled_from(FORMS))
        sheet.cells |= {(top, 2 + at): form(month) for at, month in enumerate(months)}
        return 1
    for year in sorted({each.year for each in months}):
        own = [at for at, each in enumerate(months) if each.year == year]
        sheet.cells[top, 2 + own[0]] = f"{year}年"
        if len(own) > 1:
            sheet.merges.append((top, 2 + own[0], top, 2 + own[-1]))
    sheet.cells |= {(top + 1, 2 + at): f"{month.month}月" for at, month in enumerate(months)}
    if draw(st.booleans()):
        sheet.merges += [(top, 0, top + 1, 0), (top, 1, top + 1, 1)]
    return 2


def _body(sheet, row, table, manner):
    rows, months, facts = table
    how, subtotals, total, merged = manner
    for region in dict.fromkeys(region for region, _ in rows):
        start, amounts = row, [0.0] * len(months)
        for kind in (kind for each, kind in rows if each == region):
            if not merged or row == start:
                sheet.cells[row, 0] = region
            sheet.cells[row, 1] = kind
            for at, month in enumerate(months):
                value = facts[region, kind, month]
                if value is not None:
                    sheet.cells[row, 2 + at] = written(value, how[(row + at) % len(how)])
                    amounts[at] += float(value)
            if total:
                sheet.cells[row, 2 + len(months)] = 1.5
            row += 1
        if merged and row - start > 1:
            sheet.merges.append((start, 0, row - 1, 0))
        if subtotals:
            sheet.cells[row, 0] = f"{region}小计"
            sheet.cells |= {(row, 2 + at): each for at, each in enumerate(amounts)}
            row += 1
    sheet.cells[row, 0] = "合计"
    sheet.cells |= {(row, 2 + at): 1.0 for at in range(len(months))}
    sheet.cells[row + 1, 0] = "注:不含税"


def read(path, layout, sheet=None):
    file = SourceFile(path, path.name, path.suffix[1:])
    declared = Source(file=path.name, sheet=sheet, layout=layout)
    texts = frozenset({"地区", "类别"})
    wanted = Wanted(frozenset({"销售额"}), frozenset({"月份"}), texts)
    return read_table(read_grid(file, path, "facts", declared), layout, lambda _: wanted, Manner(Calendar()))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(sheets(), st.sampled_from([".xlsx", ".xls"]))
def test_what_is_written_for_eyes_is_read_back_as_the_table_it_was(tmp_path_factory, made, suffix):
    sheet, layout, facts = made
    path = tmp_path_factory.mktemp("sheet") / f"表{suffix}"
    sheet.save(path)
    found = read(path, layout)
    rows = found.table.to_pylist()
    kept = {(each["地区"], each["类别"], each["月份"]): each["销售额"] for each in rows}
    assert len(rows) == len(kept) == len(facts)
    right = {key: None if value is None else float(value) for key, value in facts.items()}
    assert kept == right
    kinds = {each.kind: each.count for each in found.conversions}
    assert kinds["total_row"] >= 1
    assert kinds["note_row"] == 1
