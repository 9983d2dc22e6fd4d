"""Cells that a run would refuse are found by the check, and no others."""

import re

import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.layout.cell_findings import cell_findings
from diagnostics.errors import InputError

KPI = {"id": "sum", "measure": "sum(v)"}
SOURCE = {"file": "f.csv", "time": "day", "entity": "store"}


@pytest.fixture
def told(engagement, data):
    """What the check says of a file, and whether the engine refuses it."""

    def build(rows, encoding="utf-8", **source):
        (data / "f.csv").write_bytes(("day,store,v\n" + rows).encode(encoding))
        client = engagement([KPI], {"f": {**SOURCE, **source}})
        found = [each.message.en for each in cell_findings(client)]
        with open_engine(client) as engine:
            try:
                engine.facts("f")
            except InputError:
                return found, True
        return found, False

    return build


@pytest.mark.parametrize(
    "rows",
    [
        "2025-01-01,s1,5\n", '2025年1月,s1,"1,234"\n', "20250304,s1,(320)\n2025-03-05,s1,N/A\n", "2025-01-01,s1,12.5%\n",
        "2025-01-01T10:00:00Z,s1,3.2万\n", "2025-01-01,s1,\n2025-01-02,x,1e3\n", "2025-01-01,s1,0\n2025-01-02,s1,5%\n",
    ],
)  # fmt: skip
def test_what_a_run_reads_is_no_finding(told, rows):
    assert told(rows) == ([], False)
    assert told(rows, "gb18030" if rows.isascii() else "utf-8-sig") == ([], False)


@pytest.mark.parametrize(
    ("rows", "line", "rule"),
    [
        ("2025-01-01,s1,5\n2025-01-02,s1,10k\n", 3, "The cell 10k in line 3 of f.csv .* as a number: which is no number"),
        ("2025-01-01,s1,0.125\n2025-01-02,s1,12.5%\n", 3, "beside bare numbers such as 0.125"),
        ("03/04/2024,s1,1\n", 2, "The cell 03/04/2024 in line 2 .* as a day or period: which may be 2024-03-04 or"),
        ('2025-01-01,"s\n1",1\n2024-02-30,s1,1\n', 4, "no day or period that exists"),
    ],
)  # fmt: skip
def test_what_a_run_refuses_is_found_with_its_line(told, rows, line, rule):
    (found,), refused = told(rows)
    assert refused
    assert re.search(rule, found), found
    assert f"line {line} of f.csv" in found


def test_a_declared_form_is_heeded(told):
    layout = {"totals": [], "date_order": "dmy", "missing": ["10k"], "scale": {"v": "%"}}
    assert told("03/04/2024,s1,12.5%\n03/05/2024,s1,10k\n03/06/2024,s1,12.5\n", layout=layout) == ([], False)


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("day;v\n2025-01-01;1.250\n", 2, "layout.decimal"),
        ("day;v\n2025-01-01;1\n2025-01-02;1.234,5\n", 3, "layout.decimal"),
        ("day,v($M)\n2025-01-01,1\n", 1, "the engagement counts in CNY"),
        ("day,v(%)\n2025-01-01,0.853\n", 2, "no number of the column is above 1"),
        ("day,v\n2025-04-03,1\n13/04/2025,1\n", 3, "swapped"),
        ("day;v\n2025-01-01;1.250\n2025-01-02;1.5\n", 0, ""),
        ("day,v(%)\n2025-01-01,8.5\n2025-01-02,91\n,\n", 0, ""),
    ],
)
def test_doubtful_units_signs_and_swaps_are_found_where_a_run_refuses_them(engagement, data, text, line, rule):
    (data / "f.csv").write_text(text, encoding="utf-8")
    column = re.split("[,;]", text.partition("\n")[0])[1]
    client = engagement([{"id": "sum", "measure": f'sum("{column}")'}], {"f": {"file": "f.csv", "time": "day"}})
    found = [each.message.en for each in cell_findings(client)]
    if not rule:
        assert found == []
        with open_engine(client) as engine:
            engine.facts("f")
        return
    assert rule in found[0]
    assert f"line {line} of f.csv" in found[0]
    with open_engine(client) as engine, pytest.raises(InputError, match=rule):
        engine.facts("f")


@pytest.mark.parametrize(
    ("first", "is_refused"), [("13/04/2025", True), ("2025-04-13", True), ("03/04/2025\n14/04/2025", False)]
)
def test_the_order_that_a_second_file_tells_is_no_order_of_the_first(engagement, data, first, is_refused):
    for name, days in (("f1.csv", "03/05/2025\n15/05/2025" if not is_refused else "03/04/2025"), ("f2.csv", first)):
        (data / name).write_text("day,v\n" + "".join(f"{day},1\n" for day in days.split("\n")), encoding="utf-8")
    client = engagement([KPI], {"f": {"file": "f*.csv", "time": "day"}})
    found = [each.message.en for each in cell_findings(client)]
    assert bool(found) == is_refused
    assert not found or re.search("03/04/2025.*(?:no day of its own file tells|declare)", found[0])
    with open_engine(client) as engine:
        if is_refused:
            with pytest.raises(InputError, match="03/04/2025"):
                engine.facts("f")
        else:
            engine.facts("f")


@pytest.mark.parametrize(
    ("rows", "layout", "rule"),
    [
        ("2025-04-03,s1,1\n13/04/2025,s1,1\n", {"date_order": "dmy"}, "swapped"),
        ("03/04/2025,s1,1\n", {}, "declare its order|layout.date_order"),
        ("2025-04-03,s1,3万\n2025-04-04,s1,5\n合计,,abc\n", {"totals": ["合计"]}, "beside bare numbers"),
        ("2025-04-03,s1,3万\n2025-04-04,s1,5\n", {"scale": {"v": "元"}}, ""),
        ("2025-04-03,s1,3\n合计,,三\n备注：略,,\n", {}, ""),
        ("2025-04-03,s1,3\n2025-04-04,s1,待定\n", {"missing": ["待定"]}, ""),
    ],
)
def test_a_layout_that_leaves_header_and_rows_where_they_are_is_heeded(told, rows, layout, rule):
    found, is_refused = told(rows, layout=layout)
    assert (bool(found), is_refused) == (bool(rule), bool(rule))
    assert not found or re.search(rule, found[0])
