"""Ranges of shares and differences hold what they promise."""

import numpy as np
import pytest

from diagnostics.loop.align.consensus.shares import accord_of, difference_of, share_of

DRAWS = 400


def drawn(generator, agree, people):
    return [5 if each else 1 for each in generator.random(people) < agree]


@pytest.mark.parametrize("agree", [0.1, 0.5, 0.9])
def test_the_range_of_a_share_holds_the_truth_about_as_often_as_it_says(agree):
    generator = np.random.default_rng(7)
    found = [share_of(drawn(generator, agree, 30)) for _ in range(DRAWS)]
    assert 0.91 <= np.mean([each.low <= agree <= each.high for each in found]) <= 1


def test_a_dozen_questions_without_a_difference_seldom_tell_one():
    generator = np.random.default_rng(11)
    told = [
        any(difference_of(drawn(generator, 0.6, 12), drawn(generator, 0.6, 25), 12).tells for _ in range(12))
        for _ in range(150)
    ]
    assert np.mean(told) <= 0.08


def test_the_wilson_and_newcombe_ranges_are_the_published_ones():
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II: 56/70 against 48/80, method 10.
    found = difference_of([5] * 56 + [1] * 14, [5] * 48 + [1] * 32)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81/263, method 3.
    share = share_of([5] * 81 + [1] * 182)
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("scores", "value"), [([3] * 9, 1.0), ([1, 5] * 6, -1.1818), ([1, 2, 3, 4, 5] * 30, -0.0067)])
def test_accord_is_one_where_all_agree_and_below_nothing_in_two_camps(scores, value):
    found = accord_of(scores)
    assert found.value == pytest.approx(value, abs=1e-4)
    assert found.low <= found.value <= found.high
