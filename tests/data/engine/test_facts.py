"""How the columns of a source are read."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.engine.facts import parse_moment
from diagnostics.dictionary.expression import parse_filter, parse_measure, parse_time
from diagnostics.dictionary.expression.build import build_aggregate, build_condition, build_day
from diagnostics.errors import InputError, UnknownNameError

FRAME = pd.DataFrame(
    {
        "a": [1.5, np.nan, 3.0, 4.0],
        "k": [1, 2, 3, 4],
        "digits": ["1", " 2.5 ", None, "-3e0"],
        "words": ["x", "12", None, "y"],
        "code": [7, 7, 8, 9],
        "active": [True, False, None, True],
        "day": [dt.date(2025, 1, 31), dt.date(2025, 2, 1), None, dt.date(2025, 2, 2)],
        "at": pd.to_datetime(["2025-01-31 17:30", "2025-01-31 15:30", None, "2025-02-01 00:00"]),
        "iso": ["2025-01-31", "2025-02-01T08:00", "31.01.2025", None],
        "infinite": [1.0, np.inf, 2.0, 3.0],
        "list": [[1], [2], [3], [4]],
    }
)


@pytest.fixture
def facts(engagement, data):
    frame = FRAME.copy()
    frame["aware"] = frame["at"].dt.tz_localize("UTC")
    frame.to_parquet(data / "sales.parquet")
    client = engagement(
        [{"id": "x", "measure": "sum(a)", "dimensions": ["code"]}], {"sales": {"file": "sales.parquet", "time": "day"}}
    )
    with open_engine(client) as engine:
        yield engine.facts("sales")


def figure(facts, text, where=None):
    measure = parse_measure(text, facts.columns)
    condition = None if where is None else build_condition(parse_filter(where, facts.columns), facts)
    built = build_aggregate(measure.tree, measure, facts, condition)
    value = facts.engine.frame(facts.table.aggregate(x=built))["x"][0]
    return None if pd.isna(value) else value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(a)", 8.5),
        ("count(a)", 3),
        ("count(*)", 4),
        ("mean(a)", 8.5 / 3),
        ("avg(k)", 2.5),
        ("min(a)", 1.5),
        ("max(a)", 4.0),
        ("median(k)", 2.5),
        ("median(a)", 3.0),
        ("count_distinct(code)", 3),
        ("count_distinct(words)", 3),
        ("count_if(a >= 3)", 2),
        ("count_if(a is null)", 1),
        ("count_if(not a is null and k > 1)", 2),
        ("count_if(active)", 2),
        ("count_if(active = true)", 2),
        ("count_if(words in ('x', 'y'))", 2),
        ("count_if(words not in ('x'))", 2),
        ("count_if(words = '12')", 1),
        ("count_if(k between 2 and 3)", 2),
        ("count_if(k in (1, 4) or a = 3)", 3),
        ("sum(digits)", 0.5),
        ("count_if(digits > 0)", 2),
        ("count_if(code = 7)", 2),
        ("count_if(code = '7')", 2),
        ("sum(code)", 31),
        ("sum(k * 0.1)", 1.0),
        ("sum(k / (k - 1))", 2 + 1.5 + 4 / 3),
        ("sum(a) / sum(k - k)", None),
        ("sum(a) / 0", None),
        ("sum(nullif(k, 4))", 6),
        ("sum(coalesce(a, 100))", 108.5),
        ("sum(abs(k - 3))", 4),
        ("sum(case when words = 'x' then 10 when k = 4 then a end)", 14.0),
        ("sum(case when words = 'x' then 10 else 1 end)", 13),
        ("count_if(case words when 'x' then 'first' else 'other' end = 'first')", 1),
        ("count_if(coalesce(words, 'none') = 'none')", 1),
        ("count_if(year(day) = 2025 and month(day) = 2 and day(day) < 2)", 1),
        ("count_if(day >= '2025-02-01')", 2),
        ("count_if(at < '2025-01-31 16:00')", 1),
        ("count_if(day between '2025-01-01' and '2025-01-31')", 1),
        ("sum(month(day))", 5),
        ("coalesce(sum(case when k > 100 then k end), 7)", 7),
        ("sum(case when k > 100 then k end)", None),
    ],
)
def test_expressions_give_the_figures_they_name(facts, text, value):
    assert figure(facts, text) == (pytest.approx(value) if value is not None else None)


def test_a_filter_holds_for_every_aggregate(facts):
    assert figure(facts, "sum(k) + count(*) * 100 + count_if(k > 1)", "words is not null") == 7 + 300 + 2
    assert figure(facts, "mean(a)", "k > 3") == 4.0


def test_a_condition_on_a_missing_value_does_not_hold(facts):
    assert figure(facts, "count(*)", "words != 'x'") == 2
    assert figure(facts, "count(*)", "not words = 'x'") == 2
    assert figure(facts, "count(*)", "words != 'x' or words is null") == 3


def test_sums_of_decimals_are_exact(facts):
    assert figure(facts, "sum(k * 0 + 0.1)") == 0.4
    assert 0.1 + 0.1 + 0.1 != 0.3
    assert figure(facts, "sum(k * 0 + 0.1)", "k < 4") == 0.3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sum(words)", r"Column 'words' of source 'sales' \(sales.parquet\): 'x' is no number \(2 of its values\)"),
        ("sum(infinite)", r"Column 'infinite' of source 'sales' \(sales.parquet\) holds an infinite value"),
        ("max(infinite)", r"holds an infinite value"),
        ("sum(active)", r"Column 'active' .*holds boolean, a number is needed"),
        ("sum(day)", r"holds date, a number is needed"),
        ("sum(list)", r"holds array<int64>, a number is needed"),
        ("count(list)", r"which expressions can't read"),
        ("count_if(k = '1')", r"write it without quotes"),
        ("count_if(words)", r"A condition such as"),
        ("count_if(day > 5)", r"day and number can't be compared"),
        ("count_if(active = 1)", r"condition and number can't be compared"),
        ("count_if(day > 'yesterday')", r"'yesterday' is no date such as '2025-03-09'"),
        ("count_if(year(k) = 2025)", r"holds int64; a time needs dates"),
        ("count(coalesce(words, 1))", "'x' is no number"),
        ("count(coalesce(words, active))", "condition and text can't meet"),
        ("count(active)", r"counts values, false among them; write count_if"),
        (
            "count_if(iso >= make_date(2025, 2, 1))",
            r"Column 'iso' of .*: '31\.01\.2025' is no day .* \(1 of its values\)",
        ),
        ("count_if(words < 'y')", "Which of two texts comes first"),
        ("count_if(words < words)", "Which of two texts comes first"),
        ("count_if(hour(day) = 3)", "hour needs moments"),
        ("sum(case when k > 1 then 'x' else a end)", r"A number must stand here"),
        ("sum(case when k > 1 then make_date(k, 1, 1) end)", r"not a date"),
    ],
)
def test_a_column_of_another_kind_is_refused(facts, text, problem):
    with pytest.raises(InputError, match=problem):
        figure(facts, text)


def test_an_unknown_column_is_named_with_source_file_and_nearest(facts):
    with pytest.raises(UnknownNameError, match=r"column of source 'sales' \(sales.parquet\) 'dgits'.*mean 'digits'"):
        facts.check("dgits")


def test_a_value_too_large_to_sum_is_refused_with_the_limit(engagement, data):
    pd.DataFrame({"a": [1e30], "day": [dt.date(2025, 1, 1)]}).to_parquet(data / "sales.parquet")
    client = engagement([{"id": "x", "measure": "sum(a)"}], {"sales": {"file": "sales.parquet", "time": "day"}})
    with open_engine(client) as engine, pytest.raises(InputError, match=r"values up to 10\*\*26"):
        figure(engine.facts("sales"), "sum(a)")


def days(facts, text):
    time = parse_time(text, facts.columns)
    table = facts.table.mutate(found=build_day(time, facts).cast("date")).order_by("k")
    return [None if pd.isna(each) else str(each)[:10] for each in facts.engine.frame(table.select("found"))["found"]]


def test_days_come_from_dates_moments_and_iso_texts(facts):
    assert days(facts, "day") == ["2025-01-31", "2025-02-01", None, "2025-02-02"]
    assert days(facts, "at") == ["2025-01-31", "2025-01-31", None, "2025-02-01"]
    assert days(facts, "iso") == ["2025-01-31", "2025-02-01", None, None]
    assert days(facts, "make_date(k + 2020, 1, 1)") == ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]


def test_moments_with_a_zone_become_local_to_the_calendar(facts):
    # Shanghai is eight hours ahead: half past five in the afternoon in UTC is the next day there.
    assert days(facts, "aware") == ["2025-02-01", "2025-01-31", None, "2025-02-01"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-03-09", "2025-03-09 00:00"),
        ("2025-03-09 10:20", "2025-03-09 10:20"),
        ("2025-03-09T10:20:30.5", "2025-03-09 10:20:30.5"),
        ("2025-03-09T20:00:00Z", "2025-03-10 04:00"),
        ("2025-03-09T20:00:00-05:00", "2025-03-10 09:00"),
        ("2025-02-30", None),
        ("0000-00-00", None),
        ("2025-3-9", None),
        ("20250309", None),
        ("09/03/2025", None),
        ("2025年3月9日", None),
        ("2025-W10", None),
        ("2025-03", None),
        ("2025/3/4 下午3:00", None),
        ("2025-03-09 10:20 America/New_York", None),
        ("", None),
        (" 2025-03-09", None),
    ],
)
def test_only_iso_texts_are_moments(facts, text, moment):
    import ibis

    table = facts.table.limit(1).select(text=ibis.literal(text).cast("string"))
    found = facts.engine.frame(table.mutate(found=parse_moment(table["text"])))["found"][0]
    assert (None if pd.isna(found) else found) == (None if moment is None else pd.Timestamp(moment))


def test_a_column_of_another_kind_names_the_expression_that_needs_a_number(facts):
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.build import build_aggregate

    measure = parse_measure("sum(k) / max(day)", place="KPI 'rate' (kpis.yaml:7)")
    with pytest.raises(
        InputError, match=r"a number is needed, in measure of KPI 'rate' \(kpis.yaml:7\) at character 14"
    ):
        build_aggregate(measure.tree, measure, facts)


def test_hundreds_of_float_columns_are_surveyed_together(engagement, data):
    names = [f"c{number}" for number in range(400)]
    pd.DataFrame([[1.5] * 400, [np.nan] * 400], columns=names).to_parquet(data / "wide.parquet")
    with open_engine(engagement([], {"wide": {"file": "wide.parquet"}})) as engine:
        facts = engine.facts("wide")
        facts.survey(names, names)
        assert figure(facts, "count(c399)") == 1
