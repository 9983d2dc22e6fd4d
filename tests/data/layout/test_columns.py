"""Text columns of CSV and Parquet files become numbers and days where they are used; what was converted is listed."""

import datetime as dt

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.files import csv_places
from diagnostics.errors import InputError

SUM = {"id": "sum", "measure": "sum(v)"}


@pytest.fixture
def read(engagement, data):
    """Frame, conversions and grains of a source that went through the engine."""

    def load(content, name="f.csv", kpi=SUM, **source):
        if isinstance(content, pd.DataFrame):
            content.to_parquet(data / name)
        elif content is not None:
            (data / name).write_text(content, encoding="utf-8")
        source = {"file": name, **({"time": "day"} if "day" in str(content) else {}), **source}
        with open_engine(engagement([kpi], {"f": source})) as engine:
            frame = engine.frame(engine.facts("f").table)
            return frame, engine.conversions, engine.grains

    return load


def told(conversions):
    return {
        (each.column, each.kind): (each.count, [(e.place, e.written, e.read) for e in each.examples])
        for each in conversions
    }


FORMS = 'k,v\na,12\nb,"1,234"\nc,(320)\nd,N/A\ne,\uff11\uff12\nf,(320)\n'


def test_cells_become_numbers_and_each_conversion_is_listed_with_its_line(read):
    frame, conversions, _ = read(FORMS)
    assert frame.sort_values("k")["v"].fillna(0).tolist() == [12, 1234, -320, 0, 12, -320]
    assert told(conversions) == {
        ("v", "thousands"): (1, [("line 3", "1,234", "1234")]),
        ("v", "bracket_negative"): (2, [("line 4", "(320)", "-320")]),
        ("v", "missing_mark"): (1, [("line 5", "N/A", "")]),
        ("v", "full_width"): (1, [("line 6", "\uff11\uff12", "12")]),
    }


def test_whole_numbers_stay_whole_and_others_do_not(read):
    assert read('k,v\na,"1,234"\nb,5\n')[0]["v"].dtype.kind == "i"
    assert read('k,v\na,"1,234"\nb,5.5\n')[0]["v"].sum() == 1239.5
    assert read('k,v\na,3.25万\nb,"1,000元"\n')[0]["v"].sum() == 33_500


def test_a_column_that_names_something_stays_text(read):
    frame, conversions, _ = read(FORMS, kpi={**SUM, "dimensions": ["k"]}, entity="k")
    assert sorted(frame["k"]) == list("abcdef")
    assert {each.column for each in conversions} == {"v"}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("a,10k\nb,5\nc,20k\n", r"^f.csv:2 has '10k' in column 'v', which is no number \(source 'f'\)\. \(1 more such cells, such as '20k'\.\)$"),
        ("a,5\nb,1e309\n", r"f.csv:3 has '1e309' in column 'v', which is no number"),
        ("a,5\nb,1e308\n", r"f.csv:3 has '1e308' in column 'v', which is too large to be added up"),
        ("a,5\nb,1e-320\n", r"f.csv:3 has '1e-320' in column 'v', which is too small to be added up"),
        ("a,12.5%\nb,0.125\n", r"f.csv:2 has '12.5%' in column 'v', beside bare numbers such as 0.125"),
        ("a,0.125\nb,12.5%\n", r"f.csv:3 has '12.5%' in column 'v', beside bare numbers"),
        ("a,3万\nb,30000\n", r"f.csv:2 has '3万' in column 'v', beside bare numbers such as 30000.*layout.scale"),
        ('"a\nx",1\nb,$5\n', r"f.csv:4 has '\$5' in column 'v', which is no number"),
    ],
)  # fmt: skip
def test_the_first_cell_that_is_no_number_is_named_with_its_line(read, rows, problem):
    with pytest.raises(InputError, match=problem):
        read("k,v\n" + rows)


