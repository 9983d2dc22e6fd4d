"""Files as clients send them, read strictly."""

import codecs
import datetime as dt
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.data.engine import open_engine
from diagnostics.data.files.archive import MAX_MEMBERS
from diagnostics.errors import InputError, UnknownNameError

ORDERS = {"id": "orders", "measure": "sum(a)", "dimensions": ["code"]}


@pytest.fixture
def read(engagement, data):
    """Frame of a source after it went through the engine, column types beside it."""

    def load(content, name="sales.csv", **source):
        if content is not None:
            (data / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        client = engagement([ORDERS], {"sales": {"file": name, "time": "date", **source}})
        with open_engine(client) as engine:
            facts = engine.facts("sales")
            frame = engine.frame(facts.table)
            return frame, {each: str(kind) for each, kind in facts.table.schema().items()}

    return load


@pytest.fixture
def book(data):
    """Write a workbook of sheets given as rows."""

    def write(sheets, name="sales.xlsx"):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        workbook.save(data / name)
        return name

    return write


def test_types_come_from_every_row(read):
    rows = "".join(f"{each},{each}.5,2025-01-01\n" for each in range(30_000))
    frame, kinds = read("a,b,c\n" + rows + "1.5,x,2025-01-02\n")
    assert kinds == {"a": "float64", "b": "string", "c": "date"}
    assert len(frame) == 30_001


def test_columns_that_name_something_stay_text(read):
    frame, kinds = read("code,store,who,a\n00123,007,1,5\n7,08,2,6\n", entity="store", person="who")
    assert kinds == {"code": "string", "store": "string", "who": "string", "a": "int64"}
    assert sorted(frame["code"]) == ["00123", "7"]


def test_only_an_empty_field_is_missing(read):
    frame, kinds = read('a,b\n1,N/A\n,null\n"",-\n4,\n')
    assert kinds == {"a": "int64", "b": "string"}
    assert frame["a"].isna().sum() == 2
    assert sorted(frame["b"].dropna()) == ["-", "N/A", "null"]


@pytest.mark.parametrize(
    "value", ["1,234", "(5)", "12.5%", "１２", "1_000", "+", "true", "0.1.2", "10k", "2024年3月4日"]
)
def test_a_column_that_nothing_computes_with_stays_as_it_is_written(read, value):
    frame, kinds = read(f'b,a\n"{value}",1\n1,2\n')
    assert kinds == {"b": "string", "a": "int64"}
    assert sorted(frame["b"]) == sorted([value, "1"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_told_from_the_file(read, delimiter, line_end):
    rows = [["code", "a"], ["x", "1"], ["y", "2"]]
    frame, kinds = read(line_end.join(delimiter.join(each) for each in rows) + line_end)
    assert kinds == {"code": "string", "a": "int64"}
    assert frame["a"].sum() == 3


def test_quoted_fields_hold_delimiters_quotes_and_line_ends(read):
    frame, _ = read('"a,1","b ""x"""\n"1\n2","3,4"\n')
    assert frame.to_dict("list") == {"a,1": ["1\n2"], 'b "x"': ["3,4"]}


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("gb18030", b""), ("gbk", b""), ("big5", b""), ("utf-16", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-be", b"")],
)
def test_a_declared_encoding_is_decoded(read, encoding, bom):
    frame, _ = read(bom + "門店,a\n華東,2\n".encode(encoding), encoding=encoding)
    assert frame.to_dict("list") == {"門店": ["華東"], "a": [2]}


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("gbk", "gb18030"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_an_encoding_is_told_by_the_bytes_and_recorded(engagement, data, encoding, told):
    (data / "sales.csv").write_bytes("门店,a\n华东,2\n".encode(encoding))
    with open_engine(engagement([{"id": "a", "measure": "sum(a)"}])) as engine:
        assert engine.frame(engine.facts("sales").table).to_dict("list") == {"门店": ["华东"], "a": [2]}
        (found,) = engine.conversions
    assert (found.kind, found.file, found.examples[0].written) == ("encoding", "sales.csv", told)


@pytest.mark.parametrize("declared", ["gb18030", "gbk"])
def test_a_line_in_utf8_is_not_shown_as_other_characters_whatever_is_declared(read, declared):
    with pytest.raises(InputError, match=r"sales.csv:3 is UTF-8, while other lines are"):
        read("门店,a\n武侯,1\n".encode("gbk") + "华东,2\n".encode(), encoding=declared)


def test_utf16_without_a_mark_is_read_with_its_byte_order(read):
    frame, _ = read("门店,a\n华东,2\n".encode("utf-16-be"), encoding="utf-16")
    assert frame.to_dict("list") == {"门店": ["华东"], "a": [2]}


def test_a_file_that_changes_while_it_is_read_is_refused(engagement, data, monkeypatch):
    from diagnostics.data.files import read as module

    def load(engine, table, source, files):
        (data / "sales.csv").write_text("a\n1\n2\n", encoding="utf-8")

    client = engagement([ORDERS])
    monkeypatch.setattr(module, "_load", load)
    with (
        open_engine(client) as engine,
        pytest.raises(InputError, match=r"sales.csv changed while it was read; run again"),
    ):
        engine.facts("sales")


def test_a_byte_order_mark_is_no_part_of_the_header(read):
    assert list(read(codecs.BOM_UTF8 + "门店,a\n华东,2\n".encode())[0]) == ["门店", "a"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", r"sales.csv is empty"),
        (b"\n\n  \n", r"sales.csv is empty"),
        (codecs.BOM_UTF8, r"sales.csv is empty"),
        (b"a,b\n", r"\(sales.csv\) has a header but no fact"),
        (b"a,a\n1,2\n", r"sales.csv:1 has the column 'a' twice \(1 and 2\)"),
        (b"a,A\n1,2\n", r"sales.csv:1 has the column 'A' twice"),
        (b"a,,c\n1,2,3\n", r"sales.csv:1 has a blank name for column 2"),
        (b"a, \n1,2\n", r"sales.csv:1 has a blank name for column 2"),
        (b"a,b\n1,2\n1,2,3\n", r"sales.csv:3 has 3 fields, the header has 2"),
        (b"a,b\n1,2\n1\n", r"sales.csv:3 has 1 fields, the header has 2"),
        (b"a,b\n1,2,3\n1,2,3\n", r"sales.csv:2 has 3 fields, the header has 2"),
        (b'a,b\n1,2\n"x,1\n2,3\n', r"sales.csv:3 opens a quote that nothing closes"),
        (b'"a,b\n1,2\n', r"sales.csv:1 has no header"),
        ("é,b\n1,2\n".encode("latin-1"), r"sales.csv:1 is neither UTF-8 nor GB18030 \(tried: utf-8, utf-16, gb18030\)"),
        (
            "门店,b\n1,2\n".encode() + "华东,3\n".encode("gbk"),
            r"sales.csv:3 is not UTF-8, though the lines before it are",
        ),
        ("日期,门店\n1,2\n".encode("gbk") + "华东,3\n".encode(), r"sales.csv:3 is UTF-8, while other lines are not"),
        (b"PK\x03\x04\x00\x00", r"sales.csv:1 holds a zero byte: it is no text"),
        (b"a,b\r\n1,2\n3,4\r\n", r"sales.csv mixes line ends"),
    ],
)
def test_a_file_of_doubtful_shape_is_refused_with_the_line(read, content, problem):
    with pytest.raises(InputError, match=problem):
        read(content)


def test_bytes_that_are_no_utf8_far_down_are_refused(read):
    with pytest.raises(InputError, match=r"sales.csv:200002 is neither UTF-8 nor GB18030"):
        read(b"a,b\n" + b"1,xxxxxxxx\n" * 200_000 + b"2,\xff\xfe\n")


def test_a_file_in_another_encoding_than_declared_is_refused(read):
    with pytest.raises(InputError, match=r"sales.csv:2 .*is not written in 'gb18030'"):
        read(b"a,b\n1,\xff\xff\n", encoding="gb18030")


@pytest.mark.parametrize("encoding", ["utf-99", "base64", "zlib", "\x00"])
def test_an_unknown_encoding_is_refused(read, encoding):
    with pytest.raises(UnknownNameError, match="Unknown encoding"):
        read("a\n1\n", encoding=encoding)


def test_an_error_names_no_path_of_the_machine(read, tmp_path):
    with pytest.raises(InputError) as caught:
        read("a,b\n1,2,3\n")
    assert str(tmp_path) not in str(caught.value)


def test_several_files_are_read_as_one_whatever_their_column_order(read, data):
    (data / "p1.csv").write_text("a,b\n1,x\n", encoding="utf-8")
    (data / "p2.csv").write_text("b,a\ny,2.5\n", encoding="utf-8")
    frame, kinds = read(None, "p*.csv")
    assert kinds == {"a": "float64", "b": "string"}
    assert sorted(zip(frame["a"], frame["b"], strict=True)) == [(1.0, "x"), (2.5, "y")]


def test_files_of_one_source_have_the_same_columns(read, data):
    (data / "p1.csv").write_text("amount,b\n1,x\n", encoding="utf-8")
    (data / "p2.csv").write_text("amout,b\n1,x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"p2.csv has a column 'amout' that p1.csv lacks.*Did you mean 'amount'"):
        read(None, "p*.csv")


def test_parquet_is_read_in_place(read, data):
    pd.DataFrame({"a": [1.5, None], "b": ["x", None], "c": [dt.date(2025, 1, 1)] * 2}).to_parquet(
        data / "sales.parquet"
    )
    frame, kinds = read(None, "sales.parquet")
    assert kinds == {"a": "float64", "b": "string", "c": "date"}
    assert frame["a"].isna().sum() == 1


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 200 + b"PAR1", b"a,b\n1,2\n"])
def test_a_broken_parquet_file_is_refused(read, content):
    with pytest.raises(InputError, match=r"sales.parquet can't be read as Parquet"):
        read(content, "sales.parquet")


def test_a_plain_sheet_is_read_with_its_types(read, book):
    rows = [
        ["code", "day", "at", "a", "b", "flag", "mixed"],
        ["00123", dt.date(2025, 1, 1), dt.datetime(2025, 1, 1, 8, 30), 1, 1.5, True, 1],
        [7, dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 9, 0), 2, None, False, "x"],
        [None] * 7,
    ]
    frame, kinds = read(None, book({"一月": rows}))
    assert kinds == {
        "code": "string", "day": "date", "at": "timestamp(6)", "a": "int64", "b": "float64", "flag": "boolean", "mixed": "string",
    }  # fmt: skip
    assert sorted(frame["code"]) == ["00123", "7"]
    assert sorted(frame["mixed"]) == ["1", "x"]
    assert len(frame) == 2


def test_a_sheet_is_found_by_its_name_and_the_first_is_the_default(read, book):
    name = book({"一月": [["a"], [1]], "二月": [["a"], [2]]})
    assert read(None, name)[0]["a"].tolist() == [1]
    assert read(None, name, sheet="二月")[0]["a"].tolist() == [2]
    with pytest.raises(UnknownNameError, match="Unknown sheet '三月' in sales.xlsx"):
        read(None, name, sheet="三月")


def test_a_formula_without_a_saved_value_is_missing(read, book):
    frame, _ = read(None, book({"a": [["a", "b"], [1, "=A2*2"], [2, 5]]}))
    assert frame["b"].isna().sum() == 1


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([[None]], r"sales.xlsx \(a\) is empty"),
        ([["a", "a"], [1, 2]], r"sales.xlsx \(a\) row 1 has the column 'a' twice"),
        ([["a", None, "c"], [1, 2, 3]], r"row 1 has a blank name for column 2"),
        ([["a"], [1, 2]], r"row 2 has more cells than the header has names"),
        ([[None, None], ["a", "b"], [1, 2]], r"has an empty first row"),
        ([["a", "b"]], r"has a header but no fact"),
    ],
)
def test_a_sheet_that_is_not_plain_is_refused_with_the_row(read, book, rows, problem):
    with pytest.raises(InputError, match=problem):
        read(None, book({"a": rows}))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04junk", b"a,b\n1,2\n", b"<table></table>", b"\xd0\xcf\x11\xe0" + b"\x00" * 600]
)
def test_a_file_that_is_no_workbook_is_refused(read, content):
    with pytest.raises(InputError, match=r"sales.xlsx is no xlsx workbook"):
        read(content, "sales.xlsx")


