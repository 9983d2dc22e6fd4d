"""Tests of the first trap on shares, capped scores and whole days, which crowd by themselves."""

import numpy as np
import pytest

from diagnostics.loop.diagnose.traps.gaming.base import inflated_base
from diagnostics.loop.diagnose.traps.gaming.bunching import _ratios, bunching
from diagnostics.loop.diagnose.traps.gaming.limit import at_limit
from diagnostics.loop.diagnose.traps.gaming.smooth import too_smooth

SHAPE = (12, 36)
SEEDS = range(20)


def _found(tested):
    return tested is not None and tested.material and tested.probability <= 0.05


def _often(run):
    return sum(_found(run(np.random.default_rng([41, seed]))) for seed in SEEDS)


def _shares(draws, low, high, chance):
    sizes = draws.integers(low, high, SHAPE)
    return draws.binomial(sizes, chance), sizes


@pytest.mark.parametrize(("low", "high", "chance"), [(20, 60, 0.9), (5, 15, 0.5), (30, 300, 0.85)])
def test_shares_of_few_do_not_crowd_at_a_half_or_at_nine_tenths(low, high, chance):
    def run(draws):
        done, sizes = _shares(draws, low, high, chance)
        return bunching(done / sizes, np.full(SHAPE, chance), steps=1 / sizes)

    assert _often(run) <= 2


def test_shares_of_hundreds_that_were_pushed_past_their_target_are_found():
    def run(draws):
        done, sizes = _shares(draws, 100, 400, 0.9)
        need = np.ceil(0.9 * sizes - 1e-9)
        short = (done < need) & (done >= need - 0.03 * sizes) & (draws.random(SHAPE) < 0.6)
        return bunching(np.where(short, need, done) / sizes, np.full(SHAPE, 0.9), steps=1 / sizes)

    assert _often(run) >= 18


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_bin_has_room_for_the_whole_numerators_that_fall_into_it(sign):
    draws = np.random.default_rng(5)
    sizes = draws.integers(20, 60, 400)
    values, lines = draws.binomial(sizes, 0.7) / sizes, np.full(400, 0.7)
    binned = _ratios(values, lines, 1 / sizes, (sign, False))
    low, high = np.percentile(values, [25, 75])
    width = 0.1 * (high - low) / 1.349
    counted = np.zeros(2 * binned.reach)
    for size in sizes:
        at = np.floor((np.arange(size + 1) / size - 0.7) * sign / width + 1e-6).astype(int) + binned.reach
        for each in at[(at >= 0) & (at < 2 * binned.reach)]:
            counted[each] += 1 / (size * width)
    assert binned.room == pytest.approx(counted / len(sizes), abs=1e-9)


def test_scores_at_the_end_of_their_scale_are_no_crowd_at_a_target():
    scores = np.minimum(np.round(np.random.default_rng(2).normal(95, 5, SHAPE)), 100)
    assert bunching(scores, np.full(SHAPE, 100.0)) is None
    assert bunching(scores, np.full(SHAPE, 95.0)) is not None


@pytest.mark.parametrize("kind", ["larger", "nearly whole", "always whole"])
def test_a_store_is_not_calm_because_its_share_is_of_more_or_near_the_end(kind):
    def run(draws):
        sizes, chance = np.full(SHAPE, 50 if kind == "larger" else 300), np.full(SHAPE, 0.8)
        if kind == "larger":
            sizes[3] = 1000
        else:
            chance[3] = 0.985 if kind == "nearly whole" else 1.0
        return too_smooth(draws.binomial(sizes, chance) / sizes, sizes.astype(float))

    assert _often(run) <= 2


def test_a_store_whose_share_moves_a_quarter_of_what_counting_makes_is_found():
    def run(draws):
        values = draws.binomial(300, 0.8, SHAPE) / 300
        values[3] = values[3].mean() + 0.25 * (values[3] - values[3].mean())
        return too_smooth(values, np.full(SHAPE, 300.0))

    assert _often(run) >= 16


@pytest.mark.parametrize(("of", "chance", "limit"), [(4, 0.3, 1), (4, 0.5, 2), (10, 0.3, 3)])
def test_failed_checks_of_a_few_do_not_stop_at_a_limit(of, chance, limit):
    def run(draws):
        return at_limit(draws.binomial(of, chance, (4, 24)) * 1.0, np.full((4, 24), float(limit)))

    assert sum(_found(run(np.random.default_rng([41, seed]))) for seed in range(6)) <= 1


def test_a_limit_of_zero_has_nothing_below_and_is_not_looked_at():
    assert at_limit(np.zeros((4, 24)), np.zeros((4, 24))) is None


def test_seventy_thousand_counts_are_held_against_draws_of_their_numbers_and_not_of_each():
    counts = np.random.default_rng(7).poisson(1.0, (2000, 36)) * 1.0
    limits = np.ones_like(counts)
    assert not _found(at_limit(counts, limits))
    assert _found(at_limit(np.minimum(counts, 1.0), limits))


def test_the_median_of_many_buyers_finds_the_same_as_that_of_the_others():
    prices = 20 * np.exp(0.03 * np.random.default_rng(8).standard_normal((240, 36)))
    prices[2] *= 1.4 * 0.85 ** (np.arange(36) // 12)
    many, few = inflated_base(prices, 12), inflated_base(prices[:200], 12)
    assert many.marks == few.marks == (2,)
    assert many.figures["above"] == pytest.approx(few.figures["above"], abs=0.02)
