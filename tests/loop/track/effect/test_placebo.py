"""Entities taken for treated, and the rank among them."""

import numpy as np

from diagnostics.loop.track.effect.placebo import placebo_sets, ranked


def test_draws_follow_their_seed_and_repeat_nobody():
    first, again, other = placebo_sets(40, 3, 5), placebo_sets(40, 3, 5), placebo_sets(40, 3, 6)
    assert first == again != other
    assert len(first) == 200
    assert all(len(set(each)) == 3 and max(each) < 40 for each in first)


def test_of_very_many_entities_200_stand_for_all():
    found = placebo_sets(900, 1, 0)
    assert len(set(found)) == 200


def test_no_set_is_as_large_as_what_it_is_compared_with():
    assert placebo_sets(3, 3, 0) == placebo_sets(2, 5, 0) == []


def test_ranks_count_sizes_and_ties_against_the_effect():
    found = ranked(-3.0, np.array([1.0, -3.0, 4.0, 2.0]))
    assert (found.rank, found.count, found.largest, found.p_value) == (3, 4, 4.0, 0.6)
    assert ranked(1.0, np.array([2.0])) is None
