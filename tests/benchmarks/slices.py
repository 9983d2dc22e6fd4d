"""Slices found beside planted and real answers, false alarms on quiet cubes, and a million leaves.

Usage: ``python tests/benchmarks/slices.py [--peer PYTHON] [--quiet N] [--leaves N] [--most-cases N]``

* Micro F1 over cases, a slice counted when it is named exactly, and the median time of a case, on ``../shared/data/slices``;
  odd and even cases apart, and new draws of a generator of its own. wise-pizza on the first cases of S and of the
  additive consulting cubes where a Python that has it is given (``--peer`` or WISE_PIZZA_PYTHON): it is no dependency.
* Share of quiet cubes with any slice, at a stated rate of 5 %.
* The same with six earlier pairs of periods (``calm``), on cubes a third of whose leaves wander five times as far.
* Wall, CPU and peak memory of ``--leaves`` leaves × 6 dimensions as a frame, and through DuckDB.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "slices"
KINDS = ("additive_S", "additive_L", "consult_add", "consult_ratio", "stream_ratio")
FIGURES = {"case", "real", "predict", "visits0", "orders0", "visits1", "orders1", "value", "cnt", "minute"}
# What wise-pizza is given: as many segments as it asks for by itself, of up to two dimensions.
PEER = """
import sys, time, json, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from wise_pizza import explain_changes_in_totals
frame = pd.read_pickle(sys.argv[1])
dims = json.loads(sys.argv[2])
start = time.perf_counter()
one, two = (frame[dims].assign(total=frame[each], size=1.0) for each in ("predict", "real"))
found = explain_changes_in_totals(df1=one, df2=two, dims=dims, total_name="total", size_name="size",
    max_depth=2, min_segments=1, max_segments=5, how="totals", verbose=0)
