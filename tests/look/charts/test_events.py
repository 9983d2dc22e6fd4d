import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.look.charts import Event
from diagnostics.look.charts.canvas import breadth, drawing
from diagnostics.look.charts.events import place_events

PERIODS = [f"p{each}" for each in range(36)]
ROOM, REACH, LETTERS = 200.0, 245.0, 9.0


def place(*events):
    with drawing("narrow"):
        return place_events([Event(*each) for each in events], PERIODS, ROOM, REACH, LETTERS)


def test_a_label_goes_left_where_there_is_no_room_on_the_right():
    (placed,) = place(("p35", "预约流程重新排布之后"))
    assert placed.leftward
    (placed,) = place(("p2", "预约流程重新排布之后"))
    assert not placed.leftward


def test_events_far_apart_share_a_row():
    assert [each.row for each in place(("p2", "甲"), ("p20", "乙"))] == [0, 0]


def test_a_label_lies_above_the_lines_that_it_passes():
    early, late = place(("p2", "薪酬与业绩挂钩"), ("p4", "短信"))
    assert (early.row, late.row) == (1, 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 35), st.integers(1, 9)), min_size=1, max_size=5))
def test_no_two_labels_overlap(spots):
    placed = place(*((f"p{at}", "店" * long) for at, long in spots))
    spans = []
    for each in placed:
        x = (each.at + 0.5) / 36 * ROOM
        with drawing("narrow"):
            long = breadth(each.text, LETTERS)
        spans.append((each.row, x - long, x) if each.leftward else (each.row, x, x + long))
    for number, (row, start, end) in enumerate(spans):
        for other, begin, finish in spans[number + 1 :]:
            assert row != other or end <= begin or finish <= start


@pytest.mark.parametrize("at", [0, 17, 35])
def test_a_label_that_fits_nowhere_is_cut(at):
    (placed,) = place((f"p{at}", "很长的名称" * 20))
    assert placed.text.endswith("…")
