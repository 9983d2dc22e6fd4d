"""Whether a ratio differs by its weights rather than by its rates 「结构与比率」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

from diagnostics.loop.diagnose.causes.panels import SEASON

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST = 6


@dataclass(frozen=True, slots=True)
class Mix:
    """Difference of a ratio that goes with its weights, a period a figure 「结构影响」.

    Parameters
    ----------
    effect, low, high : float
        Mean over the periods with its 95 % interval, in the ratio's unit.
    probability : float
        Of a mean at least so far from 0 by chance.
    gap : float
        Mean difference of the whole ratio.
    reversed : bool
        Whether every group's rate moves one way and the whole the other (Simpson).
    periods, groups : int
        What it rests on.
    """

    effect: float
    low: float
    high: float
    probability: float
    gap: float
    reversed: bool
    periods: int
    groups: int


def mix_of(cells: pd.DataFrame, dimension: str, entity: str, peers: Collection[str], kind: str) -> Mix | str:
    """Weights' part of the difference to peers, or to the season before 「结构影响」.

    Parameters
    ----------
    cells : DataFrame
        Observations by ``dimension`` with numerator and denominator.
    kind : {"peers", "before"}
        What the entity is held against.

    Returns
    -------
    Mix or str
        Why nothing can be said: "no_ratio", "short".

    Notes
    -----
    For weights w and rates r of the groups, ``Σ Δw · (r̄ - R̄)`` (Kitagawa 1955), each period by itself; a group that one
    side lacks keeps the other's rate. The interval is Student's over periods around
    their line, as many as count where neighbours are alike.
    """
    rows = cells[cells["denominator"].notna() & (cells["denominator"] > 0) & cells["numerator"].notna()]
    if not len(rows):
        return "no_ratio"
    own = rows[rows["entity"] == entity]
    if not len(own):
        return "short"
    season = SEASON[own["cycle"].iloc[0]]
    level = own["level"].iloc[0]
    others = rows[rows["entity"].isin(set(peers) - {entity}) & (rows["level"] == level)] if kind == "peers" else own
    now, then = (_sums(each, dimension) for each in (own, others))
    starts = _starts(now)[-season:]
    pairs = []
    for at, start in enumerate(starts):
        past = start if kind == "peers" else _before(own, starts, at, season)
        if past is not None and (("numerator", past) in then.columns):
            pairs.append(
                (_side(now, start, now.index.union(then.index)), _side(then, past, now.index.union(then.index)))
            )
    if len(pairs) < FEWEST:
        return "short"
    parts = np.array([_kitagawa(*each) for each in pairs])
    mixes, gaps = parts[:, 0], parts[:, 1]
    effect, error, free = _mean_error(mixes)
    reach = float(student.ppf(0.975, free)) * error
    probability = float(2 * student.sf(abs(effect) / error, free)) if error > 0 else float(effect == 0)
    whole = [np.sum([each[side] for each in pairs], axis=0) for side in (0, 1)]
    return Mix(effect, effect - reach, effect + reach, probability, float(gaps.mean()), _reversed(*whole), len(pairs),
               len(now.index.union(then.index)))  # fmt: skip


def _sums(rows: pd.DataFrame, dimension: str) -> pd.DataFrame:
    named = rows.assign(**{dimension: rows[dimension].fillna("")})
    return named.pivot_table(index=dimension, columns="start", values=["numerator", "denominator"], aggfunc="sum")


def _starts(sums: pd.DataFrame) -> list[pd.Timestamp]:
    found: list[pd.Timestamp] = sorted(set(sums.columns.get_level_values("start")))
    return found


def _before(own: pd.DataFrame, starts: list[pd.Timestamp], at: int, season: int) -> pd.Timestamp | None:
    """First day of the same period a season earlier."""
    every: list[pd.Timestamp] = sorted(set(own["start"]))
    place = every.index(starts[at]) - season
    return every[place] if place >= 0 else None


def _side(sums: pd.DataFrame, start: pd.Timestamp, groups: pd.Index) -> Floats:
    """Numerators and denominators of the groups in a period, 2 × groups."""
    found: Floats = np.nan_to_num(
        np.stack([sums[name, start].reindex(groups).to_numpy(dtype=float) for name in ("numerator", "denominator")])
    )
    return found


def _kitagawa(now: Floats, then: Floats) -> tuple[float, float]:
    """Part of the weights, and the whole difference."""
    weights = [each[1] / each[1].sum() for each in (now, then)]
    rates = [np.divide(each[0], each[1], out=np.full(len(each[0]), np.nan), where=each[1] > 0) for each in (now, then)]
    ratios = [each[0].sum() / each[1].sum() for each in (now, then)]
    one = np.where(np.isnan(rates[0]), rates[1], rates[0])
    two = np.where(np.isnan(rates[1]), rates[0], rates[1])
    middle = np.nan_to_num((one + two) / 2)
    mix = float(((weights[0] - weights[1]) * (middle - (ratios[0] + ratios[1]) / 2)).sum())
    return mix, float(ratios[0] - ratios[1])


def _reversed(now: Floats, then: Floats) -> bool:
    gap = now[0].sum() / now[1].sum() - then[0].sum() / then[1].sum()
    both = (now[1] > 0) & (then[1] > 0)
    moved = now[0][both] / now[1][both] - then[0][both] / then[1][both]
    return bool(len(moved) >= 2 and abs(gap) > 1e-12 and (moved * np.sign(gap) < -1e-12).all())


def _mean_error(values: Floats) -> tuple[float, float, float]:
    """Mean, its error and degrees of freedom, neighbouring periods alike."""
    count, mean = len(values), float(values.mean())
    time = np.arange(count) - (count - 1) / 2
    # Weights shift bit by bit: the shift is what happened, and only what strays from it is chance.
    left = values - mean - time * float((time * values).sum() / np.square(time).sum())
    whole = float(np.square(left).sum())
    if whole <= 1e-24 * max(mean**2, 1e-300):
        return mean, 0.0, count - 2
    # The autocorrelation that a short series without its trend shows is too low by about (2 + 4 phi) / n.
    shown = float((left[1:] * left[:-1]).sum() / whole)
    phi = min(max(shown + (2 + 4 * max(shown, 0)) / count, 0.0), 0.9)
    counting = max(count * (1 - phi) / (1 + phi), 3.0)
    return mean, float(np.sqrt(whole / (count - 2) / counting)), max(counting - 2, 1.0)
