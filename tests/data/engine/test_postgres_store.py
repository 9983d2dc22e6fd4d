"""Facts in a client's PostgreSQL database."""

import datetime as dt
import os
from dataclasses import replace

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.dictionary.expression import parse_measure
from diagnostics.dictionary.expression.build import build_aggregate
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.correction import Correction
from tests.postgres_server import CANARY, postgres_server  # noqa: F401

URL = "PERFLOOP_TEST_URL"
ROWS = pd.DataFrame(
    {
        "date": [dt.date(2025, 1, 5), dt.date(2025, 1, 20), dt.date(2025, 2, 1), None],
        "store": ["00123", "二店", "三店", "s2"],
        "orders": [2, 3, 1, 5],
        "amount": [0.1, 0.2, 0.3, None],
        "digits": ["1", " 2.5 ", "-3e0", None],
    }
)
KINDS = {"date": "date", "store": "varchar(20)", "orders": "integer", "amount": "double precision", "digits": "text"}
SOURCE = {"engine": "postgres", "url_env": URL, "table": "sales.orders", "time": "date", "entity": "store"}


@pytest.fixture
def server(postgres_server, monkeypatch):  # noqa: F811
    monkeypatch.setenv(URL, postgres_server.url())
    return postgres_server


@pytest.fixture
def orders(server):
    server.load("sales.orders", ROWS.iloc[:3], KINDS)
    return server


def client(engagement, kpis=None, **source):
    kpis = kpis or [{"id": "orders", "measure": "sum(orders)"}]
    return engagement(kpis, {"sales": {**SOURCE, **source}})


def figure(engine, text):
    facts = engine.facts("sales")
    measure = parse_measure(text, facts.columns)
    return engine.frame(facts.table.aggregate(x=build_aggregate(measure.tree, measure, facts)))["x"][0]


def test_a_table_is_observed(engagement, orders):
    found = observe(client(engagement), levels=["store", "company"]).frame()
    shown = {(row.entity, row.period): row.value for row in found.itertuples()}
    assert shown == {("s1", "2025-01"): 2, ("s2", "2025-01"): 3, ("s3", "2025-02"): 1, ("group", "2025-01"): 5,
                     ("group", "2025-02"): 1}  # fmt: skip


CORRECTION = {"id": "c1", "source": "sales", "column": "orders", "match": {"store": "二店"}, "old": 3, "new": 30,
              "who": "li", "when": dt.date(2025, 7, 1), "why": "门店重报"}  # fmt: skip


def corrected(engagement, *changed):
    kpis = [{"id": name, "measure": f"sum({name})"} for name in ("orders", "amount", "digits")]
    return replace(
        client(engagement, kpis), corrections=tuple(Correction(**{**CORRECTION, **each}) for each in changed)
    )


def test_corrections_pick_their_rows_of_the_table_and_are_listed(engagement, orders):
    asked = corrected(
        engagement, {},
        {"id": "c2", "column": "amount", "match": {"date": "2025-01-05"}, "old": 0.1, "new": None},
        {"id": "c3", "column": "digits", "match": {"orders": 1, "store": "三店"}, "old": "-3e0", "new": "4"},
        {"id": "c4", "column": "date", "match": {"store": "三店"}, "old": "2025-02-01", "new": "2025-01-31"},
    )  # fmt: skip
    with open_engine(asked) as engine:
        found = observe(engine, levels=["company"]).table
        listed = [(each.kind, each.file, each.examples[0].place) for each in engine.conversions]
    assert dict(zip(found["kpi"] + " " + found["period"], found["value"], strict=True)) == {
        "orders 2025-01": 33, "amount 2025-01": 0.5, "digits 2025-01": 7.5,
    }  # fmt: skip
    assert listed == [("corrected", "sales.orders", f"c{at}") for at in range(1, 5)]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"match": {"store": "四店"}}, "picks no row of sales.orders"),
        ({"old": 9}, "holds 3, not the old value 9"),
        ({"new": "three"}, "'three'"),
        ({"match": {}, "row": 2}, "is a table of a database; a correction picks its row by 'match'"),
        ({"column": "order"}, "Unknown column of sales.orders 'order' in correction 'c1'.*'orders'"),
    ],
)
def test_a_correction_that_does_not_fit_the_table_is_refused(engagement, orders, told, message):
    with open_engine(corrected(engagement, told)) as engine, pytest.raises(InputError, match=message):
        engine.facts("sales")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_usual_form_of_url_is_taken(engagement, orders, monkeypatch, scheme):
    monkeypatch.setenv(URL, orders.url(scheme=scheme))
    with open_engine(client(engagement)) as engine:
        assert figure(engine, "sum(orders)") == 6