def test_a_declared_scale_is_exact_and_listed(read):
    frame, conversions, _ = read("k,v\na,3.2\nb,0.07\n", layout={"totals": [], "scale": {"v": "万元"}})
    assert sorted(frame["v"]) == [700, 32000]
    assert told(conversions)["v", "scale"][0] == 2


def test_declared_marks_are_missing_even_where_they_look_like_numbers(read):
    frame, conversions, _ = read("k,v\na,999\nb,5\nc,待定\n", layout={"totals": [], "missing": ["999", "待定"]})
    assert frame["v"].sum() == 5
    assert told(conversions)["v", "missing_mark"][0] == 2


def test_days_and_periods_become_days_and_their_cycle_is_known(read):
    frame, conversions, grains = read("day,v\n2025年3月,1\n202504,2\n2025-05,3\n")
    assert sorted(frame["day"].astype(str)) == ["2025-03-01", "2025-04-01", "2025-05-01"]
    assert grains == {("f", "day"): "month"}
    assert told(conversions) == {
        ("day", "period"): (2, [("line 3", "202504", "2025-04-01"), ("line 2", "2025年3月", "2025-03-01")])
    }
    assert read("day,v\n20250304,1\n20250305,2\n")[2] == {("f", "day"): "day"}
    assert read("day,v\n2025-03-04,1\n")[2] in ({}, {("f", "day"): "day"})


def test_a_month_that_lost_its_zero_is_not_read_as_january(read):
    frame, _, _ = read("day,v\n2025.09,1\n2025.10,2\n")
    assert sorted(frame["day"].astype(str)) == ["2025-09-01", "2025-10-01"]
    with pytest.raises(InputError, match=r"f.csv:3 has '2025.1' in column 'day'"):
        read("day,v\n2025.9,1\n2025.1,2\n")


def test_merged_months_bear_their_number_beside_the_last_of_them(read):
    frame, conversions, _ = read("day,v\n2025年1-2月合并,10\n2025年3月,5\n")
    frame = frame.sort_values("day")
    assert frame["day"].astype(str).tolist() == ["2025-02-01", "2025-03-01"]
    assert frame["perfloop_months"].tolist() == [2, 1]
    assert told(conversions)["day", "merged_months"] == (1, [("line 2", "2025年1-2月合并", "2025-02-01")])


def test_moments_of_another_zone_become_local(read):
    frame, conversions, _ = read("day,v\n2025-01-05T20:00:00Z,1\n2025-01-06 03:00:00,2\n")
    assert sorted(frame["day"]) == [pd.Timestamp(2025, 1, 6, 3), pd.Timestamp(2025, 1, 6, 4)]
    assert ("day", "aware_time") in told(conversions)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("03/04/2024", "which may be 2024-03-04 or 2024-04-03; declare its order by layout.date_order"),
        ("2024-02-30", "no day or period that exists"), ("0000-00-00", "no day or period that exists"),
        ("农历二月", "lunar"), ("week 53", "without its year"), ("2024-W10", "a week, while other cells of the column are days"),
        ("2024-3", "a month, while other cells"), ("2024-03-10T02:30:00 America/New_York", "no day or period that exists"),
    ],
)  # fmt: skip
def test_the_first_cell_that_is_no_day_is_named_with_its_line(read, cell, rule):
    with pytest.raises(InputError, match=rf"f.csv:3 has '{cell}' in column 'day', .*{rule}"):
        read(f"day,v\n2024-03-04,1\n{cell},2\n")


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_year_of_two_figures_is_never_a_year_of_antiquity(read, quote):
    frame, conversions, _ = read(
        f"day,v\n{quote}25-1-15{quote},1\n{quote}25-1-16{quote},1\n", layout={"totals": [], "date_order": "ymd"}
    )
    assert sorted(frame["day"].astype(str)) == ["2025-01-15", "2025-01-16"]
    assert told(conversions)["day", "day"][0] == 2
    for cell in ("05-06-07", "0025-01-05"):
        with pytest.raises(InputError, match=f"f.csv:2 has '{cell}' in column 'day'"):
            read(f"day,v\n{quote}{cell}{quote},1\n")