def test_an_archive_that_is_no_workbook_is_refused(read, data):
    with zipfile.ZipFile(data / "sales.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(InputError, match=r"can't be read as a workbook"):
        read(None, "sales.xlsx")


def test_bombs_are_measured_before_they_are_opened(read, data):
    def bomb(write):
        with zipfile.ZipFile(data / "sales.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            write(archive)

    def many(archive):
        for each in range(MAX_MEMBERS + 1):
            archive.writestr(f"{each}.xml", "")

    cases = {
        "expands to 250 MB": lambda archive: [archive.writestr(f"{each}.xml", b"0" * 50_000_000) for each in range(5)],
        "expands .* times": lambda archive: archive.writestr("a.xml", b"0" * 50_000_000),
        "holds 2001 members": many,
        "holds macros": lambda archive: archive.writestr("xl/vbaProject.bin", b""),
    }
    for problem, write in cases.items():
        bomb(write)
        with pytest.raises(InputError, match=problem):
            read(None, "sales.xlsx")


def test_a_cell_far_out_does_not_make_millions_of_empty_ones(read, data):
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["A2"], workbook.active["XFD1048576"] = "a", 1, 5
    workbook.save(data / "sales.xlsx")
    with pytest.raises(InputError, match=r"row 1048576 and one in column 16384 of sheet1.xml: 17,179,869,184 cells"):
        read(None, "sales.xlsx")


def test_a_member_whose_content_is_broken_is_refused(read, book, data):
    book({"a": [["a"], *[[each] for each in range(500)]]})
    raw = bytearray((data / "sales.xlsx").read_bytes())
    with zipfile.ZipFile(data / "sales.xlsx") as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    raw[start + 60 : start + 200] = b"\xff" * 140
    with pytest.raises(InputError, match=r"sales.xlsx is no xlsx workbook"):
        read(bytes(raw), "sales.xlsx")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(-(2**53), 2**53) | st.none(),
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_written_as_csv_is_read_back(read, rows):
    written = pd.DataFrame([(1, *each) for each in rows], columns=["k", "a", "code"])
    written["a"] = written["a"].astype("Int64")
    frame, _ = read(written.to_csv(index=False, lineterminator="\n"))
    back = [
        (None if pd.isna(a) else int(a), "" if not isinstance(code, str) else code)
        for a, code in zip(frame["a"], frame["code"], strict=True)
    ]
    assert sorted(back, key=repr) == sorted(rows, key=repr)


def test_a_parquet_file_that_breaks_in_the_middle_is_refused_wherever_it_is_noticed(engagement, data):
    rows = 2000
    pd.DataFrame({"a": [each * 1.37 for each in range(rows)], "code": [f"x{each}" for each in range(rows)]}).to_parquet(
        data / "sales.parquet"
    )
    raw = (data / "sales.parquet").read_bytes()
    client = engagement([ORDERS], {"sales": {"file": "sales.parquet", "time": "date"}})
    refused = []
    for at in range(4, len(raw), len(raw) // 12):
        (data / "sales.parquet").write_bytes(raw[:at] + b"\xff" * 40 + raw[at + 40 :])
        with open_engine(client) as engine:
            try:
                engine.frame(engine.facts("sales").table)
            except InputError as error:
                refused.append(str(error))
    assert len(refused) > 6
    assert not [each for each in refused if str(data) in each]


def test_parquet_files_of_one_source_have_the_same_columns(read, data):
    pd.DataFrame({"amount": [1.5]}).to_parquet(data / "p1.parquet")
    pd.DataFrame({"amout": [1.5]}).to_parquet(data / "p2.parquet")
    with pytest.raises(InputError, match=r"p2.parquet has a column 'amout' that p1.parquet lacks"):
        read(None, "p*.parquet")


def test_days_and_numbers_in_texts_of_several_parquet_files_are_converted_and_told_by_file(data, engagement):
    pd.DataFrame({"day": ["2025-01-05"], "a": ["1,200"]}).to_parquet(data / "p1.parquet")
    pd.DataFrame({"day": ["2025年2月5日"], "a": ["2"]}).to_parquet(data / "p2.parquet")
    kpi = {"id": "orders", "measure": "sum(a)"}
    with open_engine(engagement([kpi], {"sales": {"file": "p*.parquet", "time": "day"}})) as engine:
        frame = engine.frame(engine.facts("sales").table)
        told = {(each.file, each.kind) for each in engine.conversions}
    assert sorted(zip(frame["day"], frame["a"], strict=True)) == [
        (dt.date(2025, 1, 5), 1200),
        (dt.date(2025, 2, 5), 2),
    ]
    assert list(frame.columns) == ["day", "a"]
    assert told == {("p1.parquet", "thousands"), ("p2.parquet", "day")}


@pytest.mark.parametrize("word", ["合计", "合 计", "Grand Total"])
def test_a_row_of_totals_in_a_plain_table_without_entities_is_refused(engagement, data, word):
    (data / "a.csv").write_text(f"date,ch,v\n2025-01-01,两单合计,10\n2025-01-01,{word},30\n", encoding="utf-8")

    def total(**source):
        client = engagement([{"id": "x", "measure": "sum(v)"}], {"s": {"file": "a.csv", "time": "date", **source}})
        with open_engine(client) as engine:
            return engine.frame(engine.facts("s").table)["v"].sum()

    with pytest.raises(InputError, match=rf"a.csv has '{word}' in column 'ch', which looks like a row of totals"):
        total()
    assert total(layout={"totals": []}) == 40


def test_the_remedy_for_a_total_in_parquet_leaves_it_out(engagement, data):
    from diagnostics.data.engine import open_engine

    frame = {"day": ["2025-01-01"] * 2, "ch": ["web", "合计"], "v": [1, 1]}
    pd.DataFrame(frame).to_parquet(data / "a.parquet")

    def read(source, **kpi):
        client = engagement([{"id": "x", "measure": "sum(v)", **kpi}], {"s": {"file": "a.parquet", **source}})
        with open_engine(client) as engine:
            return len(engine.frame(engine.facts("s").table))

    with pytest.raises(InputError, match=r"where: ch != '合计', and say 'layout: \{totals: \[\]\}'"):
        read({"time": "day"})
    assert read({"time": "day", "layout": {"totals": []}}, where="ch != '合计'") == 2


def test_thousands_of_a_file_parted_by_tabs_may_be_decimals_and_are_refused(engagement, data):
    from diagnostics.data.engine import open_engine

    (data / "t.tsv").write_text("day\tshop\tsales\n2024-01-01\ts1\t1.100\n2024-02-01\ts1\t2.250\n", encoding="utf-8")
    source = {"file": "t.tsv", "time": "day", "entity": "shop"}
    kpis = [{"id": "sales", "measure": "sum(sales)"}]
    with (
        open_engine(engagement(kpis, {"facts": source})) as engine,
        pytest.raises(InputError, match=r"t.tsv:2 has '1.100' in column 'sales', which may be a number with three"),
    ):
        engine.facts("facts")
    said = {**source, "layout": {"totals": (), "decimal": ","}}
    with open_engine(engagement(kpis, {"facts": said})) as engine:
        assert engine.frame(engine.facts("facts").table)["sales"].tolist() == [1100, 2250]
