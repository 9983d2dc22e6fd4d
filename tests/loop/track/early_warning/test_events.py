"""One event, one alert: pauses belong to it, silence without figures neither goes on nor ends it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.track.early_warning.events import QUIET, Event, events


def test_a_run_that_pauses_for_two_periods_is_one_event():
    assert events([1, 0, 0, 1], [True] * 4) == (Event(0, 0, 3, open=True),)


def test_three_quiet_periods_end_an_event():
    assert [each.open for each in events([1, 0, 0, 0, 1], [True] * 5)] == [False, True]


def test_periods_without_a_figure_do_not_end_an_event():
    there = [True, False, False, False, True]
    assert events([1, 0, 0, 0, 0], there) == (Event(0, 0, 0, open=True),)


def test_an_event_begins_with_the_first_figure_of_the_run_also_across_a_gap():
    assert events([0, 0, 0, 2], [True, True, False, True])[0].since == 1


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=60))
def test_events_follow_each_other_with_quiet_between(drawn):
    speaks, there = [each[0] for each in drawn], [each[1] for each in drawn]
    found = events(speaks, there)
    spoken = [position for position, each in enumerate(speaks) if each and there[position]]
    assert {each.fired for each in found} <= set(spoken)
    assert all(any(each.fired <= one <= each.last for each in found) for one in spoken)
    for first, second in pairwise(found):
        assert not first.open
        assert sum(there[first.last + 1 : second.fired]) >= QUIET
