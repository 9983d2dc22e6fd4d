"""Wall and CPU time, and peak memory, of ``observe`` beside hand-written SQL and beside pandas.

Usage: ``python tests/benchmarks/observe.py [--rows N] [--runs N] [--folder FOLDER] [--variants …] [--keep]``

Facts of 1,000 stores in 20 regions of one company over 36 months, for 20 KPIs: sums, ratios, means, filters, a distinct
count. Each variant reads the same Parquet file in a process of its own; they take turns. Imports are done before the clock
starts. Printed are medians, ratios to ``sets``, and whether the figures agree.

* perfloop: ``dx.observe`` at all levels, from the opened engagement to the table of Observations.
* sets: one DuckDB query with GROUPING SETS over the levels, sums as decimals like ours, ratios divided at the end.
* tuned: the same by someone who knows DuckDB: the finest cells first, distinct members once, in temporary tables, then
  rolled up.
* pandas: the same in plain pandas, sums as floats; at most 10 million rows.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

FEW = 10_000_000
MEMORY = "3GB"
SEED = 20250101
CELL = ["level", "entity", "start"]
# What the 20 KPIs are made of: name, argument and filter of each sum or count.
PARTS = {
    "amount": "sum(amount)", "cost": "sum(cost)", "discount": "sum(discount)", "orders": "sum(orders)",
    "visits": "sum(visits)", "units": "sum(units)", "refund": "sum(refund)", "margin": "sum(amount - cost)",
    "score": "sum(score)", "scores": "count(score)", "minutes": "sum(minutes)", "timed": "count(minutes)",
    "late": "count_if(minutes > 30)", "online": "sum(amount) where channel = 'online'",
    "online_orders": "sum(orders) where channel = 'online'", "online_visits": "sum(visits) where channel = 'online'",
    "real_refund": "sum(refund) where channel <> 'test'", "real_amount": "sum(amount) where channel <> 'test'",
}  # fmt: skip
# KPI: what is divided, by what (empty: by nothing).
KPIS = {
    "sales": ("amount", ""), "costs": ("cost", ""), "discounts": ("discount", ""), "order_count": ("orders", ""),
    "visit_count": ("visits", ""), "unit_count": ("units", ""), "refunds": ("refund", ""),
    "margin_rate": ("margin", "amount"), "conversion": ("orders", "visits"), "basket": ("amount", "orders"),
    "units_per_order": ("units", "orders"), "price": ("amount", "units"), "discount_rate": ("discount", "amount"),
    "mean_score": ("score", "scores"), "mean_minutes": ("minutes", "timed"), "late_share": ("late", "timed"),
    "online_sales": ("online", ""), "online_conversion": ("online_orders", "online_visits"),
    "refund_rate": ("real_refund", "real_amount"), "members": ("members", ""),
}  # fmt: skip


def generate(path: Path, rows: int) -> None:
    """Write facts to a Parquet file, a stream of them; the same rows give the same facts."""
    import duckdb

    def pick(number: int, below: int) -> str:
        return f"CAST(hash(i * 32 + {number} + {SEED}) % {below} AS INTEGER)"

    columns = {
        "day": f"DATE '2022-01-01' + {pick(1, 1096)}",
        "store": f"printf('S%04d', {pick(2, 1000)})",
        "channel": f"['online', 'shop', 'phone', 'partner', 'test'][1 + {pick(3, 5)}]",
        # A member buys at one store nine times in ten.
        "member": f"CASE WHEN {pick(4, 10)} > 0 THEN {pick(2, 1000)} * 200 + {pick(5, 200)} ELSE {pick(6, 200000)} END",
        "orders": f"1 + {pick(7, 4)}",
        "visits": f"1 + {pick(8, 30)}",
        "units": f"1 + {pick(9, 9)}",
        "amount": f"{pick(10, 50000)} / 100.0",
        "cost": f"{pick(11, 30000)} / 100.0",
        "discount": f"{pick(12, 4000)} / 100.0",
        "refund": f"CASE WHEN {pick(13, 10)} = 0 THEN {pick(14, 10000)} / 100.0 END",
        "minutes": f"CASE WHEN {pick(15, 50)} > 0 THEN {pick(16, 600)} / 10.0 END",
        "score": f"CASE WHEN {pick(17, 3)} = 0 THEN 1.0 + {pick(18, 5)} END",
    }
    doubles = ("amount", "cost", "discount", "refund", "minutes", "score")
    told = ", ".join(f"CAST({e} AS DOUBLE) AS {n}" if n in doubles else f"{e} AS {n}" for n, e in columns.items())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {told} FROM range({rows}) facts(i)) TO '{path}' (FORMAT parquet)")


def write_engagement(folder: Path, rows: int) -> None:
    """Write an engagement: facts, entities, KPIs."""
    (folder / "data").mkdir(parents=True)
    generate(folder / "data" / "sales.parquet", rows)
    entities = ["id,level,parent", "group,company,", *(f"R{each:02d},region,group" for each in range(20))]
    entities += [f"S{each:04d},store,R{each % 20:02d}" for each in range(1000)]
    (folder / "entities.csv").write_text("\n".join(entities) + "\n", encoding="utf-8")
    source = "{file: sales.parquet, time: day, entity: store}"
    (folder / "engagement.yaml").write_text(
        f"id: bench\nclient: Bench\nsynthetic: true\nsources:\n  sales: {source}\n", encoding="utf-8"
    )
    told = [f"- {json.dumps(_kpi(name, *parts))}" for name, parts in KPIS.items()]
    (folder / "kpis.yaml").write_text("\n".join(told) + "\n", encoding="utf-8")


def _kpi(name: str, above: str, below: str) -> dict[str, str]:
    parts = [PARTS.get(each, "count_distinct(member)").partition(" where ") for each in (above, below) if each]
    told = {"id": name, "name": name, "unit": "number", "direction": "none", "source": "sales"}
    told["measure"] = " / ".join(each for each, _, _ in parts)
    return told | ({"where": parts[0][2]} if parts[0][2] else {})


def perfloop(folder: Path) -> Callable[[], Any]:
    """Observations by perfloop."""
    import ibis
    import pandas as pd  # noqa: F401 (loaded before the clock starts)

    import diagnostics as dx

    ibis.duckdb.connect().disconnect()
    engagement = dx.open_engagement(folder)
    observe = dx.observe
    return lambda: observe(engagement).table


def _sql(part: str) -> str:
    """What a part is in SQL, accumulated as perfloop does: floats as decimals."""
    told, _, where = PARTS[part].partition(" where ")
    function, argument = told.rstrip(")").split("(", 1)
    if function == "sum" and argument not in ("orders", "visits", "units"):
        told = f"sum(CAST({argument} AS DECIMAL(38, 12)))"
    return told + (f" FILTER (WHERE {where})" if where else "")


def _divided() -> str:
    parts = {
        name: above if not below else f"CAST({above} AS DOUBLE) / nullif(CAST({below} AS DOUBLE), 0)"
        for name, (above, below) in KPIS.items()
    }
    return ", ".join(f"CAST({told} AS DOUBLE) AS {name}" for name, told in parts.items())


def _by_hand(folder: Path, query: str) -> Callable[[], Any]:
    import duckdb
    import pyarrow as pa  # noqa: F401 (loaded before the clock starts)

    def run() -> Any:
        with tempfile.TemporaryDirectory(dir=folder) as spill, duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
            connection.execute(f"SET temp_directory = '{spill}'")
            entities = f"read_csv('{folder}/entities.csv', header = true, all_varchar = true)"
            stores = f"SELECT id AS store, parent AS region FROM {entities} WHERE level = 'store'"
            facts = f"read_parquet('{folder}/data/sales.parquet')"
            *before, last = query.format(stores=stores, facts=facts).split(";")
            for each in before:
                connection.execute(each)
            return connection.execute(last).to_arrow_table()

    return run


def sets(folder: Path) -> Callable[[], Any]:
    """One query with GROUPING SETS, as most would write it."""
    sums = ", ".join(f"{_sql(part)} AS {part}" for part in PARTS)
    query = f"""
        WITH stores AS ({{stores}}),
        facts AS (SELECT *, date_trunc('month', day) AS start FROM {{facts}} JOIN stores USING (store)),
        cells AS (
            SELECT store, region, start, count(*) AS n, {sums}, count(DISTINCT member) AS members FROM facts
            GROUP BY GROUPING SETS ((store, start), (region, start), (start)))
        SELECT CASE WHEN store IS NOT NULL THEN 'store' WHEN region IS NOT NULL THEN 'region' ELSE 'company' END AS level,
            coalesce(store, region, 'group') AS entity, start, n, {_divided()} FROM cells"""
    return _by_hand(folder, query)


def tuned(folder: Path) -> Callable[[], Any]:
    """The finest cells and the distinct members once, and both rolled up."""
    sums = ", ".join(f"{_sql(part)} AS {part}" for part in PARTS)
    again = ", ".join(f"sum({part}) AS {part}" for part in PARTS)
    levels = {"store": "store", "region": "region", "company": "'group'"}
    cells = " UNION ALL ".join(
        f"SELECT '{level}' AS level, {entity} AS entity, start, sum(n) AS n, {again} FROM finest JOIN stores USING (store)"
        f" GROUP BY ALL"
        for level, entity in levels.items()
    )
    counts = " UNION ALL ".join(
        f"SELECT '{level}' AS level, {entity} AS entity, start, count(DISTINCT member) AS members"
        f" FROM distinct_members JOIN stores USING (store) GROUP BY ALL"
        for level, entity in levels.items()
    )
    month = "date_trunc('month', day) AS start"
    query = f"""
        CREATE TEMP TABLE finest AS SELECT store, {month}, count(*) AS n, {sums} FROM {{facts}} GROUP BY ALL;
        CREATE TEMP TABLE stores AS {{stores}};
        CREATE TEMP TABLE distinct_members AS SELECT DISTINCT store, {month}, member FROM {{facts}};
        WITH cells AS ({cells}), counts AS ({counts})
        SELECT level, entity, start, n, {_divided()} FROM cells JOIN counts USING (level, entity, start)"""
    return _by_hand(folder, query)


def pandas(folder: Path) -> Callable[[], Any]:
    """The same in plain pandas."""
    import pandas as pd

    def run() -> Any:
        stores = pd.read_csv(folder / "entities.csv").query("level == 'store'")
        facts = pd.read_parquet(folder / "data" / "sales.parquet")
        facts = facts.merge(stores[["id", "parent"]], left_on="store", right_on="id").assign(company="group")
        facts["start"] = pd.to_datetime(facts["day"]).to_numpy().astype("datetime64[M]")
        online, real = facts["channel"] == "online", facts["channel"] != "test"
        facts = facts.assign(
            margin=facts["amount"] - facts["cost"], late=(facts["minutes"] > 30).astype("int64"), n=1,
            scores=facts["score"].notna().astype("int64"), timed=facts["minutes"].notna().astype("int64"),
            online=facts["amount"].where(online), online_orders=facts["orders"].where(online),
            online_visits=facts["visits"].where(online), real_refund=facts["refund"].where(real),
            real_amount=facts["amount"].where(real),
        )  # fmt: skip
        cells = []
        for level, column in (("store", "store"), ("region", "parent"), ("company", "company")):
            grouped = facts.groupby([column, "start"], observed=True)
            found = grouped[["n", *PARTS]].sum(min_count=1).assign(members=grouped["member"].nunique()).reset_index()
            cells.append(found.rename(columns={column: "entity"}).assign(level=level))
        found = pd.concat(cells, ignore_index=True)
        divided = {k: found[a] / found[b].where(found[b] != 0) if b else found[a] for k, (a, b) in KPIS.items()}
        return pd.concat([found[[*CELL, "n"]], pd.DataFrame(divided)], axis=1)

    return run


VARIANTS: dict[str, Callable[[Path], Callable[[], Any]]] = {
    "perfloop": perfloop, "sets": sets, "tuned": tuned, "pandas": pandas,
}  # fmt: skip


def child(variant: str, folder: Path) -> None:
    """Run a variant once: wall time, and its figures in a file."""
    prepared = VARIANTS[variant](folder)
    started = time.perf_counter()
    found = prepared()
    wall = time.perf_counter() - started
    (folder / f"{variant}.json").write_text(json.dumps({"wall": wall}), encoding="utf-8")
    target = folder / f"{variant}.parquet"
    if not target.exists():
        table(variant, found).to_parquet(target)


def table(variant: str, found: Any) -> Any:
    """Figures of a variant, a row a cell."""
    if variant == "perfloop":
        wide = found.pivot(index=CELL, columns="kpi", values="value").reset_index()
        found = wide.merge(found[found["kpi"] == "sales"][[*CELL, "n"]], on=CELL)
    elif variant in ("sets", "tuned"):
        found = found.to_pandas()
    found = found.astype({"start": "datetime64[us]", "level": "str", "entity": "str"})
    return found[[*CELL, "n", *KPIS]].sort_values(CELL, ignore_index=True)


def measured(variant: str, folder: Path) -> dict[str, float]:
    """Wall and CPU seconds, and peak memory in MiB, of a variant in a process of its own."""
    command = [sys.executable, __file__, "--child", variant, "--folder", str(folder)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{variant} ended with {process.returncode}.")
    wall = json.loads((folder / f"{variant}.json").read_text(encoding="utf-8"))["wall"]
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def difference(folder: Path, variant: str, other: str) -> float:
    """Largest relative difference of any figure; infinite where cells or blanks differ."""
    import numpy as np
    import pandas as pd

    one, two = (pd.read_parquet(folder / f"{each}.parquet") for each in (variant, other))
    if not one[CELL].equals(two[CELL]):
        return float("inf")
    names = ["n", *KPIS]
    a, b = (each[names].to_numpy("float64") for each in (one, two))
    if (np.isnan(a) != np.isnan(b)).any():
        return float("inf")
    return float(np.nanmax(np.abs(a - b) / np.maximum(np.abs(a), 1e-300), initial=0.0, where=a != b))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where facts are written and left; a temporary folder otherwise")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--child", choices=VARIANTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.folder)
        return
    with tempfile.TemporaryDirectory(prefix="perfloop-bench-") as temporary:
        folder = given.folder or Path(temporary) / "bench"
        rows = int(given.rows)
        if not (folder / "kpis.yaml").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            write_engagement(folder, rows)
        chosen = [each for each in given.variants if each != "pandas" or rows <= FEW]
        runs: dict[str, list[dict[str, float]]] = {each: [] for each in chosen}
        for _ in range(given.runs):
            for variant in chosen:
                runs[variant].append(measured(variant, folder))
        report(folder, rows, runs)


def report(folder: Path, rows: int, runs: dict[str, list[dict[str, float]]]) -> None:
    """Print medians, ratios and differences."""
    size = (folder / "data" / "sales.parquet").stat().st_size / 2**20
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{rows:,} facts ({size:,.0f} MiB of Parquet), {os.cpu_count()} cores{load}")
    middle = {each: {key: median(run[key] for run in found) for key in found[0]} for each, found in runs.items()}
    base = middle.get("sets") or next(iter(middle.values()))
    print("| variant | wall s | ratio | CPU s | ratio | peak MiB | largest difference |\n|---|---|---|---|---|---|---|")
    for each, found in middle.items():
        ratios = [f"{found[key] / base[key]:.2f}" for key in ("wall", "cpu")]
        apart = f"{difference(folder, each, next(iter(middle))):.1e}"
        cells = [each, f"{found['wall']:.2f}", ratios[0], f"{found['cpu']:.2f}", ratios[1], f"{found['memory']:.0f}"]
        print("| " + " | ".join([*cells, apart]) + " |", flush=True)


if __name__ == "__main__":
    main()
