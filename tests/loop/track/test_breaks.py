import pandas as pd
import pytest

from diagnostics.loop.track.design import _counted_alike
from diagnostics.loop.track.ladder import moved
from diagnostics.model.period import Calendar


def frame(bases, start="2024-01-01"):
    days = pd.date_range(start, periods=len(bases), freq="MS")
    return pd.DataFrame({"entity": "a", "start": [f"{each:%Y-%m-%d}" for each in days], "value": 1.0, "basis": bases})


START = Calendar().parse("2025-01")


@pytest.mark.parametrize("bases", [[""] * 12 + ["2025-01"] * 6, [""] * 15 + ["2025-04"] * 3])
def test_an_effect_whose_window_crosses_a_break_has_no_design(bases):
    assert _counted_alike(frame(bases), START) is None


def test_figures_before_an_earlier_break_are_left_aside():
    kept, since = _counted_alike(frame([""] * 4 + ["2024-05"] * 14), START)
    assert since == "2024-05"
    assert kept["start"].min() == "2024-05-01"


def test_merged_months_are_left_out_of_single_ones():
    kept, since = _counted_alike(frame(["", "+2m", *[""] * 16]), START)
    assert since == ""
    assert "2024-02-01" not in set(kept["start"])


def test_without_a_break_everything_counts():
    whole = frame([""] * 18)
    kept, since = _counted_alike(whole, START)
    assert (len(kept), since) == (18, "")


def test_a_step_that_only_the_counting_made_is_no_movement():
    rows = frame([""] * 12 + ["2025-01"] * 6).assign(value=[10, 12] * 6 + [50.0] * 6)
    told = moved([rows], "2025-01-01", "higher", 12, better_only=False)
    assert told is None
    assert moved([rows.assign(basis="")], "2025-01-01", "higher", 12, better_only=False) is True
