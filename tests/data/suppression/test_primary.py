"""Figures blanked for their own sake."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.suppression.primary import dominated, few_behind
from diagnostics.errors import InputError


def test_figures_about_nobody_are_never_few():
    assert few_behind(pd.Series([4.0, 5.0, np.nan])).tolist() == [True, False, False]
    assert few_behind(pd.Series([9.0, 10.0]), 10).tolist() == [True, False]


@pytest.mark.parametrize(
    ("total", "largest", "second", "found"),
    [(100, 60, 34, False), (100, 60, 34.1, True), (100, 60, 40, True), (100, 100, 0, True), (100, np.nan, 3, True)],
)
def test_the_rest_must_hide_a_tenth_of_the_largest_part(total, largest, second, found):
    assert dominated(pd.Series([total]), pd.Series([largest]), pd.Series([second])).tolist() == [found]


def test_counts_and_parts_out_of_range_are_refused():
    with pytest.raises(InputError, match="people == -1"):
        few_behind(pd.Series([-1.0]))
    with pytest.raises(InputError, match="least == 0"):
        few_behind(pd.Series([1.0]), 0)
    with pytest.raises(InputError, match="second == -3"):
        dominated(pd.Series([9.0]), pd.Series([9.0]), pd.Series([-3.0]))
    with pytest.raises(InputError, match="larger than the largest"):
        dominated(pd.Series([9.0]), pd.Series([2.0]), pd.Series([3.0]))
    with pytest.raises(InputError, match="share == 0"):
        dominated(pd.Series([9.0]), pd.Series([2.0]), pd.Series([1.0]), 0)
