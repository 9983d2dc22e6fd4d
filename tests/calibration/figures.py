"""From outcomes to shares, each with the error that so many draws leave 「统计指标」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.calibration.cells import Cell
from tests.calibration.methods import USUAL


@dataclass(frozen=True)
class Share:
    """A share or mean with its Monte Carlo error; of nothing it is NaN 「占比与抽样误差」."""

    value: float
    error: float


NOTHING = Share(float("nan"), float("nan"))


@dataclass(frozen=True)
class Figures:
    """How a method did in a cell 「情形指标」.

    Parameters
    ----------
    cell : Cell
        What was drawn.
    method : str
        What was asked.
    draws : int
        How often, for each effect.
    silent : Share
        Without a verdict.
    false : Share
        Verdicts of an effect, of either sign, among those given where nothing was planted.
    held : Share
        Intervals that hold the planted effect, where a verdict was given; where none was planted, nothing.
    found : Share
        Verdicts of the planted effect's sign among those given.
    found_of_all : Share
        The same among all draws: one without a verdict finds nothing.
    bias : Share
        Mean of the estimates less the planted effect where a verdict was given, in standard deviations.
    false_intervals, held_intervals : Share
        As above of every interval, whether there was a verdict or not.
    milliseconds : float
        Processor time of an estimate.
    reasons : mapping
        Share of the draws with each reason.
    """

    cell: Cell
    method: str
    draws: int
    silent: Share
    false: Share
    held: Share
    found: Share
    found_of_all: Share
    bias: Share
    false_intervals: Share
    held_intervals: Share
    milliseconds: float
    reasons: Mapping[str, float]

    @property
    def ours(self) -> bool:
        """Whether it is a method that gives verdicts, or what practice does."""
        return self.method not in USUAL


def figures(cell: Cell, draws: Mapping[str, Mapping[str, Any]]) -> list[Figures]:
    """Figures of each method of a cell whose draws are there.

    Parameters
    ----------
    draws : mapping of "method effect" to outcomes
        As ``shards.read`` gives them.
    """
    found = []
    for method in cell.methods:
        by_effect = {
            each: _arrays(draws[f"{method} {each:g}"]) for each in cell.effects if f"{method} {each:g}" in draws
        }
        if by_effect:
            kept = [draws[f"{method} {each:g}"] for each in by_effect]
            found.append(_figures(cell, method, by_effect, kept))
    return found


def _figures(
    cell: Cell, method: str, by_effect: Mapping[float, Mapping[str, Any]], kept: list[Mapping[str, Any]]
) -> Figures:
    quiet, (planted, moved) = by_effect.get(0), max(by_effect.items(), key=lambda each: each[0])
    count = sum(len(each["verdict"]) for each in kept)
    given = moved["verdict"] != "i"
    holds = (moved["low"] <= planted) & (planted <= moved["high"])
    return Figures(
        cell=cell, method=method, draws=len(moved["verdict"]),
        silent=_share(np.concatenate([each["verdict"] for each in by_effect.values()]) == "i"),
        false=_false(quiet, quiet["verdict"] != "i") if quiet else NOTHING,
        held=_share(holds[given]),
        found=_share(moved["verdict"][given] == "w") if planted else NOTHING,
        found_of_all=_share(moved["verdict"] == "w") if planted else NOTHING,
        bias=_mean(moved["effect"][given] - planted),
        false_intervals=_crossed(quiet) if quiet else NOTHING,
        held_intervals=_share(holds[np.isfinite(moved["high"])]),
        milliseconds=sum(each["milliseconds"] for each in kept) / count,
        reasons=_reasons(kept, count),
    )  # fmt: skip


def _arrays(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "verdict": np.array(list(kept["verdict"])),
        **{name: np.array(kept[name], dtype=float) for name in ("effect", "low", "high")},
    }


def _false(quiet: Mapping[str, Any], given: np.ndarray) -> Share:
    return _share(quiet["verdict"][given] != "n")


def _crossed(quiet: Mapping[str, Any]) -> Share:
    there = np.isfinite(quiet["high"])
    return _share((quiet["low"][there] > 0) | (quiet["high"][there] < 0))


def _share(hits: np.ndarray) -> Share:
    if not len(hits):
        return NOTHING
    value = float(hits.mean())
    # Of a share of none or of all the error isn't nothing: as if one draw had been otherwise.
    cautious = min(max(value, 1 / len(hits)), 1 - 1 / len(hits)) if len(hits) > 1 else 0.5
    return Share(value, float(np.sqrt(cautious * (1 - cautious) / len(hits))))


def _mean(values: np.ndarray) -> Share:
    there = values[np.isfinite(values)]
    if len(there) < 2:
        return NOTHING
    return Share(float(there.mean()), float(there.std(ddof=1) / np.sqrt(len(there))))


def _reasons(kept: list[Mapping[str, Any]], count: int) -> dict[str, float]:
    names = dict.fromkeys(name for each in kept for name in each["reasons"])
    found = {name: sum(each["reasons"].get(name, 0) for each in kept) / count for name in names}
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))
