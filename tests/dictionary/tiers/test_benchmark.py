"""What ``make tiers`` calls a miss."""

import dataclasses

import numpy as np
import pytest

from tests.benchmarks.tiers import Line, missed

ROW = np.array([[0.8, 0.5, 0.2]] * 100)


def line(n=10, **changed):
    return dataclasses.replace(Line("x", ROW, ROW, np.zeros((100, 3)), n=n), **changed)


def steps(easier, harder):
    return np.array([easier, harder])


def test_tiers_that_are_reached_as_wanted_hit():
    assert not missed(line())
    assert missed(line(reach=np.subtract(ROW, [0, 0, 0.03])))


@pytest.mark.parametrize("n", [10, 30, 100])
def test_ties_excuse_only_what_lies_between_steps_and_was_told(n):
    wide = steps([1.0, 0.5, 0.2], [0.4, 0.5, 0.2])
    reach = np.add(ROW, [0.15, 0, 0])
    assert not missed(line(n, reach=reach, share=reach, steps=wide))
    assert missed(line(n, reach=reach, share=np.subtract(reach, [0.1, 0, 0]), steps=wide))
    narrow, further = steps([0.86, 0.5, 0.2], [0.76, 0.5, 0.2]), np.add(reach, [0.01, 0, 0])
    assert missed(line(n, reach=further, share=further, steps=narrow))
    # Without a step at the target's goal nothing excuses it.
    assert missed(line(n, reach=np.add(ROW, [0, 0.09, 0]), share=np.add(ROW, [0, 0.09, 0]), steps=wide))


def test_intervals_that_hold_less_than_they_say_miss():
    held, sure = np.ones((100, 3)), np.full((100, 3), 0.95)
    assert not missed(line(held=held, sure=sure))
    held[:20] = 0
    assert missed(line(held=held, sure=sure))
    assert not missed(line(held=held, sure=np.full((100, 3), 0.8)))


def test_seasons_that_are_not_there_miss():
    assert not missed(line(seasons=0.05))
    assert missed(line(seasons=0.2))