segments = [each["segment"] for each in found.segments]
print("RESULT" + json.dumps([segments, time.perf_counter() - start]))
"""

Cases = Iterator[tuple[str, Any, list[str], set[frozenset[tuple[str, str]]]]]


def cases(kind: str) -> Cases:
    """Cases of a kind: name, rows, dimensions, slices at fault."""
    import pandas as pd

    rows = pd.read_csv(DATA / f"{kind}.csv.gz", dtype={"case": str})
    truth = pd.read_csv(DATA / f"{kind}_truth.csv").set_index("case")["truth"]
    for name, frame in rows.groupby("case", sort=False):
        kept = frame.dropna(axis=1, how="all").reset_index(drop=True)
        parts = [tuple(part.split("=") for part in each.split("&")) for each in truth[name].split(";")]
        wanted = {frozenset((one, two) for one, two in part) for part in parts}
        yield str(name), kept, [each for each in kept.columns if each not in FIGURES], wanted


def located(kind: str, frame: Any, dimensions: list[str]) -> set[frozenset[tuple[str, str]]]:
    """Slices named by ``dx.diagnose.locate`` at its defaults."""
    import diagnostics as dx

    locate = dx.diagnose.locate
    if kind == "consult_ratio":
        found = locate(frame, dimensions, ("orders1", "visits1"), ("orders0", "visits0"))
    elif kind == "stream_ratio":
        past = frame[frame["minute"] != 0].rename(columns={"minute": "period"})
        found = locate(frame[frame["minute"] == 0], dimensions, ("value", "cnt"), None, history=past)
    else:
        found = locate(frame, dimensions, "real", "predict")
    rows = found.frame()[dimensions].to_dict("records")
    return {frozenset((name, value) for name, value in row.items() if isinstance(value, str)) for row in rows}


def micro(results: list[tuple[Any, Any]]) -> float:
    """Micro F1 over cases."""
    hit = sum(len(one & two) for one, two in results)
    wrong = sum(len(one ^ two) for one, two in results)
    return 2 * hit / (2 * hit + wrong) if hit else 0.0


def scored(kind: str, source: Callable[[], Cases]) -> None:
    """Print F1 of a kind."""
    results, walls = [], []
    for _, frame, dimensions, wanted in source():
        start = time.perf_counter()
        found = located(kind, frame, dimensions)
        walls.append(time.perf_counter() - start)
        results.append((found, wanted))
    halves = " / ".join(f"{micro(results[at::2]):.3f}" for at in (0, 1))
    print(
        f"{kind:<16}{len(results):>4} cases   F1 {micro(results):.3f}   halves {halves}   {median(walls):.3f} s",
        flush=True,
    )


def peer(kind: str, python: str, most: int) -> None:
    """Print F1 of wise-pizza on the first cases of a kind."""
    import json
    import tempfile

    results, walls = [], []
    for name, frame, dimensions, wanted in cases(kind):
        if len(results) == most:
            break
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.pkl"
            frame[[*dimensions, "real", "predict"]].astype(dict.fromkeys(dimensions, object)).to_pickle(path)
            told = subprocess.run(
                [python, "-c", PEER, str(path), json.dumps(dimensions)], capture_output=True, text=True, check=False
            )
        lines = [each for each in told.stdout.splitlines() if each.startswith("RESULT")]
        if not lines:
            print(f"wise-pizza on {name}: {told.stderr.strip().splitlines()[-1:]}", flush=True)
            return
        segments, wall = json.loads(lines[0][6:])
        results.append(({frozenset(each.items()) for each in segments}, wanted))
        walls.append(wall)
    print(
        f"{kind:<16}{len(results):>4} cases   F1 {micro(results):.3f}   wise-pizza   {median(walls):.3f} s", flush=True
    )


def quiet_cube(
    kind: str, seed: int, sizes: tuple[int, ...], faults: int = 0
) -> tuple[Any, list[str], tuple[Any, Any], Any]:
    """Leaves in which nothing happened but noise, and with ``faults`` slices at fault."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(seed)
    grid = np.array(np.meshgrid(*map(np.arange, sizes), indexing="ij")).reshape(len(sizes), -1)
    grid = grid[:, random.random(grid.shape[1]) < 0.8]
    frame = pd.DataFrame({f"d{at}": [f"v{each}" for each in row] for at, row in enumerate(grid)})
    dimensions, count = list(frame.columns), grid.shape[1]
    size, moved, wanted = random.lognormal(5, 1.2, count), np.ones(count), set()
    for _ in range(faults):
        cut = random.choice(len(sizes), random.integers(1, 3), replace=False)
        fixed = {int(at): int(random.integers(sizes[at])) for at in cut}
        inside = np.logical_and.reduce([grid[at] == value for at, value in fixed.items()])
        moved[inside] = 1 + random.choice([-1, 1]) * random.uniform(0.3, 0.9)
        wanted.add(frozenset((f"d{at}", f"v{value}") for at, value in fixed.items()))
    if kind.endswith("ratio"):
        wander = np.exp(random.normal(0, 0.25 if kind.startswith("restless") else 0, (2, count)))
        rate = random.beta(2, 18, count)
        frame["n0"], frame["n1"] = random.poisson(size), random.poisson(size * np.exp(random.normal(0, 0.3, count)))
        frame["k0"] = random.binomial(frame["n0"], np.minimum(rate * wander[0], 1))
        frame["k1"] = random.binomial(frame["n1"], np.minimum(rate * wander[1] * moved, 1))
        return frame, dimensions, (("k1", "n1"), ("k0", "n0")), wanted
    if kind == "counts":
        frame["expected"], frame["actual"] = random.poisson(size / 20), random.poisson(size / 20 * moved)
    else:
        noise = random.normal(0, 0.15, count) if kind == "proportional" else 0.1 * random.standard_t(4, count)
        frame["expected"], frame["actual"] = size, size * moved * np.exp(noise) * 1.03
    return frame, dimensions, ("actual", "expected"), wanted


def false_alarms(draws: int) -> None:
    """Print the share of quiet cubes with any slice, and F1 on cubes with three."""
    import diagnostics as dx

    for sizes in ((4, 3, 5), (6, 4, 8, 3, 5)):
        for kind in ("proportional", "heavy tails", "counts", "ratio", "restless ratio"):
            alarms = 0
            for seed in range(draws):
                frame, dimensions, figures, _ = quiet_cube(kind, seed, sizes)
                alarms += len(dx.diagnose.locate(frame, dimensions, *figures).frame()) > 0
            print(
                f"{' × '.join(map(str, sizes)):<20}{kind:<16}{alarms / draws:>7.1%} of {draws} quiet cubes", flush=True
            )
    for kind in ("proportional", "heavy tails", "counts", "ratio", "restless ratio"):
        results = []
        for seed in range(1000, 1040):
            frame, dimensions, figures, wanted = quiet_cube(kind, seed, (6, 4, 8, 3, 5), faults=3)
            rows = dx.diagnose.locate(frame, dimensions, *figures).frame()[dimensions].to_dict("records")
            named = {frozenset((name, value) for name, value in row.items() if isinstance(value, str)) for row in rows}
            results.append((named, wanted))
        print(f"own draws           {kind:<16}F1 {micro(results):.3f} on 40 cubes with three slices", flush=True)


