"""Values on the engine are those of a plain interpreter, missing values included."""

import datetime as dt
import math
from random import Random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from diagnostics.data.engine import open_engine
from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.dictionary.expression.build import build_aggregate, build_condition
from diagnostics.dictionary.expression.written import write
from diagnostics.dictionary.load import load_engagement

from .grammar import WORDS, conditions, measures
from .interpreter import UndecidedError, of_facts, of_row

GROUPS = 6


def random_rows(seed: int, count: int) -> list[dict]:
    """Facts with every kind of column, a fifth of the values missing."""
    random = Random(seed)
    day = dt.date(2024, 12, 20)
    made = {
        "a": lambda: round(random.uniform(-5, 5), 2),
        "b": lambda: random.choice([0.0, 1.0, 2.5, -3.0]),
        "k": lambda: random.randint(-3, 3),
        "s": lambda: random.choice(WORDS),
        "订单 类型": lambda: random.choice(WORDS),
        "d": lambda: day + dt.timedelta(days=random.randint(0, 800)),
        "m": lambda: dt.datetime(2025, 3, 9, 17, 30) + dt.timedelta(hours=random.randint(-9000, 9000)),
        "f": lambda: random.random() < 0.5,
    }
    rows = [{name: None if random.random() < 0.2 else make() for name, make in made.items()} for _ in range(count)]
    # The last group stays empty.
    return [{**row, "g": random.randrange(GROUPS - 1), "on": dt.date(2025, 1, 1), "shop": "x"} for row in rows]


ROWS = random_rows(7, 60)


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("values")
    (folder / "data").mkdir()
    types = {"a": pa.float64(), "b": pa.float64(), "k": pa.int64(), "d": pa.date32(), "m": pa.timestamp("us")}
    columns = {name: pa.array([row[name] for row in ROWS], types.get(name)) for name in ROWS[0]}
    pq.write_table(pa.table(columns), folder / "data" / "facts.parquet")
    (folder / "engagement.yaml").write_text(
        "id: values\nclient: c\nlanguage: zh\nentities: entities.csv\n"
        "sources:\n  facts: {file: facts.parquet, time: on, entity: shop}\n",
        encoding="utf-8",
    )
    (folder / "entities.csv").write_text("id,name,level\nx,x,shop\n", encoding="utf-8")
    (folder / "kpis.yaml").write_text(
        "- {id: n, name: n, definition: n, unit: count, direction: higher, source: facts, measure: count(*)}\n",
        encoding="utf-8",
    )
    with open_engine(load_engagement(folder)) as engine:
        yield engine.facts("facts")


def by_group(facts, figure) -> dict[int, float | None]:
    """Figure of every group that has facts."""
    found = facts.engine.frame(facts.table.group_by("g").aggregate(x=figure))
    return {int(g): None if pd.isna(x) else float(x) for g, x in zip(found["g"], found["x"], strict=True)}


@settings(max_examples=150)
@given(measures(2), conditions(1))
def test_a_measure_over_a_filter_is_what_the_facts_say(facts, tree, condition):
    measure, where = parse_measure(write(tree)), parse_filter(write(condition))
    found = by_group(facts, build_aggregate(measure.tree, measure, facts, build_condition(where, facts)))
    for group, value in found.items():
        rows = [row for row in ROWS if row["g"] == group and of_row(condition, row) is True]
        try:
            expected = of_facts(tree, rows)
        except UndecidedError:
            continue
        told = (write(tree), write(condition), group)
        assert (value is None) == (expected is None), told
        assert value is None or math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9), told


@settings(max_examples=200)
@given(conditions(3))
def test_a_condition_holds_for_the_facts_for_which_it_holds(facts, tree):
    where = parse_filter(write(tree))
    found = facts.engine.frame(facts.table.filter(build_condition(where, facts)).aggregate(n=lambda t: t.count()))
    assert int(found["n"][0]) == sum(of_row(tree, row) is True for row in ROWS), write(tree)
