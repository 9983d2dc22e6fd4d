"""Corrections lie over the client's files: the file stays, its cells as read don't."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.engine import open_engine
from diagnostics.data.versions.corrected_csv import Text, corrected_csv
from diagnostics.data.versions.corrected_rows import correct_rows
from diagnostics.data.versions.corrections import Patch, Sheet, is_same, text_of
from diagnostics.errors import InputError
from diagnostics.model.correction import Correction
from tests.data.conftest import data, engagement  # noqa: F401 (fixtures)

SALES = 'date,store,note,orders\r\n2025-01-05,s1,"a, ""b""\nc",2\r\n\r\n2025-01-20,s2,,"1,000"\r\n2025-02-01,s1,x,\r\n'
KPI = {"id": "orders", "measure": "sum(orders)"}
WHERE = Sheet("sales", "sales.csv")


def correction(key="c1", **told):
    common = {"id": key, "source": "sales", "who": "li", "when": date(2025, 3, 1), "why": "typing error"}
    return Correction(**{**common, "column": "orders", "old": 2, "new": 3, **told})


def patch(**told):
    return Patch(correction(**told), "corrections.yaml:4")


def corrected(tmp_path, text, *patches):
    path = tmp_path / "sales.csv"
    path.write_text(text, encoding="utf-8", newline="")
    found, done = corrected_csv(Text(path, WHERE), patches, tmp_path / "copy.csv")
    assert path.read_bytes() == text.encode(), "the client's file is never edited"
    return found.read_bytes().decode(), done


def test_only_the_wrong_field_differs(tmp_path):
    text, (done,) = corrected(tmp_path, SALES, patch(row=2))
    assert text == SALES.replace('c",2', 'c",3')
    assert (done.kind, done.count, done.column, done.file) == ("corrected", 1, "orders", "sales.csv")
    assert (done.examples[0].place, done.examples[0].written, done.examples[0].read) == ("line 2", "2", "3")


def test_an_old_value_may_be_written_as_a_number_of_another_form(tmp_path):
    text, (done,) = corrected(tmp_path, SALES, patch(row=4, old=1000, new=1100.5))
    assert text == SALES.replace('"1,000"', "1100.5")
    assert (done.examples[0].place, done.examples[0].written) == ("line 5", "1,000")


def test_a_missing_value_can_be_filled_and_a_value_removed(tmp_path):
    text, _ = corrected(tmp_path, SALES, patch(key="a", row=5, old=None, new=7), patch(key="b", row=2, new=None))
    assert text == SALES.replace("x,\r\n", "x,7\r\n").replace('c",2', 'c",')


def test_a_match_picks_its_row_by_values(tmp_path):
    text, _ = corrected(tmp_path, SALES, patch(match={"store": "s1", "date": "2025-02-01"}, old="", new=9))
    assert text == SALES.replace("x,\r\n", "x,9\r\n")


def test_a_new_text_is_quoted_where_it_must_be(tmp_path):
    text, _ = corrected(tmp_path, SALES, patch(row=5, column="note", old="x", new='say "y", now'))
    assert text == SALES.replace(",x,", ',"say ""y"", now",')


def test_the_last_row_needs_no_line_end(tmp_path):
    path = tmp_path / "semi.csv"
    path.write_text("a;orders\n1;2", encoding="utf-8")
    found, _ = corrected_csv(Text(path, WHERE, ";"), (patch(row=2),), tmp_path / "copy.csv")
    assert found.read_text(encoding="utf-8") == "a;orders\n1;3"


REFUSED = {
    "column": ({"row": 2, "column": "order"}, r"Unknown column of sales.csv 'order' in correction 'c1' .corrections.yaml:4.*'orders'"),
    "match column": ({"match": {"shop": "s1"}}, r"Unknown column of sales.csv 'shop'"),
    "row beyond": ({"row": 9}, r"Correction 'c1' .corrections.yaml:4.: sales.csv has no fact in row 9; its last row is 5"),
    "empty row": ({"row": 3}, "no fact in row 3"),
    "no match": ({"match": {"store": "s9"}}, r"match .store: 's9'. picks no row of sales.csv"),
    "two match": ({"match": {"store": "s1"}}, r"picks rows 2 and 5 of sales.csv; it must pick one"),
    "old": ({"row": 2, "old": 4, "new": 5}, r"sales.csv row 2, column 'orders' holds '2', not the old value 4; it was written 2025-03-01"),
    "already": ({"row": 2, "old": 4, "new": 2}, "holds the new value already"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "message"), REFUSED.values(), ids=REFUSED)
def test_a_correction_that_does_not_fit_is_refused_with_its_line(tmp_path, told, message):
    with pytest.raises(InputError, match=message):
        corrected(tmp_path, SALES, patch(**told))


def test_two_corrections_about_one_cell_are_refused(tmp_path):
    with pytest.raises(InputError, match="correction 'a' .* is about the same cell"):
        corrected(tmp_path, SALES, patch(key="a", row=2), patch(key="b", match={"date": "2025-01-05"}))


def test_a_row_of_the_header_is_refused():
    with pytest.raises(InputError, match="row 2 of sales.csv belongs to the header; facts begin in row 3"):
        correct_rows([["a"], ["b"], [1]], {"orders": 0}, WHERE, (patch(row=2),), header=2)


def test_cells_of_a_sheet_keep_their_kind():
    rows = [["day", "orders", "note"], [datetime(2025, 1, 5), 2.0, "x"], [date(2025, 1, 6), 4.0]]
    patches = (
        patch(key="a", row=2),
        patch(key="b", row=3, column="day", old="2025-01-06", new="2025-01-07"),
        patch(key="c", match={"orders": 4}, column="note", old=None, new="late"),
    )
    found, done = correct_rows(rows, {"day": 0, "orders": 1, "note": 2}, Sheet("sales", "a.xlsx", "S"), patches)
    assert found == [rows[0], [datetime(2025, 1, 5), 3.0, "x"], [date(2025, 1, 7), 4.0, "late"]]
    assert [(each.sheet, each.examples[0].place) for each in done] == [("S", "B2"), ("S", "A3"), ("S", "C3")]
    assert rows[1][1] == 2.0, "the rows that were given stay as they were"


def summed(client):
    from diagnostics.data.observe import observe

    with open_engine(client) as engine:
        table = observe(engine, levels=["company"]).table
        return dict(zip(table["period"], table["value"], strict=True)), [each.kind for each in engine.conversions]


@pytest.fixture
def client(engagement, data):  # noqa: F811
    """An engagement over one file of orders, with corrections."""

    def build(file, *corrections, **settings):
        from dataclasses import replace

        sources = {"sales": {"file": file, "time": "date", "entity": "store", **settings}}
        return replace(engagement([KPI], sources), corrections=corrections)

    return build


FRAME = {"date": ["2025-01-05", "2025-01-20"], "store": ["s1", "s2"], "orders": [2, 5]}


def test_a_csv_source_is_read_with_its_corrections(client, data):  # noqa: F811
    (data / "sales.csv").write_text("date,store,orders\n2025-01-05,s1,2\n2025-01-20,s2,5\n", encoding="utf-8")
    assert summed(client("sales.csv")) == ({"2025-01": 7.0}, [])
    assert summed(client("sales.csv", correction(row=2, new=30))) == ({"2025-01": 35.0}, ["corrected"])


def test_a_header_that_holds_other_delimiters_in_quotes_is_no_hindrance(client, data):  # noqa: F811
    text = 'date;store;"orders";"a, b, c, ""d"", e"\n2025-01-05;s1;2;k\n2025-01-20;s2;5;k\n'
    (data / "sales.csv").write_text("\ufeff" + text, encoding="utf-8")
    assert summed(client("sales.csv"))[0] == {"2025-01": 7.0}
    assert summed(client("sales.csv", correction(row=2, new=30)))[0] == {"2025-01": 35.0}


def test_a_gbk_file_is_corrected_after_it_was_decoded(client, data):  # noqa: F811
    (data / "sales.csv").write_bytes("date,store,orders\n2025-01-05,一店,2\n2025-01-20,二店,5\n".encode("gbk"))
    built = client("sales.csv", correction(match={"store": "一店"}, new=30), encoding="gbk")
    assert summed(built)[0] == {"2025-01": 35.0}


def test_a_parquet_source_is_corrected_by_match_alone(client, data):  # noqa: F811
    import pandas as pd

    pd.DataFrame(FRAME).to_parquet(data / "sales.parquet")
    assert summed(client("sales.parquet", correction(match={"store": "s1"}, new=2.5))) == (
        {"2025-01": 7.5},
        ["corrected"],
    )
    with pytest.raises(InputError, match="has no numbered rows; pick the row by 'match'"):
        summed(client("sales.parquet", correction(row=2)))
    with pytest.raises(InputError, match="picks no row"):
        summed(client("sales.parquet", correction(match={"store": "s3"})))
    with pytest.raises(InputError, match="picks several rows"):
        _several(client, data)
    with pytest.raises(InputError, match="'three' is no number, and column 'orders' holds figures"):
        summed(client("sales.parquet", correction(match={"store": "s1"}, new="three")))
    with pytest.raises(InputError, match="holds 2, not the old value 9"):
        summed(client("sales.parquet", correction(match={"store": "s1"}, old=9)))


def test_the_place_of_a_corrected_parquet_cell_tells_no_value_of_the_clients(client, data):  # noqa: F811
    import pandas as pd

    pd.DataFrame(FRAME).to_parquet(data / "sales.parquet")
    with open_engine(client("sales.parquet", correction(match={"store": "s1", "orders": 2}))) as engine:
        engine.facts("sales")
        (done,) = engine.conversions
    assert [each.place for each in done.examples] == ["c1"]


def test_a_correction_of_one_parquet_file_leaves_the_rows_of_the_others(client, data):  # noqa: F811
    import pandas as pd

    for month in ("01", "02"):
        days = pd.to_datetime([f"2025-{month}-05", f"2025-{month}-20"])
        pd.DataFrame({**FRAME, "date": days}).to_parquet(data / f"sales-{month}.parquet")
    told = correction(file="sales-02.parquet", match={"store": "s1"}, new=30)
    other = correction("c2", file="sales-01.parquet", match={"store": "s1"}, new=4)
    assert summed(client("sales-*.parquet", told, other))[0] == {"2025-01": 9.0, "2025-02": 35.0}
    told = correction(file="sales-01.parquet", match={"store": "s1", "date": "2025-02-05"})
    with pytest.raises(InputError, match=r"picks no row of sales-01.parquet"):
        summed(client("sales-*.parquet", told))


def test_two_corrections_of_one_parquet_cell_are_refused(client, data):  # noqa: F811
    import pandas as pd

    pd.DataFrame(FRAME).to_parquet(data / "sales.parquet")
    first = correction(match={"store": "s1"})
    again = correction("c2", match={"date": "2025-01-05"}, new=9)
    with pytest.raises(InputError, match=r"Correction 'c2' .*correction 'c1' \(.*\) is about the same cell"):
        summed(client("sales.parquet", first, again))
    elsewhere = correction("c2", match={"store": "s2"}, old=5, new=9)
    assert summed(client("sales.parquet", first, elsewhere))[0] == {"2025-01": 12.0}


def _several(client, data):  # noqa: F811
    import pandas as pd

    pd.DataFrame({**FRAME, "store": ["s1", "s1"]}).to_parquet(data / "twice.parquet")
    return summed(client("twice.parquet", correction(match={"store": "s1"})))


def test_a_source_of_several_files_needs_the_file_named(client, data):  # noqa: F811
    for month in ("01", "02"):
        text = f"date,store,orders\n2025-{month}-05,s1,2\n"
        (data / f"sales-{month}.csv").write_text(text, encoding="utf-8")
    built = client("sales-*.csv", correction(file="sales-02.csv", row=2, new=30))
    assert summed(built)[0] == {"2025-01": 2.0, "2025-02": 30.0}
    with pytest.raises(InputError, match="source 'sales' has 2 files; name one: file: sales-01.csv"):
        summed(client("sales-*.csv", correction(row=2)))
    with pytest.raises(InputError, match="has no file 'sales-03.csv'; did you mean 'sales-02.csv'"):
        summed(client("sales-*.csv", correction(file="sales-03.csv", row=2)))


@given(
    st.lists(st.text(alphabet='ab,";\n\r ', max_size=6), min_size=2, max_size=5), st.text(alphabet='xy,"\n', max_size=5)
)
def test_a_corrected_record_reads_back_as_meant(tmp_path_factory, fields, new):
    import csv
    import io

    folder = tmp_path_factory.mktemp("csv")
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
        [[f"c{at}" for at in range(len(fields))], [*fields[:-1], "z"]]
    )
    path = folder / "a.csv"
    path.write_bytes(buffer.getvalue().encode())
    own = patch(row=2, column=f"c{len(fields) - 1}", old="z", new=new)
    found, _ = corrected_csv(Text(path, WHERE), (own,), folder / "b.csv")
    rows = list(csv.reader(io.StringIO(found.read_bytes().decode(), newline="")))
    assert rows[1] == [*fields[:-1], new]


@pytest.mark.parametrize(("cell", "value", "same"), [
    ("(320)", -320, True), ("12.5%", 0.125, True), ("00123", "00123", True), ("00123", 124, False), (True, "true", True),
    ("x", None, False), (None, "", True), (12.0, 12, True), (12.0, "12", True), ("  a ", "a", True), (True, 1, False),
])  # fmt: skip
def test_values_are_the_same_as_text_or_as_number(cell, value, same):
    assert is_same(cell, value) is same


def test_numbers_are_written_without_exponents():
    assert [text_of(each) for each in (1e-7, 1e22, -0.5, 3)] == ["0.0000001", "10000000000000000000000", "-0.5", "3"]


def test_a_workbook_is_corrected_before_its_forms_are_read(client, data):  # noqa: F811
    from openpyxl import Workbook

    book = Workbook()
    for row in (["date", "store", "orders"], ["2025-01-05", "s1", "two"], ["2025-01-20", "s2", "1,000"]):
        book.active.append(row)
    book.save(data / "sales.xlsx")
    with pytest.raises(InputError, match="two"):
        summed(client("sales.xlsx"))
    found, kinds = summed(client("sales.xlsx", correction(row=2, old="two", new=2)))
    assert found == {"2025-01": 1002.0}
    assert "corrected" in kinds
    with pytest.raises(
        InputError, match=r"sales.xlsx \(Sheet\) row 3, column 'orders' holds '1,000', not the old value 7"
    ):
        summed(client("sales.xlsx", correction(row=3, old=7)))


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (
            {"new": "1o5"},
            r"'c1' \(corrections.yaml\): its new value '1o5' is no number, and column 'orders' holds figures",
        ),
        ({"new": True}, "its new value true is no number"),
        (
            {"new": "3万"},
            r"'c1' \(corrections.yaml\): its new value '3万' states a scale .* old value 2 does not.*orders: 元",
        ),
        ({"new": "5%"}, "its new value '5%' states a scale of its own"),
        (
            {"column": "date", "old": "2025-01-05", "new": "2025-02-30"},
            "its new value '2025-02-30' is no day or period",
        ),
        (
            {"column": "store", "old": "s1", "new": "s11"},
            "its new value 's11' is the name of no entity; did you mean 's1'",
        ),
    ],
)
def test_a_new_value_that_its_column_can_not_hold_is_the_corrections_fault(client, data, told, message):  # noqa: F811
    from diagnostics.data.versions.findings import correction_findings

    (data / "sales.csv").write_text("date,store,orders\n2025-01-05,s1,2\n2025-01-20,s2,5\n", encoding="utf-8")
    own = client("sales.csv", correction(row=2, **told))
    with pytest.raises(InputError, match=message):
        summed(own)
    (finding,) = correction_findings(own)
    assert (finding.severity, finding.place) == ("error", "corrections.yaml")


@pytest.mark.parametrize(
    ("rows", "told", "value"),
    [
        ("2\n2025-01-20,s2,5", {"new": "3万", "scale": {"orders": "元"}}, 30_005),
        ("2万\n2025-01-20,s2,5万", {"old": "2万", "new": "3万"}, 80_000),
        ("2万\n2025-01-20,s2,5", {"old": "2万", "new": 20_000}, 20_005),
    ],
)
def test_a_new_value_with_a_scale_fits_where_its_column_is_written_so(client, data, rows, told, value):  # noqa: F811
    (data / "sales.csv").write_text(f"date,store,orders\n2025-01-05,s1,{rows}\n", encoding="utf-8")
    scale = told.pop("scale", {})
    own = client("sales.csv", correction(row=2, **told), **({"layout": {"scale": scale}} if scale else {}))
    assert summed(own)[0] == {"2025-01": value}


def test_a_new_value_may_be_written_in_any_form_that_its_column_may_have(client, data):  # noqa: F811
    (data / "sales.csv").write_text("date,store,orders\n2025-01-05,s1,2\n2025-01-20,s2,5\n", encoding="utf-8")
    forms = [
        correction("a", row=2, new="１，０００"),
        correction("b", row=3, column="date", old="2025-01-20", new="2025年2月3日"),
    ]
    assert summed(client("sales.csv", *forms))[0] == {"2025-01": 1000.0, "2025-02": 5.0}


def test_a_figure_below_a_month_becomes_no_text(client, data):  # noqa: F811
    layout = {"wide": {"name": "month", "value": "orders"}}
    (data / "wide.csv").write_text("store,2025-01,2025-02\ns1,1,2\ns2,3,4\n", encoding="utf-8")
    own = correction(row=2, column="2025-02", old=2, new="two")
    with pytest.raises(InputError, match="'two' is no number"):
        summed(client("wide.csv", own, layout=layout, time="month"))


def test_a_cell_under_a_month_of_a_wide_sheet_is_corrected(client, data):  # noqa: F811
    from openpyxl import Workbook

    book = Workbook()
    for row in (["销售额(万元)", None, None], ["门店", "2025年1月", "2025年2月"], ["s1", 1.5, 2], ["合计", 1.5, 2]):
        book.active.append(row)
    book.save(data / "wide.xlsx")
    layout = {"first_row": 2, "wide": {"name": "月份", "value": "orders"}, "scale": {"orders": "万元"}}
    told = {"layout": layout, "time": "月份", "entity": "门店"}
    assert summed(client("wide.xlsx", **told))[0] == {"2025-01": 15_000.0, "2025-02": 20_000.0}
    own = correction(row=3, column="2025年2月", old=2, new=2.5)
    assert summed(client("wide.xlsx", own, **told))[0] == {"2025-01": 15_000.0, "2025-02": 25_000.0}
