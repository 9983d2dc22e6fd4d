"""A text file read column by column is the one that is read cell by cell: same table, same list of conversions."""

import csv
import io

import duckdb
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from diagnostics.data.files.source_files import SourceFile
from diagnostics.data.layout.columnwise import read_columnwise
from diagnostics.data.layout.table import Manner, read_layout
from diagnostics.data.layout.text_grid import read_text_grid
from diagnostics.data.layout.wanted import Wanted
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar

WANTED = Wanted(
    frozenset({"额", "率(%)", "额(万元)"}),
    frozenset({"日", "起"}),
    frozenset({"店", "类"}),
    entities=frozenset({"店"}),
    bare=frozenset({"店"}),
    known=frozenset({"合计店", "一店"}),
    money=frozenset({"额"}),
)
NAMES = st.sampled_from(
    ["一店", "二店", " 三店", "合计", "合计店", "华东小计", "\uff34otal", "", "注:含税", "备注\uff1a", "\u3000", "a,b"]
)
KINDS = st.sampled_from(["web", "shop", "小计", "total", "", "Dim Sum", "两单合计", "单位:万元"])
DAYS = st.sampled_from(
    ["2025-01-05", "2025-02-01", "2025-02-01 10:30", "2025/3/4", "", "N/A", "2025-01-05", "2025-01-02 24:00"]
)
ORDERED = st.sampled_from(["13/04/2025", "03/04/2025", "14/05/2025", "2025-04-13"])
MONTHS = st.sampled_from(["2025年1-2月", "2025年3月", "2025-04", ""])
FIGURES = st.sampled_from(
    ["1", "2.5", "100", "1,234", "1,234.50", "(5)", "N/A", "", "-", "-3", " 7 ", "3.2万", "0", "8.0", "1e3", "\uff11", "x"]
)  # fmt: skip
SHARES = st.sampled_from(["12.5", "91", "0.4", "5", "12%", "", "0.9", "1.2"])
COMMAS = st.sampled_from(["1,5", "1.234,5", "2", "1.000", "12,5", "7", ""])
WHOLE = st.sampled_from(["1", "2", "30", "-4", "5.0"])
LAYOUTS = st.sampled_from(
    [{}, {"totals": ("合计",)}, {"totals": ("total", "web")}, {"date_order": "dmy"}, {"date_order": "mdy"}, {"year": 2025},
     {"scale": {"额": "万元"}}, {"scale": {"额": "元"}}, {"scale": {"额": "%"}}, {"decimal": ","}, {"decimal": "."},
     {"missing": ("7", "x")}, {"kept": ("华东小计",)}, {"swapped_dates": True}, {"swapped_dates": False}]
)  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("text") / "表.csv"


@st.composite
def texts(draw):
    """A small table as text, and its layout."""
    figures = draw(st.sampled_from([FIGURES, WHOLE, COMMAS]))
    days = draw(st.sampled_from([DAYS, ORDERED, MONTHS]))
    header = ["店", "日", "类", "额", "率(%)", "额(万元)", "别的", draw(st.sampled_from(["累计", "合计额", "备注"]))]
    cells = [NAMES, days, KINDS, figures, SHARES, WHOLE, st.sampled_from(["", "z", " ", "合计"]), WHOLE]
    row = st.one_of(
        st.tuples(*cells).map(list), st.just([""] * len(header)), st.just(["", "", "", "单位:元", "", "", "", ""])
    )
    rows = draw(st.lists(row, min_size=1, max_size=9))
    width = draw(st.integers(4, len(header)))
    stream = io.StringIO()
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(stream, delimiter=draw(st.sampled_from(",;\t")), lineterminator=ends)
    writer.writerow(header[:width])
    for each in rows:
        writer.writerow(each[:width])
        if draw(st.integers(0, 30)) == 0:
            stream.write(ends)
    return stream.getvalue(), draw(LAYOUTS)


def both(engine, place, text, layout):
    """The table read cell by cell and column by column; an error as None."""
    place.write_text(text, encoding="utf-8", newline="")
    file, layout, manner = SourceFile(place, place.name, "csv"), Layout(**layout), Manner(Calendar())
    try:
        slow = read_layout(read_text_grid(file, place, "s"), layout, lambda _: WANTED, manner)
    except InputError:
        slow = None
    return slow, read_columnwise(engine, (file, place, "s"), layout, lambda _: WANTED, manner)


# Each example asks the engine some fifty questions.
@settings(max_examples=max(20, settings.default.max_examples // 4))
@given(made=texts())
def test_a_text_file_is_read_alike_by_columns_and_by_cells(engine, place, made):
    slow, fast = both(engine, place, *made)
    event(f"cells {slow is not None}, columns {fast is not None}")
    if fast is None:
        return
    assert slow is not None, made[0]
    assert fast.table.schema == slow.table.schema
    assert fast.table.to_pylist() == slow.table.to_pylist()
    assert fast.conversions == slow.conversions
    assert (fast.grains, fast.failed) == (slow.grains, slow.failed)


PLAIN = "店,日,类,额\n一店,2025-01-05,web,2.5\n 二店,2025-01-06,web,\n合计,,,2.5\n"


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (PLAIN, {}),
        (PLAIN, {"scale": {"额": "万元"}}),
        (PLAIN.replace("2025-01-05", "05/01/2025").replace("2025-01-06", "06/01/2025"), {"date_order": "dmy"}),
        (PLAIN.replace(",", ";").replace("2.5", "2,5"), {"decimal": ","}),
        (PLAIN.replace("\n合", "\n\n合"), {}),
        (PLAIN.replace("类", "率(%)").replace("web", "91.5"), {}),
        (PLAIN.replace(" 二店", '"二\n店"').replace("2025-01-06", "2025-01-06 10:30"), {"totals": ("合计",)}),
    ],
)
def test_plain_files_with_a_layout_are_read_by_columns(engine, place, text, layout):
    slow, fast = both(engine, place, text, layout)
    assert fast is not None
    assert fast.table.equals(slow.table)
    assert fast.conversions == slow.conversions


@pytest.mark.parametrize(
    "text", [PLAIN + "三店,2025-01-07\n", PLAIN + "三店,2025-01-07,web,x\n", "店\n一店\n", 'a,b\n"']
)
def test_what_is_wrong_or_ragged_is_left_to_the_cells(engine, place, text):
    assert both(engine, place, text, {})[1] is None
    assert not engine.execute("SELECT 1 FROM duckdb_tables()").fetchall()
