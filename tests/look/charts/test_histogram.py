"""Tests of the histogram beside a line."""

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import histogram_chart
from diagnostics.look.figure import svg


def _bars(count=5):
    return pd.DataFrame({"label": [f"{at}%" for at in range(count)], "count": range(count)}).assign(marked=False)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_bar_is_drawn_and_the_line_bears_its_name(size):
    drawn = svg(histogram_chart(_bars(), line="目标线", below=2, size=size))
    assert "目标线" in drawn
    assert "3%" in drawn


def test_labels_that_would_overlap_are_left_out():
    drawn = svg(histogram_chart(_bars(100), size="narrow"))
    assert drawn.count("%<") < 30


@pytest.mark.parametrize("frame", [_bars(0), _bars(200), _bars().assign(count=-1)])
def test_no_bar_too_many_and_counts_below_nought_are_refused(frame):
    with pytest.raises(InputError, match="histogram_chart"):
        histogram_chart(frame)
