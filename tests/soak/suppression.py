"""10,000 random tables: of no blanked figure can a reader work out more than he may, by an audit that shares no code.

Trees of entities, times periods, times channels; noughts, refunds, missing cells, totals that do not come out, totals
with a single part, levels left out. The audit here writes every sum down cell by cell and solves two linear programmes
for each blanked figure. Work is cut into shards of 250, each with the seed it bears: a shard that found something is
drawn again by ``--first SHARD --shards 1``.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from diagnostics.data.suppression.blanks import protect
from diagnostics.data.suppression.linked import link_cells

SHARD = 250
MEASURES = ("orders", "amount")


def drawn_axis(random: Random, name: str) -> tuple[dict, list[str], list[str]]:
    """Breakdowns of an axis, its leaves, and its names from the bottom up."""
    leaves = [f"{name}{number}" for number in range(random.randint(1, 5))]
    if random.random() < 0.15:
        return {}, leaves, leaves
    if random.random() < 0.5 or len(leaves) < 3:
        return {f"{name}*": [leaves]}, leaves, [*leaves, f"{name}*"]
    cut = random.randint(1, len(leaves) - 1)
    totals = {f"{name}<": [leaves[:cut]], f"{name}>": [leaves[cut:]], f"{name}*": [[f"{name}<", f"{name}>"]]}
    if random.random() < 0.3:
        totals[f"{name}*"].append(leaves)
    return totals, leaves, [*leaves, *totals]


def drawn_table(random: Random):
    """Axes and cells by place: figures of each measure, and whether few people stand behind them."""
    axes = {name: drawn_axis(random, name[0]) for name in ("entity", "period", "channel")[: random.randint(1, 3)]}
    while math.prod(len(each[2]) for each in axes.values()) > 70:
        axes.popitem()
    cells: dict[tuple[str, ...], dict[str, float]] = {}
    refunds, spread = random.random() < 0.15, random.choice((0.3, 1.0, 2.5))
    for place in itertools.product(*(each[1] for each in axes.values())):
        orders = 0 if random.random() < 0.1 else max(1, round(random.lognormvariate(2.5, spread)))
        amount = round(orders * random.lognormvariate(4, 0.5), 2) * (-1 if refunds and random.random() < 0.2 else 1)
        cells[place] = {
            "orders": float(orders),
            "amount": amount,
            "people": math.ceil(orders / random.choice((1, 2, 5))),
        }
    for number, (totals, _, _) in enumerate(axes.values()):
        for total, breakdowns in totals.items():
            for place in [each for each in cells if each[number] == breakdowns[0][0]]:
                parts = [cells.get((*place[:number], each, *place[number + 1 :])) for each in breakdowns[0]]
                cells[(*place[:number], total, *place[number + 1 :])] = {
                    name: sum(each[name] for each in parts if each) for name in (*MEASURES, "people")
                }
    return {name: each[0] for name, each in axes.items()}, damaged(random, cells)


def damaged(random: Random, cells):
    """Cells with some missing, left out or off."""
    if random.random() < 0.2:
        for place in random.sample(sorted(cells), min(len(cells), random.randint(1, 4))):
            kind = random.random()
            if kind < 0.4 and len(cells) > 1:
                del cells[place]
            elif kind < 0.7:
                cells[place][random.choice(MEASURES)] = math.nan
            else:
                cells[place]["amount"] += random.uniform(-3, 3)
    return cells


def sums_of(axes, cells):
    """Every sum: its total and its parts, as a reader would write them down; unlisted totals from level to level too."""
    known = dict.fromkeys(cells)
    for number, totals in enumerate(axes.values()):
        inner = {part for breakdowns in totals.values() for parts in breakdowns for part in parts}
        for total in (each for each in totals if each in inner):
            for place in [each for each in known if each[number] in totals[total][0]]:
                known.setdefault((*place[:number], total, *place[number + 1 :]))
    for number, totals in enumerate(axes.values()):
        for place in known:
            for parts in totals.get(place[number], ()):
                below = [(*place[:number], part, *place[number + 1 :]) for part in parts]
                if any(each in known for each in below):
                    yield place, [each for each in below if each in known], known


def figure_of(place, measure, axes, cells):
    """Figure of a cell; of one that stands nowhere, the sum of its parts."""
    if place in cells:
        return cells[place][measure]
    for number, totals in enumerate(axes.values()):
        for parts in totals.get(place[number], ())[:1]:
            below = [(*place[:number], part, *place[number + 1 :]) for part in parts]
            found = [figure_of(each, measure, axes, cells) for each in below]
            if any(each == each for each in found):
                return sum(each for each in found if each == each)
    return math.nan


def worked_out(axes, cells, hidden, few, measure) -> list[tuple[str, ...]]:
    """Blanked cells of which a reader knows too much."""
    sums = list(sums_of(axes, cells))
    places = list(sums[0][2]) if sums else list(cells)
    true = {each: figure_of(each, measure, axes, cells) for each in places}
    blank = [each for each in places if (each in hidden or each not in cells) and true[each] == true[each]]
    column = {each: number for number, each in enumerate(blank)}
    rows, open_ = [], []
    for total, parts, _ in sums:
        known = [0.0 if true[each] != true[each] else true[each] for each in (total, *parts)]
        if abs(known[0] - sum(known[1:])) > 0.2 * max(abs(known[0]), sum(map(abs, known[1:]))):
            continue  # whoever believes this sum errs by as much
        row = np.zeros(len(blank))
        for each, sign in [(total, 1.0), *((part, -1.0) for part in parts)]:
            if each in column:
                row[column[each]] += sign
        if row.any():
            rows.append(row)
            open_.append(
                any(each not in column and each in cells and true[each] == true[each] for each in (total, *parts))
            )
    figures = np.array([true[each] for each in blank])
    shown = [abs(cells[each][measure]) for each in cells if cells[each][measure]]
    least = min((each for each in shown if each == each), default=1.0)
    low = None if any(cells[each][measure] < 0 for each in cells) or (figures < 0).any() else 0.0
    if not rows:
        return []
    reader = Reader(np.array(rows), figures, low)
    asked = [each for each in blank if each in cells and starts(np.array(rows), open_, column[each])]
    return [each for each in asked if reader.knows(column[each], each in few, least)]


def starts(rows, open_, at: int) -> bool:
    """Whether anything published stands in the sums that lead to a figure: else there is nothing to reckon with."""
    reached, before = {at}, 0
    while len(reached) > before:
        before = len(reached)
        held = [number for number, row in enumerate(rows) if any(row[each] for each in reached)]
        reached |= {int(each) for number in held for each in np.flatnonzero(rows[number])}
    return any(open_[number] for number in held)


class Reader:
    """Somebody who knows all sums, and solves two linear programmes for one figure."""

    def __init__(self, rows, figures, low):
        self.rows, self.true, self.low = rows, figures, low
        self.scale = max(1.0, np.abs(figures).mean())
        self.seen = [figures]  # figures that fit all he knows

    def knows(self, at: int, few: bool, least: float) -> bool:
        """Whether too much."""
        half = 0.2 * max(abs(self.true[at]), least)
        if self.unsure(at, few, half):
            return False
        for sign in (1.0, -1.0):
            self.ask(at, sign)
            if self.unsure(at, few, half):
                return False
        return True

    def ask(self, at: int, sign: float) -> None:
        """Figures that fit, the one at a place as low or as high as can be."""
        aim = np.zeros(len(self.true))
        aim[at] = sign
        far = 1e5
        bounds = [(-far if self.low is None else 0.0, far)] * len(self.true)
        found = linprog(aim, A_eq=self.rows, b_eq=self.rows @ self.true / self.scale, bounds=bounds, method="highs")
        if found.x is None:
            raise RuntimeError(found.message)
        self.seen.append(found.x * self.scale)

    def unsure(self, at: int, few: bool, half: float) -> bool:
        """Whether what fits leaves the figure open enough."""
        ends = [each[at] for each in self.seen]
        slack = 1e-5 * half
        if not few:
            return max(ends) - min(ends) >= 2 * half - slack
        floor = self.true[at] - half if self.low is None else max(self.low, self.true[at] - half)
        return max(ends) >= self.true[at] + half - slack and min(ends) <= floor + slack


def one_table(random: Random) -> Counter:
    """What became of a table."""
    axes, cells = drawn_table(random)
    frame = pd.DataFrame([dict(zip(axes, place, strict=True)) | row for place, row in cells.items()])
    table = link_cells(frame, axes, MEASURES)
    few = (frame["people"] < random.choice((2, 5, 10))).to_numpy()
    blank = protect(table, few)
    if (few & ~blank).any() or (random.random() < 0.1 and (blank != protect(table, few)).any()):
        return Counter(tables=1, unlike=1)
    places = list(cells)
    hidden = {places[at] for at in np.flatnonzero(blank)}
    small = {places[at] for at in np.flatnonzero(few)}
    told = {each for measure in MEASURES for each in worked_out(axes, cells, hidden, small, measure)}
    return Counter(tables=1, cells=len(places), few=len(small), beside=len(hidden - small), recoverable=len(told))


def shard(number: int) -> tuple[int, Counter]:
    """What became of a shard's tables."""
    random, count = Random(number), Counter()
    for _ in range(SHARD):
        count += one_table(random)
    return number, count


def main() -> int:
    """Draw the tables and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--shards", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    told = parser.parse_args()
    began, total, bad = time.monotonic(), Counter(), []
    with Pool(told.processes) as pool:
        for number, count in pool.imap_unordered(shard, range(told.first, told.first + told.shards)):
            total += count
            if count["recoverable"] or count["unlike"]:
                bad.append(number)
    print(
        f"{total['tables']} tables, {total['cells']} cells: {total['few']} blanked for their own sake, "
        f"{total['beside']} beside them; recoverable: {total['recoverable']}, not the same twice: {total['unlike']}; "
        f"{time.monotonic() - began:.0f} s"
    )
    if bad:
        print(f"shards that found something: {sorted(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
