"""How often the effect at the next client lies in the range that was told, and what cards alone would promise.

``python tests/benchmarks/practices.py --draws 400`` draws libraries with known truth: a mean effect, a spread between
clients, and for every client an estimate with its error. From them it asks what to expect of the next client, and looks
whether that client's true effect lies in the range. ``cards`` keeps only the cases whose interval lies above no effect,
as a library of successes would.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from diagnostics.model.expected_effect import PRIORS
from diagnostics.model.random_effects import expected, pooled

CASES = (1, 2, 3, 5, 10)
MEANS = (0.0, 0.05, 0.15, 0.30)
SPREADS = (0.0, 0.05, 0.10, 0.20)
ERRORS = (0.02, 0.08)
SEED = 20_261
Z = 1.96


def draw(random: np.random.Generator, k: int, mean: float, spread: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Estimates of ``k`` clients, their errors, and the true effect at the next one."""
    errors = random.uniform(*ERRORS, k)
    estimates = random.normal(random.normal(mean, spread, k), errors)
    return estimates, errors, float(random.normal(mean, spread))


def cell(k: int, mean: float, spread: float, draws: int) -> dict[str, float]:
    """Shares of ranges that held the next effect, their widths, and by how much the mean was off."""
    random = np.random.default_rng([SEED, k, int(mean * 100), int(spread * 100)])
    rows = []
    for _ in range(draws):
        estimates, errors, following = draw(random, k, mean, spread)
        told = expected(estimates, errors, PRIORS["relative"])
        row = {
            "8 of 10": told.likely.low <= following <= told.likely.high,
            "95 of 100": told.next.low <= following <= told.next.high,
            "width": told.likely.high - told.likely.low,
            "off": told.mean.value - mean,
        }
        alone = pooled(estimates, errors) if k > 1 else None
        row["no prior"] = np.nan if alone is None else alone.next.low <= following <= alone.next.high
        row["width no prior"] = np.nan if alone is None else alone.next.high - alone.next.low
        shown = estimates - Z * errors > 0
        # A library of cards alone, averaged as people do; nothing where no case became a card.
        row["cards off"] = estimates[shown].mean() - mean if shown.any() else np.nan
        rows.append(row)
    with np.errstate(invalid="ignore"):
        return {
            name: float(np.nanmean([row[name] for row in rows])) if _any(rows, name) else np.nan for name in rows[0]
        }


def _any(rows: list[dict[str, float]], name: str) -> bool:
    return any(row[name] == row[name] for row in rows)


def table(draws: int) -> Iterator[str]:
    """Markdown: a row for each number of clients, means over all truths and the worst of them."""
    yield "| clients | 8 of 10 holds (worst) | 95 of 100 holds (worst) | width of 8 of 10 | without the prior: 95 % holds (worst) | its width | off by | cards alone off by |"
    yield "|---|---|---|---|---|---|---|---|"
    for k in CASES:
        cells = [cell(k, mean, spread, draws) for mean in MEANS for spread in SPREADS]
        mean = {
            name: np.nanmean([each[name] for each in cells]) if k > 1 or "prior" not in name else np.nan
            for name in cells[0]
        }
        worst = {name: min(each[name] for each in cells) for name in ("8 of 10", "95 of 100", "no prior")}
        alone = "–" if k == 1 else f"{mean['no prior']:.0%} ({worst['no prior']:.0%})"
        width = "–" if k == 1 else f"{mean['width no prior']:.2f}"
        yield (
            f"| {k} | {mean['8 of 10']:.0%} ({worst['8 of 10']:.0%}) | {mean['95 of 100']:.0%} ({worst['95 of 100']:.0%})"
            f" | {mean['width']:.2f} | {alone} | {width} | {mean['off']:+.3f} | {mean['cards off']:+.3f} |"
        )


def inflation(draws: int) -> Iterator[str]:
    """Markdown: what is told with five clients by the true mean, from all cases and from cards alone."""
    yield "| true mean | from all closed measures | average of the cards alone |"
    yield "|---|---|---|"
    for mean in MEANS:
        cells = [cell(5, mean, spread, draws) for spread in SPREADS]
        told = (mean + np.nanmean([each[name] for each in cells]) for name in ("off", "cards off"))
        yield f"| {mean:+.2f} | {' | '.join(f'{each:+.3f}' for each in told)} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=400, help="libraries a cell")
    wanted = parser.parse_args().draws
    for line in (*table(wanted), "", *inflation(wanted)):
        print(line, flush=True)
