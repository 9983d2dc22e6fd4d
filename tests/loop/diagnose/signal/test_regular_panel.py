"""Series that all have the same periods are laid side by side as they stand: the same panel as by scattering."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.diagnose.signal import panel as room
from diagnostics.model.period import Calendar


@pytest.mark.parametrize("ratio", [False, True])
@pytest.mark.parametrize(("length", "period"), [(14, "2024-02"), (70, "2028-10"), (14, "2024-06"), (14, "2023-06")])
def test_both_ways_lay_the_same_panel(monkeypatch, ratio, length, period):
    draws, count = np.random.default_rng(4), 5
    months = pd.period_range("2023-01", periods=length, freq="M").to_timestamp()
    part = pd.DataFrame(
        {
            "kpi": "k", "entity": np.repeat([f"e{at}" for at in range(count)], length),
            "period": np.tile([f"{each:%Y-%m}" for each in months], count), "start": np.tile(months, count),
            "value": draws.normal(size=count * length), "basis": "",
            "numerator": draws.normal(size=count * length) if ratio else np.nan,
            "denominator": draws.normal(size=count * length) if ratio else np.nan,
        }
    )  # fmt: skip
    part.loc[draws.random(len(part)) < 0.2, "value"] = np.nan
    series = np.repeat(np.arange(count), length)
    at = Calendar().parse(period)
    fast = room.panel(part, series, at, count)
    monkeypatch.setattr(room, "_same_periods", lambda *_: 0)
    slow = room.panel(part, series, at, count)
    wide = fast.past[:, fast.past.shape[1] - slow.past.shape[1] :]
    np.testing.assert_array_equal(wide, slow.past)
    np.testing.assert_array_equal(fast.now, slow.now)
    assert (fast.parts_past is None) == (slow.parts_past is None)
    if slow.parts_past is not None and fast.parts_past is not None:
        for one, other in zip(fast.parts_past, slow.parts_past, strict=True):
            np.testing.assert_array_equal(one[:, one.shape[1] - other.shape[1] :], other)
        for one, other in zip(fast.parts_now, slow.parts_now, strict=True):
            np.testing.assert_array_equal(one, other)
