"""Early warnings on made-up figures: alerts stated beside alerts counted, and periods until a shift is found.

``--table`` prints the table of ``early_warning/signal_rates.py`` anew.
"""

import argparse
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.special import ndtri

from diagnostics.loop.track.early_warning.departures import LADDER
from diagnostics.loop.track.early_warning.events import events
from diagnostics.loop.track.early_warning.expected_alerts import (
    A_YEAR,
    bearable_n,
    bearable_strictness,
    miss_rate,
    signal_rate,
)
from diagnostics.loop.track.early_warning.histories import History
from diagnostics.loop.track.early_warning.judged import missed, misses, signals_of
from diagnostics.loop.track.early_warning.quiet_rates import quiet_series, simulated_rate
from diagnostics.loop.track.early_warning.season import season_before
from diagnostics.loop.track.early_warning.signal_rates import CORRELATIONS, HISTORIES, LONG_TAIL
from diagnostics.loop.track.early_warning.tail import by_ratios
from diagnostics.loop.track.early_warning.traits import traits
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar

CALENDAR = Calendar(timezone="UTC")
ENTITIES = 20
# Periods judged: a year of them, half a year of days.
JUDGED = {"month": 12, "week": 52, "day": 180}
HISTORY = {"month": (12, 24, 36), "week": (26, 52), "day": (60,)}


def figures(kind, phi, periods, draws):
    """Quiet figures of a panel; the base is what four in five of them reach."""
    drawn = quiet_series(phi, ENTITIES, periods, draws)
    base = np.full(drawn.shape, float(ndtri(0.2)))
    if kind == "skewed":
        drawn, base = np.exp(0.5 * drawn), np.exp(0.5 * base)
    elif kind == "counts":
        # A count of about nine whose rate drifts: rounded, and seldom far below.
        drawn, base = np.floor(9 + 3 * drawn), np.floor(9 + 3 * base)
    elif kind == "seasonal":
        season = 2 * np.sin(2 * np.pi * np.arange(periods) / 12)
        drawn, base = drawn + season, base + season
    elif kind == "heavy":
        # Kurtosis of about 15, as of a t with some four degrees of freedom.
        drawn, base = np.sinh(drawn), np.sinh(base)
    elif kind == "trend":
        slope = 0.1 * np.arange(periods)
        drawn, base = drawn + slope, base + slope
    return drawn, base


def panel(values, base, cycle):
    """Histories of one KPI, as the track step makes them."""
    kpi = Kpi(id="made_up", name="x", unit="number", direction="higher", source="s", measure="sum(x)", cycle=cycle)
    first = CALENDAR.at(date(2015, 1, 5), cycle)
    periods = tuple(CALENDAR.between(first, CALENDAR.shift(first, values.shape[1] - 1)))
    empty = np.full(values.shape[1], np.nan)
    made = [
        History(kpi, "store", f"s{n}", periods, each, below, empty, empty, np.empty(0))
        for n, (each, below) in enumerate(zip(values, base, strict=True))
    ]
    return season_before(by_ratios(made), CALENDAR)


def settled(known):
    """Strictness, misses in a row and stated rates, by what was known before the year that is judged."""
    like = traits(known, [missed(each, "base") != 0 for each in known])
    strictness = bearable_strictness(like.history, like.correlation, like.periods, tail=like.tail)
    n = bearable_n(like.below, like.correlation, like.periods)
    stated = (
        like.periods * signal_rate(like.history, like.correlation, strictness, like.tail),
        like.periods * miss_rate(n, like.below, like.correlation),
    )
    return replace(strictness, width=strictness.width * like.tail), n, stated