def uneven_pairs(kind: str, seed: int, leaves: int) -> tuple[list[Any], tuple[Any, Any]]:
    """Seven pairs of quiet periods; a third of the leaves wander five times as far as the others."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(seed)
    names = pd.DataFrame({"a": [f"a{at % 3}" for at in range(leaves)], "b": [f"b{at}" for at in range(leaves)]})
    spread = np.where(random.permutation(leaves) % 3 == 0, 0.25, 0.05)
    size = random.lognormal(6, 0.5, leaves)
    sides = [size * np.exp(random.normal(0, spread)) for _ in range(14)]
    if kind == "amounts":
        pairs = [names.assign(then=one, now=two) for one, two in zip(sides[::2], sides[1::2], strict=True)]
        return pairs, ("now", "then")
    counts = [random.binomial(10_000, np.minimum(each / 10_000, 1)) for each in sides]
    pairs = [
        names.assign(k0=one, k1=two, n0=10_000, n1=10_000) for one, two in zip(counts[::2], counts[1::2], strict=True)
    ]
    return pairs, (("k1", "n1"), ("k0", "n0"))


def calm_alarms(draws: int) -> None:
    """Print the share of quiet cubes with any slice, without and with earlier pairs of periods."""
    import diagnostics as dx

    for leaves in (6, 12, 42):
        for kind in ("amounts", "ratio"):
            alarms = [0, 0]
            for seed in range(draws):
                (frame, *earlier), figures = uneven_pairs(kind, 5000 + seed, leaves)
                for at, calm in enumerate(((), earlier)):
                    alarms[at] += len(dx.diagnose.locate(frame, ["a", "b"], *figures, calm=calm).frame()) > 0
            print(
                f"calm, {leaves} leaves".ljust(20) + f"{kind:<16}{alarms[1] / draws:>7.1%} of {draws} quiet cubes with "
                f"six earlier pairs, {alarms[0] / draws:.1%} without",
                flush=True,
            )


def large(leaves: int, engine: bool) -> None:
    """Print wall, CPU and peak memory of a large cube; in a process of its own."""
    import numpy as np
    import pandas as pd

    import diagnostics as dx

    base = max(2, round((1.15 * leaves) ** (1 / 6)))
    random = np.random.default_rng(1)
    keys = np.sort(random.choice(base**6, min(leaves, base**6), replace=False))
    size = random.lognormal(3, 1, len(keys))
    actual = size * np.exp(random.normal(0, 0.1, len(keys)))
    codes = [(keys // base**at % base).astype(np.int16) for at in range(6)]
    actual[codes[0] == 1] *= 0.8
    actual[(codes[1] == 0) & (codes[2] == 1)] *= 1.3
    names = list("abcdef")
    frame = pd.DataFrame(dict(zip(names, codes, strict=True)) | {"actual": actual, "expected": size})
    texts = ", ".join(f"'{each}' || {each} as {each}" for each in names)
    import ibis

    connection = ibis.duckdb.connect()
    connection.con.register("numbers", frame)
    connection.con.execute(f"create table leaves as select {texts}, actual, expected from numbers")
    table: Any = connection.table("leaves")
    del frame, codes, keys, size, actual
    if not engine:
        table = table.to_pandas()
    dx.diagnose.locate(table.limit(10) if engine else table.head(10), names)  # libraries loaded, as in a run
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    found = dx.diagnose.locate(table, names)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    how = "DuckDB" if engine else "frame"
    print(
        f"{leaves:>12,} leaves × 6   {how:<7} wall {wall:5.1f} s   CPU {cpu:5.1f} s   peak {after.ru_maxrss / 1024:,.0f} MiB "
        f"(with the table itself)   {len(found.frame())} slices of 2",
        flush=True,
    )


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", default=os.environ.get("WISE_PIZZA_PYTHON", ""))
    parser.add_argument("--peer-cases", type=int, default=5)
    parser.add_argument("--quiet", type=int, default=200)
    parser.add_argument("--leaves", type=float, nargs="*", default=[1e6, 1e7])
    given = parser.parse_args()
    if DATA.is_dir():
        for kind in KINDS:
            scored(kind, lambda kind=kind: cases(kind))
        for kind in ("additive_S", "consult_add"):
            if given.peer:
                peer(kind, given.peer, given.peer_cases)
            else:
                print(f"{kind:<16} wise-pizza: not installed")
    else:
        print("cases with known answers: not there")
    false_alarms(given.quiet)
    calm_alarms(given.quiet)
    for leaves in given.leaves:
        for engine in (False, True) if leaves <= 2e6 else (True,):
            process = get_context("spawn").Process(target=large, args=(int(leaves), engine))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