def test_the_order_that_one_file_tells_holds_for_no_other(read, data):
    (data / "p1.csv").write_text("day,v\n13/04/2024,1\n03/04/2024,1\n", encoding="utf-8")
    assert sorted(read(None, "p1.csv", time="day")[0]["day"].astype(str)) == ["2024-04-03", "2024-04-13"]
    (data / "p2.csv").write_text("day,v\n05/06/2024,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^p2.csv:2 has '05/06/2024'.*no day of its own file tells.*date_order"):
        read(None, "p*.csv", time="day")
    declared = read(None, "p*.csv", time="day", layout={"totals": [], "date_order": "dmy"})[0]
    assert sorted(declared["day"].astype(str)) == ["2024-04-03", "2024-04-13", "2024-06-05"]


def test_a_declared_order_is_followed(read):
    frame, conversions, _ = read("day,v\n03/04/2024,1\n", layout={"totals": [], "date_order": "dmy"})
    assert frame["day"].astype(str).tolist() == ["2024-04-03"]
    assert told(conversions) == {("day", "day"): (1, [("line 2", "03/04/2024", "2024-04-03")])}


def test_several_files_are_counted_apart_and_the_right_one_is_named(read, data):
    (data / "p1.csv").write_text('day,v\n2025-01-01,"1,000"\n', encoding="utf-8")
    (data / "p2.csv").write_text('v,day\n"1,000",2025-01-02\n"2,000",2025-01-03\n', encoding="utf-8")
    frame, conversions, _ = read(None, "p*.csv", time="day")
    assert (frame["v"].sum(), list(frame)) == (4000, ["day", "v"])
    assert [(each.file, each.count) for each in conversions] == [("p1.csv", 1), ("p2.csv", 2)]
    (data / "p2.csv").write_text("v,day\n10k,2025-01-02\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^p2.csv:2 has '10k'"):
        read(None, "p*.csv", time="day")


def test_text_in_parquet_is_converted_where_it_lies(read):
    table = pd.DataFrame({"day": ["2025年3月", "202504"], "v": ["1,234", "5"], "other": ["x", "y"]})
    frame, conversions, grains = read(table, "f.parquet", time="day")
    assert sorted(frame["v"]) == [5, 1234]
    assert (grains, sorted(frame["other"])) == ({("f", "day"): "month"}, ["x", "y"])
    assert told(conversions)["v", "thousands"] == (1, [("row 1", "1,234", "1234")])
    with pytest.raises(InputError, match=r"f.parquet \(row 2\) has '10k' in column 'v'"):
        read(pd.DataFrame({"day": ["2025-01-01"] * 2, "v": ["1", "10k"]}), "f.parquet", time="day")


def test_whole_numbers_that_name_months_are_read_as_such(read):
    table = pd.DataFrame({"day": [202503, 202504], "v": [1.5, 2.5]})
    frame, _, grains = read(table, "f.parquet", time="day")
    assert sorted(frame["day"].astype(str)) == ["2025-03-01", "2025-04-01"]
    assert grains == {("f", "day"): "month"}


def test_days_of_parquet_are_left_alone(read):
    table = pd.DataFrame({"day": [dt.date(2025, 3, 1)], "v": [1.5]})
    assert read(table, "f.parquet", time="day")[1:] == ([], {})


def test_the_look_for_a_line_is_bounded(read, monkeypatch):
    monkeypatch.setattr(csv_places, "_MOST_RECORDS", 2)
    with pytest.raises(InputError, match=r"^f.csv has '10k' in column 'v'"):
        read("k,v\na,1\nb,2\nc,3\nd,10k\n")


