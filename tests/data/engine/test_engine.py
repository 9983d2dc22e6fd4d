"""An engine reads the declared files and nothing else."""

import duckdb
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.errors import InputError, SurroundingsError

ORDERS = {"id": "orders", "measure": "sum(orders)"}


@pytest.fixture
def client(engagement):
    return engagement([ORDERS])


def test_declared_files_are_read_and_no_other(client, data):
    (data / "other.csv").write_text("secret\n1\n", encoding="utf-8")
    with open_engine(client) as engine:
        assert engine.raw.execute("SELECT count(*) FROM read_csv(?)", [str(data / "sales.csv")]).fetchone() == (6,)
        for path in (data / "other.csv", "/etc/passwd", "/etc/*", data / "*.csv", data / ".." / "data" / "other.csv"):
            with pytest.raises(duckdb.PermissionException):
                engine.raw.execute("SELECT * FROM read_csv(?, header=false, delim='|')", [str(path)])
        with pytest.raises(duckdb.PermissionException):
            engine.raw.execute("SELECT * FROM read_text(?)", [str(data / "other.csv")])


@pytest.mark.parametrize(
    "statement",
    [
        "SET threads = 1",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET memory_limit = '100GB'",
        "SET temp_directory = 'elsewhere'",
        "SET lock_configuration = false",
        "RESET enable_external_access",
        "ATTACH 'other.duckdb'",
        "COPY (SELECT 1) TO 'out.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('http://127.0.0.1:1/a.csv')",
    ],
)
def test_settings_are_locked_and_nothing_is_written(client, statement, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_engine(client) as engine, pytest.raises(duckdb.Error):
        engine.raw.execute(statement)
    assert {each.name for each in tmp_path.iterdir()} == {"client"}


def test_objects_of_python_are_not_tables(client):
    secret = __import__("pandas").DataFrame({"a": [1]})
    assert len(secret) == 1
    with open_engine(client) as engine, pytest.raises(duckdb.CatalogException):
        engine.raw.execute("SELECT * FROM secret")


def test_the_temporary_folder_goes_with_the_engine(client):
    with open_engine(client) as engine:
        folder = engine.folder
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    left = []
    with pytest.raises(RuntimeError, match="inside"):
        fail_inside(client, left)
    assert not left[0].exists()


def fail_inside(client, left):
    with open_engine(client) as engine:
        left.append(engine.folder)
        raise RuntimeError("inside")


def test_threads_come_from_the_argument_else_the_environment(client, monkeypatch):
    monkeypatch.setenv("PERFLOOP_THREADS", "3")
    with open_engine(client) as engine:
        assert engine.threads == 3
    with open_engine(client, threads=1) as engine:
        assert engine.threads == 1
    monkeypatch.delenv("PERFLOOP_THREADS")
    with open_engine(client) as engine:
        assert engine.threads >= 1


@pytest.mark.parametrize("wanted", ["0", "-1", "many", "1.5"])
def test_a_wrong_number_of_threads_is_refused(client, monkeypatch, wanted):
    monkeypatch.setenv("PERFLOOP_THREADS", wanted)
    with pytest.raises(InputError, match=rf"threads == '{wanted}'.* must be a number from 1 on"), open_engine(client):
        pass


def test_an_unknown_source_is_named_with_the_nearest(client):
    with open_engine(client) as engine, pytest.raises(InputError, match="Unknown source 'sale'.*Did you mean 'sales'"):
        engine.facts("sale")


def test_too_little_memory_is_a_matter_of_the_surroundings(client, data, monkeypatch):
    rows = "\n".join(f"2025-01-01,s1,web,{each},1,1,m{each}" for each in range(200_000))
    (data / "sales.csv").write_text("date,store,channel,orders,visits,amount,member\n" + rows, encoding="utf-8")
    monkeypatch.setenv("PERFLOOP_MEMORY", "4MB")
    with pytest.raises(SurroundingsError, match="The engine failed while"), open_engine(client) as engine:
        engine.facts("sales")


def test_a_wrong_memory_limit_is_a_matter_of_the_surroundings(client, monkeypatch):
    monkeypatch.setenv("PERFLOOP_MEMORY", "lots")
    with pytest.raises(SurroundingsError, match="opening the engine"), open_engine(client):
        pass


def test_two_engines_do_not_see_each_other(client):
    with open_engine(client) as first, open_engine(client) as second:
        assert first.folder != second.folder
        first.facts("sales")
        assert second.raw.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


def test_a_query_that_takes_too_long_is_interrupted_and_the_limit_named(client, monkeypatch):
    import ibis

    monkeypatch.setenv("PERFLOOP_QUERY_WALL", "0.3")
    with open_engine(client) as engine:
        one = engine.duckdb.backend.sql("SELECT range a FROM range(1000000)", schema={"a": "int64"})
        pairs = one.cross_join(one.view()).aggregate(n=lambda t: (t.a * ibis.random()).sum())
        with pytest.raises(
            SurroundingsError, match=r"stopped while multiplying: a query may take 0.3 s; raise PERFLOOP"
        ):
            engine.frame(pairs, "multiplying")
        assert engine.frame(engine.facts("sales").table.count().as_table()).iloc[0, 0] == 6
