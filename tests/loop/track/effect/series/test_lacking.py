"""Gaps, starts midway, merged months."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.loop.track.effect.series.its import its
from diagnostics.loop.track.effect.series.lacking import lacking

MONTHS = [f"{2021 + each // 12}-{each % 12 + 1:02d}" for each in range(48)]


def test_missing_months_and_a_start_midway_are_named():
    values = np.random.default_rng(1).normal(50, 3, 48)
    frame = pd.DataFrame({"month": MONTHS, "sales": values}).drop(index=[4, 40])
    found = lacking(read_panel(frame, Columns(None, "month", "sales"), (), "2023-06-10", None))
    assert found.missing == ("2021-05", "2024-05")
    assert found.begun == ("2023-06",)
    assert found.seasons_before == pytest.approx(28 / 12)


def test_a_start_on_the_first_day_leaves_nothing_out():
    frame = pd.DataFrame({"month": MONTHS, "sales": np.arange(48.0)})
    found = lacking(read_panel(frame, Columns(None, "month", "sales"), (), "2021-07-01", None))
    assert (found.missing, found.begun, found.seasons_before) == ((), (), 0.5)


def test_merged_months_are_rates_where_their_number_is_the_exposure():
    values = np.random.default_rng(2).normal(50, 3, 48)
    frame = pd.DataFrame({"month": MONTHS, "sales": values, "months": 1.0})
    apart = read_panel(frame, Columns(None, "month", "sales"), (), "2024-01", None)
    for january in range(0, 48, 12):
        frame.loc[january + 1, ["sales", "months"]] = values[january : january + 2].sum(), 2.0
    merged = frame.drop(index=range(0, 48, 12))
    panel = read_panel(merged, Columns(None, "month", "sales", "months"), (), "2024-01", None)
    assert its(panel).effect == pytest.approx(its(apart).effect, abs=1.5)
    assert np.nanmax(panel.series) < 65
