"""Sums among figures are told from chance, exact or rounded."""

import numpy as np
import pytest

from diagnostics.data.layout.hidden_sums import Figures, find_hidden_sums


def found(values, groups=None, ordered=()):
    figures = Figures(np.asarray(values, dtype=float), np.ones(np.shape(values)))
    groups = groups or [tuple(range(len(values)))]
    return {(each.name, each.parts) for each in find_hidden_sums(figures, groups, ordered)}


def drawn(seed, shape, places=2):
    return np.random.default_rng(seed).uniform(900, 9000, shape).round(places)


@pytest.mark.parametrize("places", [2, 0, -2])
def test_a_sum_is_found_whatever_it_was_rounded_to(places):
    shops = drawn(1, (6, 6))
    assert found([*shops, shops.sum(axis=0).round(places)]) == {(6, (0, 1, 2, 3, 4, 5))}


def test_neighbours_are_a_group_where_the_order_is_known():
    shops = drawn(2, (6, 6))
    values = [*shops[:3], shops[:3].sum(axis=0), *shops[3:]]
    assert found(values) == set()
    assert (3, (0, 1, 2)) in found(values, ordered=range(7))


def test_a_sum_written_in_some_periods_only_is_found():
    shops = drawn(3, (5, 12))
    total = np.where(np.arange(12) > 8, shops.sum(axis=0), np.nan)
    assert (5, (0, 1, 2, 3, 4)) in found([*shops, total])


@pytest.mark.parametrize("count", [2, 3, 8, 40])
def test_chance_makes_no_sum(count):
    draw = np.random.default_rng(count)
    for seed in range(20):
        heads = draw.integers(5, 30, (count, 1)) + (draw.random((count, 12)) < 0.05)
        for values in (
            drawn(seed, (count, 6)),
            drawn(seed, (count, 3), 0) // 300,
            heads,
            np.full((count, 12), 50_000.0),
        ):
            assert not found(values, ordered=range(count))
