"""Facts in files, computed by Spark."""

import datetime as dt
import importlib.util
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.dictionary.expression import parse_measure
from diagnostics.dictionary.expression.build import build_aggregate
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.correction import Correction

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(not importlib.util.find_spec("pyspark"), reason="pyspark is not here: make test-spark"),
    pytest.mark.skipif(not shutil.which("java"), reason="no Java here"),
]
SOURCE = {"engine": "spark", "file": "sales.parquet", "time": "date", "entity": "store"}
ROWS = pd.DataFrame(
    {
        "date": [dt.date(2025, 1, 5), dt.date(2025, 1, 20), dt.date(2025, 2, 1)],
        "store": ["00123", "二店", "三店"],
        "orders": [2, 3, 1],
        "amount": [0.1, np.nan, 0.3],
        "digits": ["1", " 2.5 ", "-3e0"],
        "at": pd.to_datetime(["2025-01-31 17:30", "2025-01-31 15:30", "2025-02-01 00:00"]).astype("datetime64[us]"),
    }
)


def client(engagement, data, kpis=None, rows=ROWS, **source):
    if not (data / "sales.parquet").exists():
        rows.to_parquet(data / "sales.parquet")
    return engagement(kpis or [{"id": "orders", "measure": "sum(orders)"}], {"sales": {**SOURCE, **source}})


def figure(engine, text):
    facts = engine.facts("sales")
    measure = parse_measure(text, facts.columns)
    return engine.frame(facts.table.aggregate(x=build_aggregate(measure.tree, measure, facts)))["x"][0]


def test_parquet_is_observed_and_nothing_is_said(engagement, data, capfd):
    found = observe(client(engagement, data), levels=["store", "company"]).frame()
    shown = {(row.entity, row.period): row.value for row in found.itertuples()}
    assert shown == {("s1", "2025-01"): 2, ("s2", "2025-01"): 3, ("s3", "2025-02"): 1, ("group", "2025-01"): 5,
                     ("group", "2025-02"): 1}  # fmt: skip
    assert capfd.readouterr() == ("", "")


def test_csv_is_read_as_everywhere_and_computed_by_spark(engagement):
    from tests.data.conftest import SALES

    assert "二店" in SALES
    asked = engagement([{"id": "x", "measure": "sum(amount)"}], {"sales": {**SOURCE, "file": "sales.csv"}})
    assert observe(asked, levels=["company"]).frame()["value"].tolist() == [60.75, 940.0]


def test_a_correction_of_one_of_several_files_is_about_its_rows_alone(engagement, data):
    for name, orders in (("sales-01 一月.parquet", 2), ("sales-02.parquet", 7)):
        ROWS.iloc[:1].assign(orders=orders).to_parquet(data / name)
    told = {"id": "c1", "source": "sales", "column": "orders", "match": {"store": "00123"}, "old": 7, "new": 30,
            "who": "li", "when": dt.date(2025, 7, 1), "why": "门店重报"}  # fmt: skip
    asked = client(engagement, data, file=("sales-01 一月.parquet", "sales-02.parquet"))
    fixed = replace(asked, corrections=(Correction(**told, file="sales-02.parquet"),))
    with open_engine(fixed) as engine:
        assert figure(engine, "sum(orders)") == 32
        assert not [each for each in engine.facts("sales").columns if each.startswith("perfloop")]
        assert [(each.kind, each.file) for each in engine.conversions] == [("corrected", "sales-02.parquet")]
    wrong = replace(asked, corrections=(Correction(**told, file="sales-01 一月.parquet"),))
    with open_engine(wrong) as engine, pytest.raises(InputError, match="holds 2, not the old value 7"):
        engine.facts("sales")


def test_columns_are_read_as_everywhere(engagement, data):
    with open_engine(client(engagement, data)) as engine:
        assert figure(engine, "sum(digits)") == 0.5
        assert figure(engine, "sum(amount)") == 0.4
        assert figure(engine, "count(amount)") == 2
        assert figure(engine, "count_if(amount > 5 and amount is null)") == 0
        assert figure(engine, "count_if(nullif(orders, orders) > 5)") == 0
        assert np.isnan(figure(engine, "sum(orders) / sum(orders - orders)"))
        assert figure(engine, "count_if(store = '二店' or store = 'o''\\s')") == 1
        with pytest.raises(InputError, match=r"Column 'store' of source 'sales' \(sales.parquet\): .*is no number"):
            figure(engine, "sum(store)")


def test_moments_with_a_zone_become_local(engagement, data):
    rows = ROWS.assign(date=ROWS["at"].dt.tz_localize("UTC"))
    found = observe(client(engagement, data, rows=rows), levels=["company"]).frame()
    assert found["period"].tolist() == ["2025-01", "2025-02"]
    assert found["value"].tolist() == [3, 3]


def test_texts_with_an_offset_become_local(engagement, data):
    texts = ["2025-01-31T17:30:00Z", "2025-01-31T17:30:00+0800", "2025-01-31 23:59:59.9999999"]
    found = observe(client(engagement, data, rows=ROWS.assign(date=texts)), levels=["company"]).frame()
    assert found["value"].tolist() == [4, 2]


@pytest.mark.parametrize("value", [1e30, np.inf, 1e-20])
def test_what_no_figure_holds_is_refused(engagement, data, value):
    rows = ROWS.assign(amount=[value, 1.0, 2.0])
    with pytest.raises(InputError, match=r"infinite|10\*\*26|too small"):
        observe(client(engagement, data, [{"id": "x", "measure": "sum(amount)"}], rows))


def test_whole_numbers_run_over_nowhere(engagement, data):
    rows = ROWS.assign(orders=[2**62, 2**62, 2**62])
    with open_engine(client(engagement, data, rows=rows)) as engine:
        assert figure(engine, "sum(orders)") == 3 * 2.0**62


def test_a_day_that_does_not_exist_is_refused(engagement, data):
    asked = client(engagement, data, time="make_date(2025, orders + 20, 1)")
    with pytest.raises(InputError, match="A value can't be computed with"):
        observe(asked)


def test_a_file_that_is_no_parquet_is_refused(engagement, data):
    (data / "sales.parquet").write_text("date,store\n")
    with pytest.raises(InputError, match="can't be read as Parquet"):
        observe(client(engagement, data))


def test_a_master_that_is_not_there_is_a_matter_of_the_surroundings(engagement, data, monkeypatch):
    monkeypatch.setenv("PERFLOOP_SPARK_MASTER", "nowhere:1")
    with pytest.raises(SurroundingsError, match=r"Spark can't be started \(PERFLOOP_SPARK_MASTER == 'nowhere:1'\)"):
        observe(client(engagement, data))


def test_a_query_that_takes_too_long_is_stopped(engagement, data, monkeypatch):
    with open_engine(client(engagement, data)) as engine:
        one = engine.facts("sales").engine
        rows = one.backend.sql("SELECT id AS a FROM range(10000000)", schema={"a": "int64"})
        pairs = rows.cross_join(rows.view()).aggregate(n=lambda t: (t.a * t.a_right).nunique())
        monkeypatch.setenv("PERFLOOP_QUERY_WALL", "1")
        with pytest.raises(SurroundingsError, match=r"stopped while multiplying: a query may take 1 s"):
            engine.frame(pairs, "multiplying")


def test_ctrl_c_is_again_whose_it_was(engagement, data):
    import signal

    before = signal.getsignal(signal.SIGINT)
    with open_engine(client(engagement, data)) as engine:
        figure(engine, "sum(orders)")
    assert signal.getsignal(signal.SIGINT) is before
