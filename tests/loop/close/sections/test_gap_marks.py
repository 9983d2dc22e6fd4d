"""Icons of the focal series."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.close.sections.gap_marks import series_icons


def series(**last) -> pd.DataFrame:
    row = {"value": 5.0, "lower": 4.0, "upper": 8.0, "flag": "common_cause", "target": np.nan, "target_high": np.nan}
    return pd.DataFrame([row, row | last])


@pytest.mark.parametrize(
    ("last", "direction", "own", "icons"),
    [
        ({}, "higher", True, ("common_cause",)),
        ({"flag": "special_cause_concern"}, "higher", True, ("concern_low",)),
        (
            {"flag": "special_cause_improvement", "value": 9.0, "target": 6.0},
            "higher",
            True,
            ("improvement_high", "inconsistent"),
        ),
        ({"target": 9.0}, "higher", True, ("common_cause", "consistent_fail")),
        ({"target": 9.0}, "lower", True, ("common_cause", "consistent_pass")),
        ({"target": 9.0}, "none", True, ("common_cause",)),
        ({"target": 9.0}, "higher", False, ("common_cause",)),
        ({"target": 5.0, "target_high": 6.0}, "higher", True, ("common_cause",)),
        ({"lower": np.nan, "upper": np.nan}, "higher", True, ()),
        ({"value": np.nan, "flag": None, "target": 9.0}, "higher", True, ("common_cause",)),
    ],
)
def test_icons_say_what_the_last_figure_and_its_usual_range_say(last, direction, own, icons):
    assert series_icons(series(**last), direction, own) == icons
