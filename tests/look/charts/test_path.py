"""Series beside what was to be expected without a measure."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.look.charts import Event, Quantity, path_chart
from diagnostics.terms import LANGUAGES

FRAME = pd.DataFrame(
    {
        "period": ["2025-01", "2025-02", "2025-03", "2025-04"], "actual": [100.0, None, 90.0, 88.0],
        "expected": [99.0, 101.0, 100.0, 102.0], "low": [None, None, 95.0, 97.0], "high": [None, None, 105.0, 107.0],
    }
)  # fmt: skip
START = [Event("2025-03", "启动")]


def texts(figure):
    from matplotlib.text import Text

    return [each.get_text() for each in figure.findobj(Text) if each.get_text()]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_lines_the_band_and_the_start_are_named(language, size):
    shown = texts(path_chart(FRAME, Quantity("number", language), events=START, size=size))
    wanted = {
        "zh": ["无措施\n102", "实际\n88", "没有措施时的走势", "启动后其均值可能的范围", "启动"],
        "en": [
            "Without it\n102",
            "Actual\n88",
            "Without the measure",
            "Where its mean since the start may lie",
            "启动",
        ],
    }[language]
    assert set(wanted) <= set(shown)


def test_a_missing_figure_leaves_a_gap_and_no_band_no_key():
    axes = path_chart(FRAME.drop(columns=["low", "high"]), Quantity("number", "zh")).axes[0]
    drawn = next(each.get_ydata() for each in axes.lines if len(each.get_ydata()) == 4 and each.get_ydata()[0] == 100)
    assert np.isnan(drawn).tolist() == [False, True, False, False]
    assert "启动后其均值可能的范围" not in texts(axes.figure)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(InputError, match="path_chart needs the columns"):
        path_chart(FRAME.drop(columns=["expected"]), Quantity("number", "zh"))
    with pytest.raises(InputError, match="path_chart got no value"):
        path_chart(FRAME.assign(actual=float("nan")), Quantity("number", "zh"))
    with pytest.raises(UnknownNameError, match="Unknown period '2024-01'"):
        path_chart(FRAME, Quantity("number", "zh"), events=[Event("2024-01", "启动")])
