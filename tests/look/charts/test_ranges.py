"""Figures beside their usual ranges."""

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.look.charts import Quantity, range_chart

SHARES = Quantity("share", "zh", improvement="none", relative=True)
ROWS = pd.DataFrame({"label": ["甲", "乙"], "value": [-0.7, 0.02], "low": [-0.2, -0.1], "high": [0.3, 0.1]})


def faces(figure):
    return [line.get_markerfacecolor() for line in figure.axes[0].lines if line.get_marker() == "o"]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_figure_outside_its_range_is_filled_and_every_value_is_written(size):
    figure = range_chart(ROWS, SHARES, size=size)
    outside, inside = faces(figure)
    assert outside != "white"
    assert inside == "white"
    texts = [each.get_text() for each in figure.axes[0].texts]
    assert {"−70.0%", "+2.0%"} <= set(texts)


@pytest.mark.parametrize("frame", [ROWS.iloc[:0], ROWS.assign(low=float("nan"))])
def test_rows_that_lack_a_figure_are_refused(frame):
    with pytest.raises(InputError, match="range_chart"):
        range_chart(frame, SHARES)
