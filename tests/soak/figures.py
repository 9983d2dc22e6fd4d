"""10,000 random measures over random filters, computed by the engine over ordinary and extreme facts.

Every one is a figure or one refusal; over ordinary facts it is the figure that a plain interpreter finds. Work is cut
into shards of 250, each with the seed it bears.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from multiprocessing import Pool
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pandas as pd

from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.dictionary.expression.build import build_aggregate, build_condition
from diagnostics.dictionary.expression.written import write
from diagnostics.errors import InputError
from tests.dictionary.expression.grammar import Grammar
from tests.dictionary.expression.interpreter import UndecidedError, of_facts, of_row
from tests.dictionary.expression.random_facts import facts_of, random_rows

SHARD = 250
EXTREME = (1e308, -1e308, 1e25, 1e26, -1e27, 9e15, 0.1, 1e-9, 0.0, -0.0, 3.0)


def judged(facts, rows, tree, condition) -> str:
    """What became of a measure: ``figure``, ``refused``, or what went wrong."""
    try:
        measure, where = parse_measure(write(tree)), parse_filter(write(condition))
        figure = build_aggregate(measure.tree, measure, facts, build_condition(where, facts))
        found = facts.engine.frame(facts.table.group_by("g").aggregate(x=figure))
    except InputError:
        return "refused"
    except BaseException as error:  # noqa: BLE001 (that is what is looked for)
        return f"{type(error).__name__}: {error}"
    return "figure" if rows is None else compared(found, rows, tree, condition)


def compared(found: pd.DataFrame, rows, tree, condition) -> str:
    """Whether the figure of every group is that of the interpreter."""
    for group, value in zip(found["g"], found["x"], strict=True):
        passed = [row for row in rows if row["g"] == group and of_row(condition, row) is True]
        try:
            expected = of_facts(tree, passed)
        except UndecidedError:
            continue
        both = (math.nan if pd.isna(value) else float(value), math.nan if expected is None else expected)
        same = math.isclose(*both, rel_tol=1e-9, abs_tol=1e-9) or all(map(math.isnan, both))
        if not same:
            return f"group {group}: {value!r}, the interpreter finds {expected!r}"
    return "figure"


def shard(number: int) -> tuple[dict[str, int], float, list[str]]:
    """Measures of a shard: what became of them, the worst time, what went wrong."""
    random, counts, worst, wrong = Random(number), {"figure": 0, "refused": 0}, 0.0, []
    grammar, extreme = Grammar(random), number % 5 == 4
    rows = random_rows(number, 60, EXTREME if extreme else None)
    with tempfile.TemporaryDirectory() as folder, facts_of(Path(folder) / "client", rows) as facts:
        for _ in range(SHARD):
            tree, condition = grammar.measure(3), grammar.condition(2)
            began = time.process_time()
            outcome = judged(facts, None if extreme else rows, tree, condition)
            worst = max(worst, time.process_time() - began)
            if outcome in counts:
                counts[outcome] += 1
            else:
                wrong.append(f"{outcome}\n  {write(tree)}\n  where {write(condition)}")
    return counts, worst, wrong


def main() -> int:
    """Run shards on all cores and say what was counted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--first", type=int, default=0, help="first shard, which is its seed")
    options.add_argument("--shards", type=int, default=40, help=f"how many shards of {SHARD} measures")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    total, worst, wrong = {"figure": 0, "refused": 0}, 0.0, 0
    with Pool(given.jobs) as pool:
        for number, done in enumerate(pool.imap(shard, range(given.first, given.first + given.shards)), given.first):
            total = {key: total[key] + done[0][key] for key in total}
            worst, wrong = max(worst, done[1]), wrong + len(done[2])
            for told in done[2]:
                print(f"shard {number}: {told}", flush=True)
    print(f"{given.shards * SHARD} measures: {total['figure']} figures, {total['refused']} refused, {wrong} wrong")
    print(f"worst time {worst:.2f} s of the processor")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
