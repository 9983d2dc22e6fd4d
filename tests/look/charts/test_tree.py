import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import tree_chart
from diagnostics.look.figure import svg


def frame(*depths, label="指标"):
    return pd.DataFrame({"label": [f"{label}{at}" for at in range(len(depths))], "depth": depths})


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_name_is_drawn_once(size):
    drawn = svg(tree_chart(frame(0, *[1, 2] * 30), size=size))
    assert all(drawn.count(f">指标{at}<") == 1 for at in range(61))


def test_a_long_tree_stands_in_two_columns_on_a_desk_and_in_one_on_a_phone():
    wide, narrow = (tree_chart(frame(0, *[1] * 40), size=size) for size in ("wide", "narrow"))
    assert wide.get_size_inches()[1] < narrow.get_size_inches()[1] * 0.7


def test_no_letter_stands_outside_the_sheet():
    figure = tree_chart(frame(0, 1, 2, 3, label="很长的指标名称" * 6), size="narrow")
    (axes,) = figure.axes
    figure.canvas.draw()
    box = figure.bbox
    for text in axes.texts:
        drawn = text.get_window_extent()
        assert drawn.x1 <= box.x1 + 1
        assert drawn.y0 >= box.y0 - 1


@pytest.mark.parametrize(
    ("depths", "match"), [((), "without rows"), ((1,), "depth 1 in row 1"), ((0, 2), "depth 2 in row 2")]
)
def test_a_tree_without_parents_is_refused(depths, match):
    with pytest.raises(InputError, match=match):
        tree_chart(frame(*depths))
