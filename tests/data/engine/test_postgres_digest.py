"""A table's content as one number."""

import datetime as dt

import pandas as pd
import pytest

from diagnostics.data.engine.postgres_digest import table_digests
from tests.postgres_server import postgres_server  # noqa: F401

URL = "PERFLOOP_TEST_URL"
ROWS = pd.DataFrame({"day": [dt.date(2025, 1, 5)] * 3, "store": ["a", "b", None], "x": [1.0, 2.0, None]})
KINDS = {"day": "date", "store": "text", "x": "double precision"}
SOURCE = {"engine": "postgres", "url_env": URL, "table": "sales.digested", "time": "day"}


@pytest.fixture
def digest(engagement, postgres_server, monkeypatch):  # noqa: F811
    monkeypatch.setenv(URL, postgres_server.url())
    client = engagement([{"id": "x", "measure": "sum(x)"}], {"sales": SOURCE})

    def of(rows, kinds=KINDS):
        postgres_server.load("sales.digested", rows, kinds)
        ((name, found),) = table_digests(client).items()
        assert name == f"table sales.digested of {URL}"
        return found

    return of


def test_the_same_rows_in_any_order_are_the_same(digest):
    assert digest(ROWS) == digest(ROWS.iloc[::-1])


@pytest.mark.parametrize(
    "other",
    [
        ROWS.iloc[:2],
        pd.concat([ROWS, ROWS.iloc[:1]]),
        ROWS.assign(x=[2.0, 1.0, None]),
        ROWS.assign(x=[1.0, 2.0 + 2**-51, None]),
        ROWS.assign(store=["a", "b", ""]),
        ROWS.assign(store=["a,1", "b", None]),
        ROWS.iloc[:0],
    ],
)
def test_other_rows_are_not(digest, other):
    assert digest(ROWS) != digest(other)


def test_another_column_or_type_is_not(digest):
    assert digest(ROWS) != digest(ROWS, {**KINDS, "x": "real"})
    assert digest(ROWS) != digest(ROWS.rename(columns={"x": "y"}), {"day": "date", "store": "text", "y": KINDS["x"]})


def test_without_a_database_nobody_is_asked(engagement):
    assert table_digests(engagement([{"id": "x", "measure": "sum(orders)"}])) == {}
