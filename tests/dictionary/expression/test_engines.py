"""Random measures over random filters give the interpreter's figures on every engine."""

import importlib.util
import math
import shutil
from random import Random

import pandas as pd
import pytest

from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.dictionary.expression.build import build_aggregate, build_condition
from diagnostics.dictionary.expression.written import write
from tests.postgres_server import postgres_server  # noqa: F401

from .grammar import Grammar
from .interpreter import UndecidedError, of_facts, of_row
from .random_facts import KINDS, facts_of, random_rows

URL = "PERFLOOP_TEST_URL"
ROWS = random_rows(11, 80)
# Trees a query, and queries: one query of many costs a heavy engine little more than one of a few.
TREES, QUERIES = 25, 8


def drawn(seed):
    """Measures, each with its filter."""
    grammar = Grammar(Random(seed))
    return [(grammar.measure(2), grammar.condition(2)) for _ in range(TREES)]


def figures(facts, pairs):
    """Figure of each measure by group, from one query."""
    asked = {}
    for at, (tree, condition) in enumerate(pairs):
        measure, where = parse_measure(write(tree)), parse_filter(write(condition))
        asked[f"x{at}"] = build_aggregate(measure.tree, measure, facts, build_condition(where, facts))
    return facts.engine.frame(facts.table.group_by("g").aggregate(**asked))


def expected(tree, condition, group):
    """Figure of the interpreter; NaN where it is missing."""
    found = of_facts(tree, [row for row in ROWS if row["g"] == group and of_row(condition, row) is True])
    return math.nan if found is None else found


def differences(facts):
    """Every measure whose figure is another on this engine."""
    found = []
    for seed in range(QUERIES):
        pairs = drawn(seed)
        frame = figures(facts, pairs).set_index("g")
        assert len(frame) > 3
        for at, (tree, condition) in enumerate(pairs):
            for group, value in frame[f"x{at}"].items():
                try:
                    wanted = expected(tree, condition, group)
                except UndecidedError:
                    continue
                both = (math.nan if pd.isna(value) else float(value), wanted)
                if not math.isclose(*both, rel_tol=1e-9, abs_tol=1e-9) and not all(map(math.isnan, both)):
                    found.append((write(tree), write(condition), group, *both))
    return found


def test_duckdb_gives_the_figures_of_the_interpreter(tmp_path):
    with facts_of(tmp_path / "client", ROWS) as facts:
        assert differences(facts) == []


def test_postgresql_gives_the_figures_of_the_interpreter(tmp_path, postgres_server, monkeypatch):  # noqa: F811
    monkeypatch.setenv(URL, postgres_server.url())
    frame = pd.DataFrame({name: pd.Series([row[name] for row in ROWS], dtype=object) for name in KINDS})
    postgres_server.load("facts", frame, KINDS)
    with facts_of(tmp_path / "client", ROWS, f"{{engine: postgres, url_env: {URL}, table: facts,") as facts:
        assert differences(facts) == []


@pytest.mark.spark
@pytest.mark.skipif(not importlib.util.find_spec("pyspark"), reason="pyspark is not here: make test-spark")
@pytest.mark.skipif(not shutil.which("java"), reason="no Java here")
def test_spark_gives_the_figures_of_the_interpreter(tmp_path):
    with facts_of(tmp_path / "client", ROWS, "{engine: spark, file: facts.parquet,") as facts:
        assert differences(facts) == []
