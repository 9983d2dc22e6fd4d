"""How far figures wander when nothing happens."""

import numpy as np
import pytest

from diagnostics.loop.diagnose.slices.noise import Noise, Tails, shortest_half


@pytest.mark.parametrize(("fixed", "counted", "relative"), [(0, 4, 0), (0, 0, 0.04), (100, 0, 0)])
def test_the_law_of_variance_is_found_whatever_a_tenth_of_the_leaves_do(fixed, counted, relative):
    random = np.random.default_rng(1)
    size = random.lognormal(5, 1, 8000)
    error = random.normal(size=8000) * np.sqrt(fixed + counted * size + relative * size**2)
    error[::10] += 3 * size[::10]
    noise = Noise.of(size, error)
    middle = np.array([50.0, 150, 500])
    assert noise.variance(middle) == pytest.approx(fixed + counted * middle + relative * middle**2, rel=0.4)


def test_on_the_even_scale_every_figure_wanders_by_one():
    noise = Noise(3.0, 2.0, 0.01)
    for size in (5.0, 50.0, 5000.0):
        step = 1e-3 * noise.variance(np.array(size)) ** 0.5
        assert noise.even(np.array(size + step)) - noise.even(np.array(size)) == pytest.approx(1e-3, rel=1e-2)
    assert noise.even(np.array(-7.0)) == -noise.even(np.array(7.0))


def test_heavy_tails_are_read_as_normal_ones_and_normal_ones_stay():
    random = np.random.default_rng(2)
    heavy = Tails(random.standard_t(4, 20_000))
    assert 3 <= heavy.freedom <= 6
    assert heavy.normal(np.array([8.0]))[0] == pytest.approx(3.21, abs=0.2)
    assert heavy.normal(np.array([-8.0]))[0] == -heavy.normal(np.array([8.0]))[0]
    plain = Tails(random.normal(size=20_000) * 3)
    assert plain.scale == pytest.approx(3, rel=0.05)
    assert plain.normal(np.array([5.0]))[0] == pytest.approx(5, rel=0.1)


def test_the_shortest_half_is_where_most_are():
    assert shortest_half(np.array([0.0, 0.1, 0.2, 0.05, 9, 8, 7])) == pytest.approx(0.075, abs=0.03)