def test_libpqs_form_is_taken(engagement, orders, monkeypatch):
    monkeypatch.setenv(URL, f"host=127.0.0.1 port={orders.port} dbname=client user=reader password={CANARY}")
    with open_engine(client(engagement)) as engine:
        assert figure(engine, "sum(orders)") == 6


def test_texts_that_hold_numbers_are_numbers(engagement, orders):
    with open_engine(client(engagement)) as engine:
        assert figure(engine, "sum(digits)") == 0.5
        with pytest.raises(
            InputError, match=r"Column 'store' of source 'sales' \(sales.orders\): '00123|三店.*is no number"
        ):
            figure(engine, "sum(store)")


def test_a_fact_without_a_day_is_told(engagement, server):
    server.load("sales.orders", ROWS, KINDS)
    with pytest.raises(InputError, match=r"1 fact of KPI 'orders', source 'sales' \(sales.orders\) has no day"):
        observe(client(engagement))


def test_a_store_that_nobody_knows_is_told(engagement, server):
    rows = ROWS.iloc[:2].assign(store=["四店", "s1"])
    server.load("sales.orders", rows, KINDS)
    with pytest.raises(InputError, match="names no known entity: '四店'"):
        observe(client(engagement))


def test_the_session_can_write_nothing(engagement, orders):
    import psycopg

    with open_engine(client(engagement)) as engine:
        connection = engine.facts("sales").engine.backend.con
        for statement in ("CREATE TEMP TABLE x (a int)", "DELETE FROM sales.orders", "SET transaction_read_only = off"):
            with pytest.raises(psycopg.Error), connection.transaction():
                connection.execute(statement)
        told = connection.execute("SHOW application_name").fetchone()
        assert told == ("perfloop",)
        assert connection.execute("SHOW search_path").fetchone() == ("pg_catalog",)


def test_even_an_owner_writes_nothing(engagement, orders, monkeypatch):
    import psycopg

    monkeypatch.setenv(URL, orders.url("owner", orders.owner_password))
    with open_engine(client(engagement)) as engine:
        connection = engine.facts("sales").engine.backend.con
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM sales.orders")


def test_one_engine_sees_one_state(engagement, orders):
    with open_engine(client(engagement)) as engine:
        before = figure(engine, "sum(orders)")
        with orders.owner() as connection:
            connection.execute("UPDATE sales.orders SET orders = orders + 100")
        assert figure(engine, "sum(orders)") == before
    with open_engine(client(engagement)) as engine:
        assert figure(engine, "sum(orders)") == before + 300


def test_names_are_data_never_words_of_sql(engagement, server):
    table = 'odd "table"; DROP TABLE x; --'
    rows = pd.DataFrame({"date": [dt.date(2025, 1, 5)], "store": ["00123"], 'a "b" %s {c}': [7.0]})
    with server.owner() as connection:
        from psycopg import sql

        connection.execute(sql.SQL("DROP TABLE IF EXISTS sales.{}").format(sql.Identifier(table)))
        connection.execute(
            sql.SQL("CREATE TABLE sales.{} (date date, store text, {} float8)").format(
                sql.Identifier(table), sql.Identifier(rows.columns[2])
            )
        )
        connection.execute(
            sql.SQL("INSERT INTO sales.{} VALUES ('2025-01-05', '00123', 7)").format(sql.Identifier(table))
        )
        connection.execute(sql.SQL("GRANT SELECT ON sales.{} TO reader").format(sql.Identifier(table)))
    asked = client(engagement, [{"id": "x", "measure": 'sum("a ""b"" %s {c}")'}], table=table)
    assert observe(asked, levels=["store"]).frame()["value"].tolist() == [7.0]


