"""Facts with every kind of column, in an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from diagnostics.data.engine import open_engine
from diagnostics.dictionary.load import load_engagement

from .grammar import WORDS

GROUPS = 6


def random_rows(seed: int, count: int, amounts=None) -> list[dict[str, Any]]:
    """Facts with every kind of column, a fifth of the values missing."""
    random = Random(seed)
    day = dt.date(2024, 12, 20)
    made = {
        "a": lambda: random.choice(amounts) if amounts else round(random.uniform(-5, 5), 2),
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


KINDS = {
    "a": "double precision", "b": "double precision", "k": "bigint", "s": "text", "订单 类型": "text", "d": "date",
    "m": "timestamp", "f": "boolean", "g": "integer", "on": "date", "shop": "text",
}  # fmt: skip


@contextmanager
def facts_of(folder: Path, rows: list[dict[str, Any]], source: str = "{file: facts.parquet, ") -> Iterator[Any]:
    """Facts of an engagement whose one source holds the rows: a file, or the start of what names another engine's."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (folder / "data").mkdir(parents=True)
    types = {"a": pa.float64(), "b": pa.float64(), "k": pa.int64(), "d": pa.date32(), "m": pa.timestamp("us")}
    columns = {name: pa.array([row[name] for row in rows], types.get(name)) for name in rows[0]}
    pq.write_table(pa.table(columns), folder / "data" / "facts.parquet")
    (folder / "engagement.yaml").write_text(
        "id: values\nclient: c\nlanguage: zh\nentities: entities.csv\n"
        f"sources:\n  facts: {source} time: on, entity: shop}}\n",
        encoding="utf-8",
    )
    (folder / "entities.csv").write_text("id,name,level\nx,x,shop\n", encoding="utf-8")
    (folder / "kpis.yaml").write_text(
        "- {id: n, name: n, definition: n, unit: count, direction: higher, source: facts, measure: count(*)}\n",
        encoding="utf-8",
    )
    with open_engine(load_engagement(folder)) as engine:
        yield engine.facts("facts")
