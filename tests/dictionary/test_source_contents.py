"""What a run would refuse in a CSV file is found by the check, without pandas or an engine."""

import pytest

from diagnostics.dictionary.checking import check_engagement

HEADER = "date,store,visits,orders,sales,channel\n"
ROW = "2025-01-03,武侯店,10,2,300,new\n"


def found(folder, *codes):
    return [
        each for each in check_engagement(folder.open()) if each.code in (codes or ("PD204", "PD205", "PD206", "PD207"))
    ]


def told(folder):
    return [(each.code, each.severity, each.message.en) for each in found(folder)]


def put(folder, raw, name="data/visits.csv"):
    (folder.path / name).write_bytes(raw)
    return folder


def declared(folder, encoding):
    return folder.replace("engagement.yaml", "file: visits.csv", f"file: visits.csv, encoding: {encoding}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_sound_file_is_no_finding(folder, encoding):
    assert told(put(folder, (HEADER + ROW).encode(encoding))) == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be"])
def test_an_encoding_that_a_run_tells_is_no_finding_and_may_be_declared(folder, encoding):
    assert told(put(folder, (HEADER + ROW).encode(encoding))) == []
    assert told(declared(folder, encoding)) == []


def test_another_encoding_than_declared_is_found_with_the_one_that_fits(folder):
    put(folder, (HEADER + ROW).encode("gb18030"))
    assert told(declared(folder, "utf-8")) == [
        ("PD204", "error",
         "The file visits.csv of the source “visits” is not written in utf-8; it can be read as gb18030."),
    ]  # fmt: skip


def test_a_file_that_no_encoding_fits_names_the_line_and_those_tried(folder):
    put(folder, HEADER.encode() + b"\xff\xff\xff\n")
    assert "from line 2 on; encodings tried: utf-8, utf-16, gb18030." in told(folder)[0][2]
    put(folder, HEADER.encode() + b"\x81\xff\n")
    assert "encodings tried: gbk, utf-8, utf-16, gb18030." in told(declared(folder, "gbk"))[0][2]


def test_a_line_in_another_encoding_is_found_whatever_is_declared(folder):
    put(folder, (HEADER + ROW).encode("gbk") + ROW.encode())
    assert "from line 3 on" in told(folder)[0][2]
    assert "from line 3 on; encodings tried: gbk" in told(declared(folder, "gbk"))[0][2]


@pytest.mark.parametrize("raw", [b"PK\x03\x04abc", b"PAR1abc", b"a,b\x00\x01\n", bytes(range(256))])
def test_what_is_no_text_is_found(folder, raw):
    (finding,) = found(put(folder, raw))
    assert finding.code == "PD204"
    assert "is no text" in finding.message.en


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER, "has a header but no rows"),
        (HEADER + "\n\n", "has a header but no rows"),
        (HEADER.replace("orders", " ") + ROW, "has a blank name for column 4"),
        (HEADER.replace("channel", "Sales") + ROW, "has the column “Sales” twice (5 and 6)"),
        ('"date,store\n', "has no header that can be read"),
    ],
)
def test_a_header_that_a_run_refuses_is_found(folder, text, words):
    (finding,) = found(put(folder, text.encode()))
    assert (finding.code, finding.severity, finding.about) == ("PD205", "error", "visits")
    assert words in finding.message.en


