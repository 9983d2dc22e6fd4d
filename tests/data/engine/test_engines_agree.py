"""The same definition gives the same figure on every engine: all aggregates over an unkind table."""

import importlib.util
import shutil

import numpy as np
import pytest

from tests import nasty
from tests.benchmarks import engines
from tests.postgres_server import postgres_server  # noqa: F401

# Every aggregate compiled for two engines, levels and filters: some five seconds a level, each level in one way.
# `make engines` compares more.
WAYS = [
    ((("", "month"), ("missing", "week")), (), "day", ("store", "company")),
    ((("text", "quarter"), ("days", "year")), ("label",), "at", ("region",)),
]
SPARK = [
    pytest.mark.spark,
    pytest.mark.skipif(not importlib.util.find_spec("pyspark"), reason="pyspark is not here: make test-spark"),
    pytest.mark.skipif(not shutil.which("java"), reason="no Java here"),
]


def agree(folder, engine, pairs, by, time, levels):
    wanted = nasty.asked(pairs)
    one, other = (engines.figures(folder, each, wanted, by, time, levels) for each in ("DuckDB", engine))
    found = nasty.beside(one, other, wanted, by)
    assert set(found["aggregate"]) == set(nasty.AGGREGATES)
    assert len(found) > 3000
    assert set(one["level"]) == set(levels)
    counted = found["aggregate"].map(nasty.counts) | (found["figure"] == "n")
    assert found[counted & (found["apart"] > 0)].empty
    assert found[found["relative"] > 1e-12].empty


@pytest.mark.parametrize(("pairs", "by", "time", "levels"), WAYS)
def test_postgresql_agrees_with_duckdb(tmp_path, monkeypatch, postgres_server, pairs, by, time, levels):  # noqa: F811
    monkeypatch.setenv(engines.URL, "")
    engines.prepare(tmp_path, 300, 1, postgres_server)
    agree(tmp_path, "PostgreSQL", pairs, by, time, levels)


@pytest.mark.parametrize(("pairs", "by", "time", "levels"), [pytest.param(*each, marks=SPARK) for each in WAYS])
def test_spark_agrees_with_duckdb(tmp_path, pairs, by, time, levels):
    engines.prepare(tmp_path, 300, 1, None)
    agree(tmp_path, "Spark", pairs, by, time, levels)


def test_a_difference_is_found():
    """The comparison itself can fail: a figure that differs, one that is missing, a cell too many."""
    import pandas as pd

    wanted = nasty.asked((("", "month"),))
    row = {"level": "store", "entity": "s1", "cycle": "month", "period": "2025-01", "basis": "", "numerator": np.nan}
    row |= {"denominator": np.nan, "n": 1}
    one = pd.DataFrame([{**row, "kpi": "k0", "value": 1.0}, {**row, "kpi": "k0_size", "value": 100.0}])
    assert nasty.beside(one, one, wanted)["relative"].max() == 0
    assert nasty.beside(one, one.assign(value=[2.0, 100.0]), wanted)["relative"].max() == 0.01
    assert nasty.beside(one, one.assign(value=[np.nan, 100.0]), wanted)["relative"].max() == np.inf
    assert nasty.beside(one, one.assign(entity="s2"), wanted)["relative"].max() == np.inf