def test_a_missing_table_is_told_with_the_nearest(engagement, orders):
    with pytest.raises(InputError, match=r"Unknown table 'sales.order' in source 'sales'. Did you mean 'sales.orders'"):
        observe(client(engagement, table="sales.order"))


@pytest.mark.parametrize(
    "table", ["pg_catalog.pg_authid", "information_schema.tables", "orders; DROP TABLE orders", '""', "*"]
)
def test_tables_of_the_server_itself_are_none(engagement, orders, table):
    with pytest.raises(InputError, match="Unknown table"):
        observe(client(engagement, table=table))


def test_a_table_that_the_user_may_not_read_is_a_matter_of_the_surroundings(engagement, orders):
    with orders.owner() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS sales.pay (date date)")
        connection.execute("REVOKE ALL ON sales.pay FROM reader")
    with pytest.raises(
        SurroundingsError, match=r"source 'sales' may not read table sales.pay: GRANT SELECT is missing"
    ):
        observe(client(engagement, table="sales.pay"))


def test_a_name_in_several_schemas_must_be_told_apart(engagement, orders):
    orders.load("public.orders", ROWS, KINDS)
    with pytest.raises(InputError, match=r"is in several schemas: public.orders, sales.orders. Name one"):
        observe(client(engagement, table="orders"))
    with orders.owner() as connection:
        connection.execute("DROP TABLE public.orders")
    assert len(observe(client(engagement, table="orders")).frame())


def test_a_query_that_takes_too_long_is_stopped(engagement, orders, monkeypatch):
    monkeypatch.setenv("PERFLOOP_QUERY_WALL", "0.3")
    with orders.owner() as connection:
        connection.execute("CREATE OR REPLACE VIEW sales.slow AS SELECT *, pg_sleep(2)::text AS nap FROM sales.orders")
        connection.execute("GRANT SELECT ON sales.slow TO reader")
    with (
        open_engine(client(engagement, table="sales.slow")) as engine,
        pytest.raises(SurroundingsError, match=r"a query may take 0.3 s; raise PERFLOOP_QUERY_WALL"),
    ):
        figure(engine, "count(nap)")


def test_a_connection_that_breaks_is_told(engagement, orders):
    with open_engine(client(engagement)) as engine:
        facts = engine.facts("sales")
        with orders.owner() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'perfloop'"
            )
        with pytest.raises(SurroundingsError, match=f"server of {URL} failed while counting") as caught:
            engine.frame(facts.table.count().as_table(), "counting")
        assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("stored", "value", "ok"),
    [
        ("numeric", "NaN", True),
        ("double precision", "NaN", True),
        ("numeric", "Infinity", False),
        ("double precision", "-Infinity", False),
        ("double precision", "1e30", False),
        ("numeric", "1e30", False),
        ("double precision", "1e-20", False),
        ("numeric", "0.00000000000000000001", False),
    ],
)
def test_nan_is_missing_and_what_no_figure_holds_is_refused(engagement, server, stored, value, ok):
    rows = ROWS.iloc[:2].assign(amount=[value, "2.5"])
    server.load("sales.orders", rows, {**KINDS, "amount": stored})
    asked = client(engagement, [{"id": "amount", "measure": "sum(amount)"}])
    if ok:
        assert observe(asked, levels=["company"]).frame()["value"].tolist() == [2.5]
    else:
        with pytest.raises(InputError, match=r"infinite|10\*\*26|too small"):
            observe(asked, levels=["company"])