def counted(found, strictness, n, since):
    """Events that begin at or after a position, per entity, by rule."""
    total = np.zeros(2)
    for history, (signal, _, _) in zip(found, signals_of(found, strictness), strict=True):
        there = [bool(each) for each in ~np.isnan(history.values)]
        for rule, spoken in enumerate((signal, misses(history, "base", n))):
            for side in (-1, 1):
                told = events(np.where(spoken.side == side, spoken.run, 0).tolist(), there)
                total[rule] += sum(each.fired >= since for each in told)
    return total / len(found)


def rates(panels, seed):
    """Stated and counted alerts per entity-year, a line a kind of figures."""
    print("alerts per entity and year on quiet figures: stated | counted (signal, misses; both)")
    draws = np.random.default_rng(seed)
    worst = 0.0
    for cycle, histories in HISTORY.items():
        kinds = ("normal", "skewed", "heavy", *(("counts", "seasonal", "trend") if cycle == "month" else ()))
        for before in histories:
            for kind in kinds:
                for phi in (0.0, 0.3, 0.6):
                    found = _rates(cycle, before, kind, phi, panels, draws)
                    worst = max(worst, found[2] + found[3])
                    print(
                        f"{cycle:6}{before:4}{kind:>9} phi {phi}: {found[0]:.2f} {found[1]:.2f} ({found[0] + found[1]:.2f})"
                        f" | {found[2]:.2f} {found[3]:.2f} ({found[2] + found[3]:.2f})  n {found[4]:.1f}"
                    )
    print(f"most alerts counted in a line: {worst:.2f} per entity and year")


def _rates(cycle, before, kind, phi, panels, draws):
    judged = JUDGED[cycle]
    told = []
    for _ in range(panels):
        values, base = figures(kind, phi, before + judged, draws)
        found = panel(values, base, cycle)
        strictness, n, stated = settled(panel(values[:, :before], base[:, :before], cycle))
        seen = counted(found, strictness, n, before) * A_YEAR[cycle] / judged
        told.append((*stated, *seen, n))
    return np.mean(told, axis=0)


def shifts(panels, seed):
    """Periods until a lasting shift against us is found, and the share found within a year."""
    print("\nperiods until a shift is found (middle one of those found within two years), share found within 12 and 24")
    draws = np.random.default_rng(seed)
    for cycle in ("month", "week"):
        for phi in (0.0, 0.3):
            for size in (0.5, 1.0, 2.0):
                waits = [each for _ in range(panels) for each in _waits(cycle, phi, size, draws)]
                inside = [each for each in waits if each < 24]
                middle = float(np.median(inside)) + 1 if inside else float("nan")
                within = np.mean([each < 12 for each in waits])
                print(
                    f"{cycle:6} phi {phi} shift {size} SD: {middle:4.0f}   {within:4.0%} {len(inside) / len(waits):5.0%}"
                )


def _waits(cycle, phi, size, draws, before=36, after=24):
    values, base = figures("normal", phi, before + after, draws)
    values[:, before:] -= size
    strictness, n, _ = settled(panel(values[:, :before], base[:, :before], cycle))
    found = panel(values, base, cycle)
    for history, (signal, _, _) in zip(found, signals_of(found, strictness), strict=True):
        low = (signal.side == -1) | (misses(history, "base", n).side == -1)
        at = np.flatnonzero(low[before:])
        yield int(at[0]) if len(at) else after


def table():
    """Cells of ``signal_rates.RATES``, and of ``LONG_TAIL_RATES``."""
    for tail, series in ((1.0, 3000), (LONG_TAIL, 1500)):
        for history in HISTORIES:
            for correlation in CORRELATIONS:
                how = {"tail": tail, "series": series, "seed": round(1000 * history + 10 * correlation)}
                row = [simulated_rate(correlation, history, each, **how) for each in LADDER]
                print(tail, history, correlation, [float(f"{each:.3g}") for each in row], flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=50)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--table", action="store_true")
    asked = parser.parse_args()
    if asked.table:
        table()
        return
    rates(asked.panels, asked.seed)
    shifts(asked.panels, asked.seed)


if __name__ == "__main__":
    main()