def test_many_numbers_in_groups_are_counted_by_the_engine(read):
    rows = "".join(f'k,"{1000 + each:,}"\n' for each in range(3000))
    frame, conversions, _ = read("k,v\n" + rows + 'k,"1,000,000.25"\nk,(5)\nk,\n')
    assert frame["v"].sum() == sum(range(1000, 4000)) + 1_000_000.25 - 5
    found = told(conversions)
    assert found["v", "thousands"] == (3001, [
        ("line 2", "1,000", "1000"), ("line 3002", "1,000,000.25", "1000000.25"), ("line 3", "1,001", "1001"),
        ("line 4", "1,002", "1002"), ("line 5", "1,003", "1003"),
    ])  # fmt: skip
    assert found["v", "bracket_negative"][0] == 1
    with pytest.raises(InputError, match=r"f.csv:2 has '12,34' in column 'v'"):
        read('k,v\na,"12,34"\nb,"0,123"\n')
    with pytest.raises(InputError, match=r"f.csv:3 has '5%' in column 'v', beside bare numbers such as 1,000"):
        read('k,v\na,"1,000"\nb,5%\n')


def test_numbers_in_groups_are_counted_apart_by_file(read, data):
    (data / "p1.csv").write_text('k,v\na,"1,000"\n', encoding="utf-8")
    (data / "p2.csv").write_text('k,v\na,"1,000"\nb,"2,000"\n', encoding="utf-8")
    _, conversions, _ = read(None, "p*.csv")
    assert [(each.file, each.count) for each in conversions] == [("p1.csv", 1), ("p2.csv", 2)]


@pytest.mark.parametrize("name", ["f.csv", "f.parquet", "f.xlsx"])
def test_a_header_s_own_scale_counts_without_a_layout(read, data, name):
    table = pd.DataFrame({"k": ["a", "b"], "销售额(万元)": [12.5, 0.1], "收入(不含税)": [1.5, 2.5]})
    if name == "f.xlsx":
        table.to_excel(data / name, index=False)
    content = table.to_csv(index=False) if name == "f.csv" else table if name == "f.parquet" else None
    kpi = {"id": "sum", "measure": 'sum("销售额(万元)") + sum("收入(不含税)")'}
    frame, conversions, _ = read(content, name, kpi)
    assert sorted(frame["销售额(万元)"]) == [1_000, 125_000]
    assert sorted(frame["收入(不含税)"]) == [1.5, 2.5]
    assert [(each.column, each.kind, each.count) for each in conversions] == [("销售额(万元)", "scale", 2)]


@pytest.mark.parametrize("cells", [("1.100", "2.250"), ("1,250", "2,125"), ("1,250", "7")])
def test_a_number_in_a_file_of_semicolons_that_may_be_thousands_or_decimals_is_refused(read, cells):
    rows = "k;v\n" + "".join(f"a;{each}\n" for each in cells)
    with pytest.raises(InputError, match=r"^f.csv:2 has '1[.,]\d50|^f.csv:2 has '1.100' in column 'v'.*layout.decimal"):
        read(rows)
    for decimal in (".", ","):
        frame, conversions, _ = read(rows, layout={"totals": [], "decimal": decimal})
        small = decimal in cells[0]
        assert frame["v"].min() == (
            float(cells[0].replace(",", "."))
            if small
            else 7
            if "7" in cells
            else int(cells[0].replace(",", "").replace(".", ""))
        )
        assert not (decimal == "." and ("v", "decimal_comma") in told(conversions))


@pytest.mark.parametrize(
    "cells", [("1.100", "2.5"), ("1.100", "0.5"), ("1,250", "3.75"), ("1100", "2250"), ("1,250,000", "1,250")]
)
def test_where_another_number_tells_the_decimal_sign_nothing_is_asked(read, cells):
    assert len(read("k;v\n" + "".join(f"a;{each}\n" for each in cells))[0]) == 2


@pytest.mark.parametrize("cell", ["1.234,56", "0,250", "1,25"])
def test_a_decimal_comma_is_read_as_declared_and_else_refused_with_the_remedy(read, cell):
    with pytest.raises(InputError, match=r"^f.csv:2 has '.*', which is no number; .* say layout.decimal: ','"):
        read(f"k;v\na;{cell}\n")
    for layout in ({"totals": [], "decimal": ","}, {"decimal": ","}):
        frame, conversions, _ = read(f"k;v\na;{cell}\n", layout=layout)
        assert frame["v"][0] == float(cell.replace(".", "").replace(",", "."))
        assert told(conversions)["v", "decimal_comma"][0] == 1


