"""Earlier pairs of periods tell how far slices wander, where the cells compared are too few to."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.slices.calm import noise_and_scores, wandering
from diagnostics.loop.diagnose.slices.calm_cells import PAIRS, calm_pairs
from diagnostics.loop.diagnose.slices.locate import locate
from diagnostics.model.observations import BASIS
from diagnostics.model.period import Calendar

CALENDAR = Calendar()
RATIO = {"actual": ("won1", "asked1"), "expected": ("won0", "asked0")}


def rates(seed, wander, drop=0.0, cells=6):
    """A frame of now and then, and those of six earlier pairs; rates wander by so much (sd of logs)."""
    draws = np.random.default_rng(seed)
    usual = draws.uniform(0.05, 0.2, cells)
    fell = np.where(np.arange(cells) == 0, 1 - drop, 1.0)

    def period(fell=1.0):
        asked = draws.poisson(3000, cells)
        return asked, draws.binomial(asked, np.clip(usual * np.exp(draws.normal(0, wander, cells)) * fell, 0, 1))

    made = [period() for _ in range(PAIRS + 1)]
    made.append(period(fell))
    names = [f"c{at}" for at in range(cells)]
    frames = [
        pd.DataFrame({"channel": names, "asked1": now[0], "won1": now[1], "asked0": then[0], "won0": then[1]})
        for then, now in pairwise(made)
    ]
    return frames[-1], frames[:-1]


def called(wander, drop, *, calm):
    told = (rates(seed, wander, drop) for seed in range(12))
    return sum(
        bool(len(locate(now, ["channel"], **RATIO, calm=earlier if calm else ()).table)) for now, earlier in told
    )


def test_rates_that_always_wander_give_no_slices_once_their_history_is_known():
    assert called(0.25, 0.0, calm=False) > 4  # six channels alone don't tell that 25 % is usual
    assert called(0.25, 0.0, calm=True) <= 1


def test_a_steady_channel_that_fell_is_found_by_its_history():
    now, earlier = rates(3, 0.03, drop=0.5)
    found = locate(now, ["channel"], **RATIO, calm=earlier)
    assert found.table["channel"].tolist() == ["c0"]
    assert found.total == locate(now, ["channel"], **RATIO).total  # the gap is that of the two periods all the same


def test_amounts_of_few_cells_are_judged_by_their_history():
    draws = np.random.default_rng(1)
    size = draws.uniform(100, 1000, 12)
    frames = [
        pd.DataFrame({"channel": [f"c{at}" for at in range(12)], "expected": size, "actual": size * wave})
        for wave in np.exp(draws.normal(0, 0.05, (PAIRS + 1, 12)))
    ]
    frames[-1].loc[0, "actual"] *= 0.5
    assert locate(frames[-1], ["channel"]).reason == "quiet"
    assert locate(frames[-1], ["channel"], calm=frames[:-1]).table["channel"].tolist() == ["c0"]


def test_the_wandering_told_is_the_one_there_was():
    draws = np.random.default_rng(2)
    pairs = []
    for _ in range(40):
        sides = [draws.poisson(9000, 8) for _ in range(2)]
        wave = np.exp(draws.normal(0, 0.2, (2, 8)))
        pairs.append(
            tuple(np.vstack([draws.binomial(n, 0.1 * w), n]).astype(float) for n, w in zip(sides, wave, strict=True))
        )
    told = wandering(pairs)
    assert told is not None
    assert told[1] == 320
    assert told[0] == pytest.approx(2 * 0.2**2, rel=0.3)  # a difference wanders by both its sides


def test_too_little_history_tells_nothing():
    few = np.array([[3.0, 4.0], [50.0, 60.0]])
    assert wandering([(few, few)]) is None
    assert noise_and_scores([(few[0], few[0])]) is None
    assert wandering([]) is noise_and_scores([]) is None


def test_a_history_of_periods_beside_pairs_is_refused():
    now, earlier = rates(1, 0.1)
    with pytest.raises(InputError, match="calm beside a history"):
        locate(now, ["channel"], **{**RATIO, "expected": None}, history=now.assign(period=1), calm=earlier)


def test_pairs_counted_otherwise_or_without_figures_are_left_out():
    months = [CALENDAR.shift(CALENDAR.parse("2025-06"), -back) for back in range(8)]
    rows = pd.DataFrame({"period": [each.text for each in months], "value": 1.0, "denominator": 1.0, BASIS: ""})
    compared = (months[0], months[1])
    assert len(calm_pairs(rows, compared, {""}, CALENDAR)) == PAIRS
    assert len(calm_pairs(rows.assign(value=np.where(rows.index == 3, np.nan, 1)), compared, {""}, CALENDAR)) == 4
    assert len(calm_pairs(rows.assign(basis=np.where(rows.index > 4, "2024", "")), compared, {""}, CALENDAR)) == 3
    assert calm_pairs(rows.assign(denominator=-1.0), compared, {""}, CALENDAR) == []


def test_a_part_that_always_wanders_more_than_the_others_is_no_slice():
    draws = np.random.default_rng(6)
    wide = np.where(np.arange(12) % 3 == 0, 0.3, 0.06)
    called = 0
    for _ in range(15):
        waves = 500 * np.exp(draws.normal(0, wide, (PAIRS + 2, 12)))
        frames = [
            pd.DataFrame({"channel": [f"c{at}" for at in range(12)], "expected": then, "actual": now})
            for then, now in pairwise(waves)
        ]
        called += bool(len(locate(frames[-1], ["channel"], calm=frames[:-1]).table))
    assert called <= 3  # judged by all parts' wandering alone, about half would be


def test_a_part_that_was_never_there_before_is_held_against_no_past_of_its_own():
    now, earlier = rates(3, 0.03)
    new = pd.DataFrame({"channel": ["new"], "asked1": [3000], "won1": [1500], "asked0": [3000], "won0": [300]})
    found = locate(pd.concat([now, new]), ["channel"], **RATIO, calm=earlier)
    assert found.table["channel"].tolist() == ["new"]
