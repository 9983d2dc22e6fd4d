"""One series against few others."""

from functools import partial

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.series import regression
from diagnostics.loop.track.effect.series.controlled import controlled_its, rule_holds
from diagnostics.model.null_sizes import null_sizes


def shops(noise, random, others=2, periods=36, effect=0.0, phi=0.3):
    """Treated shop first; half of the noise is shared, with unequal strength."""
    month, shared = np.arange(periods), noise(random, 1, periods, phi)
    strength = np.append(1.0, random.uniform(0.5, 1.5, others))[:, None]
    values = 100 + 0.02 * month + np.sqrt(0.5) * (noise(random, others + 1, periods, phi) + strength * shared)
    values[0, periods - 12 :] += effect
    return values


def test_what_moves_all_is_no_effect(arrays):
    month = np.arange(36)
    common = 5 * np.sin(month) + 30 * (month >= 24)
    found = controlled_its(arrays([10 + common + 3 * (month >= 24), common, 7 + common], 24))
    assert found.effect == pytest.approx(3)
    np.testing.assert_allclose(found.expected, 10 + common, atol=1e-9)


def test_a_season_that_swings_further_than_the_others_is_no_effect(arrays):
    month = np.arange(42)
    wave = np.cos(2 * np.pi * month / 12)
    assert controlled_its(arrays([9 * wave + 4 * (month >= 36), wave], 36)).effect == pytest.approx(4)


def test_an_absent_entity_shifts_nothing(arrays, noise):
    values = shops(noise, np.random.default_rng(1), others=3)
    values[1] += 1000
    values[1, 20:27] = np.nan
    found = controlled_its(arrays(values, 24))
    assert abs(found.effect) < 2
    assert found.interval[0] < 0 < found.interval[1]


def test_others_are_held_against_each_other_where_there_are_two_or_more(arrays, noise):
    random = np.random.default_rng(3)
    large = controlled_its(arrays(shops(noise, random, others=4, effect=9.0), 24))
    assert (large.placebo.rank, large.placebo.count) == (1, 4)
    assert large.placebo.largest < 9
    assert controlled_its(arrays(shops(noise, random, others=1), 24)).placebo is None


def test_a_climb_against_the_others_is_told(arrays, noise):
    values = shops(noise, np.random.default_rng(4))
    values[0] += 0.3 * np.arange(36)
    found = controlled_its(arrays(values, 24))
    assert found.pre_trend < 0.01
    assert found.drift == pytest.approx(0.3 * 18, rel=0.3)


@pytest.mark.parametrize(
    ("cycle", "periods", "start", "holds"),
    [
        ("month", 30, 24, True), ("month", 29, 23, False), ("month", 36, 31, False), ("month", 36, 11, False),
        ("quarter", 12, 6, True), ("year", 15, 9, True), ("year", 14, 8, False), ("week", 130, 104, True),
    ],
)  # fmt: skip
def test_the_rule_holds_from_two_and_a_half_seasons_on(arrays, cycle, periods, start, holds):
    values = np.random.default_rng(5).normal(size=(2, periods))
    assert rule_holds(arrays(values, start, cycle=cycle)) is holds


def test_without_a_comparison_on_both_sides_it_is_refused(arrays):
    values = np.random.default_rng(6).normal(size=(2, 36))
    values[1, 24:] = np.nan
    with pytest.raises(InputError, match="No comparison entity has values both before and after the start"):
        controlled_its(arrays(values, 24))


@pytest.mark.parametrize(("others", "phi"), [(1, 0.6), (4, 0.3)])
def test_a_verdict_is_rarely_given_where_nothing_happened(arrays, noise, monkeypatch, others, phi):
    monkeypatch.setattr(regression, "null_sizes", partial(null_sizes, draws=499))
    random, draws = np.random.default_rng(8), 80
    wrong = 0
    for _ in range(draws):
        low, high = controlled_its(arrays(shops(noise, random, others, phi=phi), 24)).interval
        wrong += not low <= 0 <= high
    assert wrong / draws <= 0.05 + 3.5 * np.sqrt(0.05 * 0.95 / draws)