def test_blank_rows_are_left_out_and_listed_with_their_lines(read):
    frame, conversions, _ = read("day,k,v\n2025-01-01,a,1\n,,\n2025-01-02,b,2\n , ,\n\n,,\n")
    assert frame["v"].tolist() == [1, 2]
    assert told(conversions)["", "blank_row"] == (
        3,
        [("line 3", ",,", ""), ("line 5", " , ,", ""), ("line 7", ",,", "")],
    )
    with pytest.raises(InputError, match="has a header but no fact"):
        read("k,v\n,\n")


@pytest.mark.parametrize("cells", [("s1 ", "\u3000s2", "s3"), ("s1", "s2\u00a0", " s3 ")])
def test_names_of_entities_are_trimmed_and_listed(read, cells):
    rows = "store,v\n" + "".join(f"{each},1\n" for each in cells)
    frame, conversions, _ = read(rows, entity="store")
    assert sorted(frame["store"]) == ["s1", "s2", "s3"]
    count, examples = told(conversions)["store", "trimmed"]
    assert count == 2
    assert all(read == written.strip() and place.startswith("line ") for place, written, read in examples)
    assert sorted(read(rows)[0]["store"]) == sorted(cells)


def test_a_header_whose_unit_can_not_be_told_is_refused_where_it_is_used(read):
    kpi = {"id": "sum", "measure": 'sum("v($M)")'}
    with pytest.raises(
        InputError, match=r"^f.csv:1 has the column 'v\(\$M\)', whose header states '\$', .*layout, scale"
    ):
        read("k,v($M)\na,1.5\n", kpi=kpi)
    layout = {"totals": [], "scale": {"v($M)": "百万元"}}
    assert read("k,v($M)\na,1.5\n", kpi=kpi, layout=layout)[0]["v($M)"][0] == 1_500_000
    assert len(read("k,v($M),v\na,1.5,1\n")[0]) == 1


GRID = {"totals": ["合计"]}


@pytest.mark.parametrize("layout", [{"totals": []}, GRID])
@pytest.mark.parametrize("day", ["2025-04-03", "2025/4/3", "2025-04-03 00:00:00"])
def test_days_with_the_year_first_beside_days_first_may_be_swapped(read, layout, day):
    rows = f"day,v\n{day},1\n13/04/2025,2\n2025-05-05,3\n"
    with pytest.raises(InputError, match=rf"^f.csv:3 has '13/04/2025' .* while '{day[:4]}.*' .*swapped_dates: true"):
        read(rows, layout=layout)
    kept, _, _ = read(rows, layout={**layout, "swapped_dates": False})
    assert sorted(str(each)[:10] for each in kept["day"]) == ["2025-04-03", "2025-04-13", "2025-05-05"]
    back, conversions, _ = read(rows, layout={**layout, "swapped_dates": True})
    assert sorted(str(each)[:10] for each in back["day"]) == ["2025-03-04", "2025-04-13", "2025-05-05"]
    assert ("line 2", day) in [(place, written) for place, written, _ in told(conversions)["day", "day"][1]]


@pytest.mark.parametrize("layout", [{"totals": []}, GRID])
def test_a_day_that_no_swap_makes_shows_that_none_were_swapped(read, layout):
    rows = "day,v\n2025-04-03,1\n2025-04-28,1\n13/04/2025,2\n"
    assert len(read(rows, layout=layout)[0]) == 3
    with pytest.raises(InputError, match=r"^f.csv:3 has '2025-04-28' .*which no swap"):
        read(rows, layout={**layout, "swapped_dates": True})
    plain = "day,v\n2025-04-03,1\n2025-05-01,1\n"
    assert str(read(plain, layout={**layout, "swapped_dates": True})[0]["day"].min())[:10] == "2025-04-03"
