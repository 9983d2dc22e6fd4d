"""Wall time of 10,000 KPI × entity scores beside a bare line of numpy.

Usage: ``python tests/benchmarks/score.py [--entities N] [--runs N]``

25 scorecards of 4 KPIs each, 100 entities a card, one period: 10,000 scores.

* numpy: the bare line for one rule over 10,000 figures, and for a weighted total.
* score: ``dx.dictionary.score`` over the same 10,000 figures, each rule.
* scorecard: ``score_scorecard``, one card of 4 KPIs over 2,500 entities: 10,000 scores, totals, missing items named.
* scorecards: ``score_scorecards``, the whole engagement from its Observations: who holds which card, targets, totals.

Printed are medians, and whether points equal the bare line's.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

CARDS, ITEMS, SEED = 25, 4, 20250101
RULES: dict[str, tuple[Any, str]] = {
    "ratio": ("ratio", "higher"),
    "inverse_ratio": ("inverse_ratio", "lower"),
    "complement": ("complement", "lower"),
    "difference": ("difference", "higher"),
    "level": ({"rule": "level", "full": 100}, "higher"),
    "threshold": ("threshold", "higher"),
    "start, cap, floor": ({"start": 0.8, "cap": 1.2, "floor": 0}, "higher"),
    "deduction": ({"rule": "deduction", "per_event": 2, "every": 5, "free": 1}, "higher"),
    "bands, steps": ({"rule": "bands", "of": "target", "bands": [{"at": 0.8, "points": 60}, {"at": 1, "points": 100}]}, "higher"),
    "bands, linear": (
        {"rule": "bands", "of": "target", "between": "linear", "bands": [{"at": 0.8, "points": 60}, {"at": 1, "points": 100}]},
        "higher",
    ),
    "anchors": ({"rule": "anchors", "anchors": [{"level": str(each), "points": 20 * each} for each in range(1, 6)]}, "higher"),
}  # fmt: skip


def milliseconds(work: Callable[[], Any], runs: int) -> float:
    """Median time of some work, in ms."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * median(times)


def by_rule(count: int, runs: int) -> None:
    """Every rule over one array, beside the bare line."""
    import numpy as np

    from diagnostics.dictionary import score
    from diagnostics.model.scoring import Scoring

    draws = np.random.default_rng(SEED)
    actual, target = draws.uniform(50, 150, count), np.full(count, 100.0)
    levels = draws.integers(1, 6, count).astype(float)
    bare = milliseconds(lambda: 100 * np.clip(actual / target, 0, 1.2), runs)
    print(f"{'numpy: 100 clip(a / t)':<28}{bare:8.3f} ms")
    same = np.array_equal(score(actual, target, cap=1.2, floor=0), 100 * np.clip(actual / target, 0, 1.2))
    for name, (told, direction) in RULES.items():
        options = {"rule": told} if isinstance(told, str) else told
        rule = Scoring.model_validate(options)
        figures = levels if name == "anchors" else actual
        taken = milliseconds(lambda: score(figures, target, rule, direction), runs)  # noqa: B023 (called at once)
        print(f"{'score: ' + name:<28}{taken:8.3f} ms")
    print(f"points equal the bare line's: {same}")


def engagement(entities: int) -> tuple[Any, Any]:
    """Engagement of 25 roles with 4 KPIs each, and its Observations of one month."""
    import numpy as np
    import pandas as pd

    from diagnostics.model.engagement import Engagement, Settings
    from diagnostics.model.entity import Entities, Entity
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import FIGURES, Observations
    from diagnostics.model.scorecard import Scorecard

    people = tuple(
        Entity(id=f"p{card}_{number}", level="post", peer_group=f"r{card}")
        for card in range(CARDS)
        for number in range(entities)
    )
    ids = [f"k{card}_{item}" for card in range(CARDS) for item in range(ITEMS)]
    kpis = {
        each: Kpi(id=each, name=each, unit="number", direction="higher", source="s", measure="sum(x)") for each in ids
    }
    cards = tuple(
        Scorecard.model_validate(
            {"role": f"r{card}", "level": "post", "peer_group": f"r{card}"}
            | {"items": [{"kpi": f"k{card}_{item}", "weight": 1 / ITEMS} for item in range(ITEMS)]}
        )
        for card in range(CARDS)
    )
    rows = [
        (f"k{card}_{item}", f"p{card}_{number}")
        for card in range(CARDS)
        for item in range(ITEMS)
        for number in range(entities)
    ]
    table = pd.DataFrame(rows, columns=["kpi", "entity"]).assign(
        level="post",
        cycle="month",
        period="2025-01",
        start=pd.Timestamp("2025-01-01"),
        **dict.fromkeys(FIGURES, math.nan),
    )
    table["value"], table["target"] = np.random.default_rng(SEED).uniform(50, 150, len(table)), 100.0
    settings = Settings.model_validate({"id": "bench", "client": "bench", "sources": {"s": {"file": "s.csv"}}})
    opened = Engagement(Path(), settings, kpis, cards, Entities(people), (), {})
    return opened, Observations(table)


def by_card(entities: int, runs: int) -> None:
    """Totals of one card, and of a whole engagement."""
    import numpy as np

    from diagnostics.dictionary import score_scorecard, score_scorecards

    opened, seen = engagement(entities)
    table = seen.table
    first = opened.scorecards[0]
    many = table.assign(kpi=np.resize([each.kpi for each in first.items], len(table)))
    many = many.assign(entity=np.repeat([f"e{each}" for each in range(len(table) // ITEMS)], ITEMS))
    wide = many["value"].to_numpy().reshape(-1, ITEMS)
    bare = milliseconds(lambda: (100 * wide / 100.0) @ np.full(ITEMS, 1 / ITEMS), runs)
    one = milliseconds(lambda: score_scorecard(first, opened.kpis, many), runs)
    all_ = milliseconds(lambda: score_scorecards(opened, seen), runs)
    same = np.allclose(score_scorecard(first, opened.kpis, many).totals["points"], wide.mean(axis=1))
    print(f"{'numpy: (100 a / t) @ w':<28}{bare:8.3f} ms")
    print(f"{'scorecard':<28}{one:8.3f} ms   1 card × {ITEMS} KPIs × {len(wide)} entities")
    print(f"{'scorecards':<28}{all_:8.3f} ms   {CARDS} cards × {ITEMS} KPIs × {entities} entities")
    print(f"totals equal the bare line's: {same}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entities", type=int, default=100, help="entities a card")
    parser.add_argument("--runs", type=int, default=21)
    given = parser.parse_args()
    count = CARDS * ITEMS * given.entities
    print(f"{count:,} scores, median of {given.runs} runs")
    by_rule(count, given.runs)
    by_card(given.entities, given.runs)


if __name__ == "__main__":
    main()