def test_moments_with_a_zone_become_local(engagement, server):
    rows = ROWS.iloc[:2].assign(date=["2025-01-31 17:30+00", "2025-01-31 15:30+00"])
    server.load("sales.orders", rows, {**KINDS, "date": "timestamptz"})
    found = observe(client(engagement), levels=["company"]).frame()
    assert found["period"].tolist() == ["2025-01", "2025-02"]


def test_an_infinite_day_is_none(engagement, server):
    server.load("sales.orders", ROWS.iloc[:2].assign(date=["infinity", "2025-01-05"]), KINDS)
    with pytest.raises(InputError, match="1 fact of .* has no day"):
        observe(client(engagement))


def test_a_column_that_expressions_cannot_read_is_refused_when_it_is_used(engagement, server):
    kinds = {**KINDS, "amount": "interval"}
    server.load("sales.orders", ROWS.iloc[:2].assign(amount="1 day"), kinds)
    assert observe(client(engagement), levels=["company"]).frame()["value"].tolist() == [5]
    with pytest.raises(InputError, match="Column 'amount' of source 'sales'"):
        observe(client(engagement, [{"id": "x", "measure": "sum(amount)"}]))


def test_a_variable_that_is_not_set_is_told(engagement, monkeypatch):
    monkeypatch.delenv(URL, raising=False)
    with pytest.raises(InputError, match=f"Environment variable {URL} is not set"):
        observe(client(engagement))


REFUSED = [
    (
        "postgresql://reader:WRONG{canary}@127.0.0.1:{port}/client",
        SurroundingsError,
        "refused the user or the password",
    ),
    ("postgresql://nobody:{canary}@127.0.0.1:{port}/client", SurroundingsError, "refused the user or the password"),
    ("postgresql://reader:{canary}@127.0.0.1:{port}/{canary}", SurroundingsError, "no such database"),
    ("postgresql://reader:{canary}@127.0.0.1:1/client", SurroundingsError, "no server answers there"),
    ("postgresql://reader:{canary}@{canary}.invalid/client", SurroundingsError, "no server answers there"),
    ("postgresql://reader:{canary}@127.0.0.1:{port}/client?sslmode=require", SurroundingsError, "SSL"),
    ("postgresql://reader:{canary}@127.0.0.1:{port}/client?{canary}=1", InputError, "holds no URL"),
    ("postgresql://reader:{canary}@127.0.0.1:99999999/client", SurroundingsError, "can't be"),
    ("mysql://reader:{canary}@127.0.0.1/client", InputError, "holds no URL"),
    ("{canary}", InputError, "holds no URL"),
    ("password={canary} host", InputError, "holds no URL"),
    ("postgresql://reader:{canary}@127.0.0.1:port/client", SurroundingsError, "can't be"),
]


@pytest.mark.parametrize(("url", "error", "told"), REFUSED)
def test_no_error_shows_the_url_or_its_password(engagement, orders, monkeypatch, url, error, told):
    import traceback

    monkeypatch.setenv(URL, url.format(canary=CANARY, port=orders.port))
    with pytest.raises(error, match=told) as caught:
        observe(client(engagement))
    assert URL in str(caught.value)
    assert "\n" not in str(caught.value)
    whole = "".join(traceback.format_exception(caught.value))
    assert CANARY not in whole
    assert f":{orders.port}" not in whole


def test_what_the_server_says_of_values_is_told_without_the_password(engagement, orders):
    with orders.owner() as connection:
        connection.execute(
            f"CREATE OR REPLACE VIEW sales.bad AS SELECT *, ('x{CANARY}' || store)::int AS broken FROM sales.orders"
        )
        connection.execute("GRANT SELECT ON sales.bad TO reader")
    with pytest.raises(InputError, match="invalid input syntax for type integer") as caught:
        observe(client(engagement, [{"id": "x", "measure": "sum(broken)"}], table="sales.bad"))
    assert CANARY not in str(caught.value)


def test_nothing_on_the_disk_or_in_a_log_bears_the_password(engagement, orders, tmp_path, caplog):
    caplog.set_level(0)
    observe(client(engagement))
    assert CANARY not in caplog.text
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()
    assert os.environ[URL].count(CANARY) == 1
