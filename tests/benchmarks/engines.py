"""Every aggregate on DuckDB, PostgreSQL and Spark beside each other: make engines.

Rows are aggregates; columns say how far PostgreSQL and Spark lie from DuckDB at most, as a share of the sum of |x|
behind a figure (of counts: how many), over how many figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pandas as pd

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi
from tests import nasty
from tests.postgres_server import PostgresServer, running_server

URL = "PERFLOOP_ENGINES_URL"
SOURCES = {
    "DuckDB": {"engine": "duckdb", "file": "facts.parquet"},
    "PostgreSQL": {"engine": "postgres", "url_env": URL, "table": "sales.nasty"},
    "Spark": {"engine": "spark", "file": "facts.parquet"},
}


def engagement(folder: Path, engine: str, wanted: dict[str, nasty.Asked], time: str = "day") -> Engagement:
    """The same client on one of the engines; ``time`` is a day, or a moment of it."""
    common = {"unit": "number", "direction": "higher", "name": "x", "definition": "x", "source": "facts"}
    kpis = [Kpi(**common, **each) for each in nasty.kpis(wanted)]
    source = {**SOURCES[engine], "time": time, "entity": "store"}
    calendar = {"timezone": "Asia/Shanghai", "week_start": "sunday", "fiscal_start": 4}
    told = {"id": "client", "client": "x", "sources": {"facts": source}, "data_folder": "data", "calendar": calendar}
    return Engagement(
        folder=folder, settings=Settings(**told), kpis={each.id: each for each in kpis}, scorecards=(),
        entities=Entities(tuple(Entity(**each) for each in nasty.ENTITIES)), seeds=(), places={},
        corrections=(), changes=(),
    )  # fmt: skip


def available() -> list[str]:
    """Engines beside DuckDB that are here."""
    spark = importlib.util.find_spec("pyspark") and shutil.which("java")
    postgres = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return [*(["PostgreSQL"] if postgres else []), *(["Spark"] if spark else [])]


def batches(wanted: dict[str, nasty.Asked]) -> list[list[str]]:
    """KPIs of one filter and cycle."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, each in wanted.items():
        found.setdefault((each.where, each.cycle), []).append(key)
    return list(found.values())


def prepare(folder: Path, rows: int, seed: int, server: PostgresServer | None) -> None:
    """Write the table where each engine finds it."""
    (folder / "data").mkdir(exist_ok=True)
    frame = nasty.table(rows, seed)
    nasty.write_parquet(frame, folder / "data" / "facts.parquet")
    if server is not None:
        server.load("sales.nasty", frame, nasty.KINDS)
        os.environ[URL] = server.url()


def figures(
    folder: Path,
    engine: str,
    wanted: dict[str, nasty.Asked],
    by: tuple[str, ...],
    time: str = "day",
    levels: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """Observations of every KPI on one engine, about as many at once as a client has."""
    with open_engine(engagement(folder, engine, wanted, time)) as opened:
        tables = [observe(opened, by=by, kpis=each, levels=levels).table for each in batches(wanted)]
        return pd.concat(tables, ignore_index=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engines", default=",".join(available()))
    chosen = parser.parse_args()
    engines = [each for each in chosen.engines.split(",") if each]
    parts: dict[str, list] = {each: [] for each in engines}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_server()) if "PostgreSQL" in engines else None
        prepare(folder, chosen.rows, chosen.seed, server)
        # A balance is that of a day, or of a moment within it.
        for by, pairs, moment in (((), nasty.PAIRS, "day"), (("label",), nasty.SLICED, "at")):
            wanted = nasty.asked(pairs)
            found, seconds = {}, {}
            for engine in ("DuckDB", *engines):
                began = time.monotonic()
                found[engine] = figures(folder, engine, wanted, by, moment)
                seconds[engine] = round(time.monotonic() - began, 1)
            print(f"{chosen.rows} facts by {', '.join(by) or 'nothing'}: seconds {seconds}", flush=True)
            for each in engines:
                parts[each].append(nasty.beside(found["DuckDB"], found[each], wanted, by))
    show(parts)


def show(parts: dict[str, list]) -> None:
    """Rows: aggregates; columns: greatest difference and number of figures compared."""
    whole = {each: pd.concat(frames, ignore_index=True) for each, frames in parts.items()}
    print("| aggregate | " + " | ".join(f"{each}: most apart | figures" for each in whole) + " |")
    print("|---|" + "---:|---:|" * len(whole))
    worst = 0.0
    for name in nasty.AGGREGATES:
        cells = []
        for frame in whole.values():
            own = frame[frame["aggregate"] == name]
            column = "apart" if nasty.counts(name) else "relative"
            most = float(own[column].max())
            worst = max(worst, most if not nasty.counts(name) else (0.0 if most == 0 else float("inf")))
            cells += [f"{most:.1e}" if most else "0", f"{len(own):,}"]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(f"most of all: {worst:.1e} of the sum of |x|; allowed are 1e-12, and 0 of counts")
    sys.exit(worst > 1e-12)


if __name__ == "__main__":
    main()
