"""Two barriers against hostile expressions, each tested with the other switched off."""

import duckdb
import ibis
import pandas as pd
import pytest

from diagnostics.data.engine import duckdb_store, open_engine
from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.dictionary.expression.build import build_aggregate, build_condition
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from tests.acceptance.payloads import all_payloads
from tests.acceptance.workbench import CANARY, Workbench

# What an open engine would do: read another client, the machine, write, change its own lock, call out, run Python.
READS = (
    "(select max(pay) from read_csv('{beta}'))",
    "(select count(*) from '{beta}')",
    "(select content from read_text('{beta}'))",
    "(select content from read_blob('{beta}'))",
    "(select count(*) from read_json('{beta}'))",
    "(select count(*) from glob('{root}/*'))",
    "(select count(*) from read_csv('/etc/passwd'))",
    "(select count(*) from frame_of_the_caller)",
    "(select count(*) from read_parquet('{root}/*.parquet'))",
    "(select count(*) from read_csv('https://127.0.0.1:9/x.csv'))",
    "getenv('HOME')",
)
WRITES = (
    "COPY (select 1) TO '{root}/here/PWN'",
    "COPY (select 1) TO 'PWN' (FORMAT parquet)",
    "EXPORT DATABASE 'PWN'",
    "ATTACH '{root}/here/PWN.db' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_paths = ['{beta}']",
    "SET allowed_directories = ['/']",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET python_enable_replacements = true",
    "SET temp_directory = '{root}/here'",
    "PRAGMA enable_profiling = 'json'",
    "SET custom_extension_repository = 'http://127.0.0.1:9'",
)


@pytest.fixture
def bench(tmp_path):
    return Workbench(tmp_path)


def filled(text, bench):
    return text.format(beta=bench.root / "beta" / "pay.csv", root=bench.root)


HOSTILE = (*READS, *WRITES, *(each.text for each in all_payloads() if each.category == "formula_expr"))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_whitelist_alone_lets_nothing_through_to_an_open_engine(text, bench, monkeypatch):
    """The engine has no lock here: what reached it would run."""
    hostile = filled(text, bench) if text in (*READS, *WRITES) else text
    monkeypatch.setattr(duckdb_store, "_lock", lambda *_: None)
    for fields in ({"where": hostile}, {"measure": hostile}, {"measure": f"sum({hostile}) + sum(revenue)"}):
        bench.kpi(**fields)
        bench.settle()
        with pytest.raises(InputError, match="kpis.yaml:"):
            bench.observe()
        bench.untouched()


def test_without_the_lock_and_the_whitelist_the_engine_would_read_another_client(bench, monkeypatch):
    """What the two barriers keep out is real."""
    monkeypatch.setattr(duckdb_store, "_lock", lambda *_: None)
    with open_engine(load_engagement(bench.client)) as engine:
        assert engine.raw.execute(f"SELECT {filled(READS[0], bench)}").fetchone() == (93517,)


def test_what_the_whitelist_accepts_names_only_the_bound_table(bench):
    """The text that an engine gets from an accepted expression holds one table and no function of files."""
    import sqlglot
    from sqlglot import exp

    with open_engine(load_engagement(bench.client)) as engine:
        facts = engine.facts("sales")
        measure = parse_measure("sum(case when region = '; drop table x' then revenue / visits else 0 end) / count(*)")
        where = build_condition(parse_filter("region in ('--', 'O''Brien', '\"') or year(date) = 2025"), facts)
        query = facts.table.aggregate(x=build_aggregate(measure.tree, measure, facts, where))
        tree = sqlglot.parse_one(ibis.to_sql(query, dialect="duckdb"), read="duckdb")
    assert {each.name for each in tree.find_all(exp.Table)} <= {facts.table.get_name()} | {
        each.alias for each in tree.find_all(exp.CTE)
    }
    assert not list(tree.find_all(exp.Anonymous))


@pytest.mark.parametrize("text", READS)
def test_the_lock_alone_keeps_an_expression_within_the_bound_table(text, bench):
    """The whitelist is bypassed here: the text goes to the engine as it is."""
    frame_of_the_caller = pd.DataFrame({"pay": [CANARY]})
    with open_engine(load_engagement(bench.client)) as engine:
        facts = engine.facts("sales")
        bound = facts.table.get_name()
        with pytest.raises(duckdb.Error):
            engine.raw.execute(f'SELECT {filled(text, bench)} FROM "{bound}"').fetchall()
    assert len(frame_of_the_caller) == 1
    bench.untouched()


@pytest.mark.parametrize("statement", WRITES)
def test_the_lock_alone_keeps_a_statement_from_writing_and_from_opening_the_lock(statement, bench, monkeypatch):
    monkeypatch.chdir(bench.here)
    with open_engine(load_engagement(bench.client)) as engine:
        with pytest.raises(duckdb.Error):
            engine.raw.execute(filled(statement, bench)).fetchall()
        bench.untouched()
        with pytest.raises(duckdb.Error):
            engine.raw.execute(f"SELECT * FROM read_csv('{bench.root / 'beta' / 'pay.csv'}')").fetchall()
