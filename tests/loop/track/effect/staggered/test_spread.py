"""Errors of cohorts, and how often they are wrong."""

import numpy as np
import pytest
from scipy import stats

from diagnostics.loop.track.effect.staggered.aggregate import overall
from diagnostics.loop.track.effect.staggered.group_time import Design, group_time
from diagnostics.loop.track.effect.staggered.spread import joint_share, spread


def test_two_groups_in_two_periods_give_welchs_comparison(made, read):
    frame, starts = made(np.random.default_rng(8), {1: 6}, others=9, periods=2)
    cells = group_time(read(frame, starts), Design())
    found = spread(cells.influence, cells.starts)
    change = frame.groupby("shop")["sales"].agg(lambda each: each.iloc[1] - each.iloc[0])
    peer = stats.ttest_ind(change[list(starts)], change.drop(list(starts)), equal_var=False)
    assert found.df[0] == pytest.approx(peer.df)
    assert cells.effect[0] / found.corrected[0] == pytest.approx(peer.statistic)
    assert found.error[0] < found.corrected[0]


def test_a_reach_for_all_is_wider_than_for_one_and_narrower_than_for_each_apart():
    random = np.random.default_rng(4)
    influence, starts = random.normal(size=(60, 8)), np.repeat([5, 9], 30)
    share = joint_share(influence, starts, 3)
    assert 0.98 < share < 1 - 0.025 / 8 + 0.001
    alike = np.repeat(influence[:, :1], 8, axis=1)
    assert joint_share(alike, starts, 3) == pytest.approx(0.975, abs=0.008)
    assert np.isnan(joint_share(np.zeros((5, 2)), np.arange(5), 3))


def test_small_cohorts_are_wrong_as_often_as_stated(made, read):
    """Three cohorts of five: the authors' error with the normal distribution is too small, the corrected one isn't."""
    random, wrong = np.random.default_rng(21), np.zeros(2)
    for _ in range(120):
        cells = group_time(read(*made(random, {8: 5, 10: 5, 12: 5}, others=20, periods=16)), Design())
        whole = overall(cells)
        size, theirs = abs(whole.effect[0]), spread(whole.influence, cells.starts).error[0]
        wrong += [size > 1.96 * theirs, size > spread(whole.given, cells.starts).reach()[0]]
    assert 1 <= wrong[1] <= 13
    assert wrong[1] < wrong[0]