def test_one_file_with_rows_is_enough_for_a_source(folder):
    folder.write("data/visits-2.csv", HEADER + ROW).write("data/visits-1.csv", HEADER).remove("data/visits.csv")
    assert told(folder.replace("engagement.yaml", "visits.csv", "visits-*.csv")) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "about"),
    [
        ("kpis.yaml", "measure: sum(visits)", "measure: sum(visitz)", "visitz", "traffic"),
        ("kpis.yaml", "where: channel != 'test'", "where: chanel != 'test'", "chanel", "conversion_rate"),
        ("kpis.yaml", "  measure: sum(visits)", "  time: datte\n  measure: sum(visits)", "datte", "traffic"),
        ("kpis.yaml", "  measure: sum(visits)", "  entity: stor\n  measure: sum(visits)", "stor", "traffic"),
        (
            "kpis.yaml",
            "  measure: sum(visits)",
            "  dimensions: [channels]\n  measure: sum(visits)",
            "channels",
            "traffic",
        ),
        ("engagement.yaml", "time: date", "time: 'sold (d)'", "sold (d)", "visits"),
        ("engagement.yaml", "entity: store", "entity: stores", "stores", "visits"),
        ("engagement.yaml", "entity: store", "entity: store, person: sale", "sale", "visits"),
        ("scorecards.yaml", "{target: 100,", "{target: {expression: mean(saless)},", "saless", "revenue"),
        ("scorecards.yaml", "{target: 100,", "{target: {source: visits, period: dat, value: sales},", "dat", "revenue"),
    ],
)
def test_a_column_that_the_header_lacks_is_found_wherever_it_is_named(folder, file, old, new, column, about):
    put(folder, (HEADER + ROW).encode())
    (finding,) = found(folder.replace(file, old, new), "PD206")
    assert (finding.severity, finding.about) == ("error", about)
    assert finding.place.startswith(f"{file}:")
    assert f"the column “{column}”" in finding.message.en


def test_the_nearest_column_is_shown_and_else_all(folder):
    put(folder, (HEADER + ROW).encode()).replace("kpis.yaml", "sum(sales)", 'sum(revenue) + sum("Orders")')
    absent, near = found(folder, "PD206")
    assert absent.remedy.en.endswith("It has: date, store, visits, orders, sales, channel.")
    assert near.message.zh.endswith("最接近的是“orders”。")


def test_a_name_of_no_entity_is_found_with_the_nearest(folder):
    put(folder, (HEADER + ROW + ROW.replace("武侯店", "武候店") + ROW.replace("武侯店", "")).encode())
    assert told(folder) == [
        ("PD207", "error",
         "In the file visits.csv of the source “visits” the column “store” holds 2 names of no entity:"
         " '', '武候店' (≈ '武侯店')."),
    ]  # fmt: skip


def test_where_filters_may_leave_the_rows_out_it_is_a_warning(folder):
    put(folder, (HEADER + ROW.replace("武侯店", "测试店")).encode())
    for measure in ("measure: sum(sales)", "measure: sum(visits)"):
        folder.replace("kpis.yaml", f"  {measure}\n", f"  {measure}\n  where: channel = 'x'\n")
    assert [each[:2] for each in told(folder)] == [("PD207", "warning")]


@pytest.mark.parametrize("name", ["visits.xlsx", "visits.parquet"])
def test_workbooks_and_parquet_are_not_opened(folder, name):
    put(folder, b"anything", f"data/{name}")
    assert told(folder.replace("engagement.yaml", "visits.csv", name)) == []


def test_of_a_long_file_only_so_much_is_read_and_its_cut_row_is_left_out(folder, monkeypatch):
    columns = "date,visits,orders,sales,channel,store\n" + "2025-01-03,10,2,300,new,武侯店\n" * 3
    monkeypatch.setattr("diagnostics.dictionary.csv_head.MOST_BYTES", len(columns.encode()) - 4)
    assert told(put(folder, columns.encode())) == []
    put(folder, (HEADER + ROW * 3 + ROW.replace("武侯店", "别家")).encode())
    monkeypatch.undo()
    monkeypatch.setattr("diagnostics.dictionary.source_contents.MOST_ROWS", 3)
    assert told(folder) == []
    monkeypatch.setattr("diagnostics.dictionary.source_contents.MOST_ROWS", 4)
    assert [each[0] for each in told(folder)] == ["PD207"]


def test_what_drives_a_cause_and_nobody_counts_is_to_be_made_a_kpi_or_added(folder):
    from diagnostics.run.field_work import lacking_columns

    put(folder, (HEADER + ROW).encode())
    (folder.path / "evidence").mkdir()
    (folder.path / "evidence" / "causes.yaml").write_text(
        "- {id: slow, title: Too slow, category: method, kpi: traffic, tests: [{kind: association, driver: minutes,"
        " direction: lower}]}\n",
        "utf-8",
    )
    (finding,) = found(folder, "PD206")
    assert (finding.variant, finding.about) == ("cause_absent", "slow")
    assert finding.remedy.en.startswith("Make it a KPI (in kpis.yaml, of whatever source), or add the column")
    (line,) = lacking_columns(folder.path)
    assert line.startswith("PD206 error: ")
    assert "minutes" in line
