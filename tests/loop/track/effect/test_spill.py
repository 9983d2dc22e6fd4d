"""Entities nearby that the measure may reach, too."""

import numpy as np
import pytest

from diagnostics.loop.track.effect import estimate_effect

KEYS = {"entity": "shop", "time": "month", "value": "sales", "treated": ["a0"], "start": 24}
NEAR = [f"a{each}" for each in range(1, 9)]


def spilled(panel, size, effect=3.0):
    frame = panel(np.random.default_rng(7), others=20, effect=effect)
    frame.loc[frame["shop"].isin(NEAR) & (frame["month"] >= 24), "sales"] += size
    return frame


def test_neighbours_that_moved_with_the_start_refuse_a_verdict(panel):
    found = estimate_effect(spilled(panel, 4.0, effect=2.0), **KEYS, near=NEAR)
    assert (found.verdict, found.reasons) == ("insufficient", ("spill_over",))
    assert "邻近" in found.text["zh"]


def test_neighbours_that_did_not_move_are_compared_with(panel):
    found = estimate_effect(spilled(panel, 0.0), **KEYS, near=NEAR)
    assert (found.verdict, found.reasons, found.comparisons) == ("worked", (), 20)


def test_neighbours_are_left_out_where_asked_and_that_is_said(panel):
    hidden = spilled(panel, 4.0, effect=3.0)
    found = estimate_effect(hidden, **KEYS, near=NEAR, without_near=True)
    assert (found.verdict, found.reasons, found.comparisons) == ("worked", ("near_left_out",), 12)
    assert found.low < 3 < found.high
    assert "left out of the comparison: 8" in found.text["en"]
    # Left in, they hide half of it.
    assert estimate_effect(hidden, **KEYS).effect == pytest.approx(found.effect - 4 * 8 / 20, abs=0.3)


def test_with_too_few_further_away_nothing_can_be_checked_and_that_is_said(panel):
    frame = spilled(panel, 4.0)
    found = estimate_effect(frame[frame["shop"].isin(["a0", *NEAR, "a9", "a10"])], **KEYS, near=NEAR)
    assert "near_untested" in found.reasons


@pytest.mark.parametrize("method", ["synthetic_did", "controlled_its"])
def test_weights_and_series_are_checked_alike(panel, method):
    found = estimate_effect(spilled(panel, 6.0, effect=1.0), **KEYS, near=NEAR, method=method)
    assert "spill_over" in found.reasons
