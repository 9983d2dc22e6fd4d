"""Other events around the start."""

import numpy as np
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track.effect.events import consider
from diagnostics.loop.track.effect.panel import Columns, read_panel


@pytest.fixture
def shops(panel):
    frame = panel(np.random.default_rng(1), others=6)
    return read_panel(frame, Columns("shop", "month", "sales"), ["a0"], 24, None)


def test_an_event_within_a_quarter_of_a_season_overlaps_and_a_later_one_is_named(shops):
    kept, around = consider(shops, {"a0": [24, 22, 27, 28, 99]}, None)
    assert around.overlapping == ("22", "24", "27")
    assert around.other == ("28",)
    assert kept.values.shape == shops.values.shape


def test_a_comparison_entity_with_an_event_is_left_out(shops):
    kept, around = consider(shops, {"a3": [30], "a4": [99]}, None)
    assert around.left_out == 1
    assert "a3" not in kept.entities
    assert len(kept.comparisons) == 5


def test_periods_between_announcement_and_start_belong_to_neither_side(shops):
    kept, around = consider(shops, None, 22)
    assert around.announced == "22"
    assert np.isnan(kept.values[:, 22:24]).all()
    assert not np.isnan(kept.values[:, [21, 24]]).any()
    assert consider(shops, None, 24)[1].announced == ""


def test_events_and_announcements_without_a_place_are_refused(shops):
    with pytest.raises(UnknownNameError, match="Unknown entity of an event 'b3'"):
        consider(shops, {"b3": [30]}, None)
    with pytest.raises(InputError, match="announced == 30, must lie between the data's second period and the start"):
        consider(shops, None, 30)


@pytest.fixture
def in_turn(panel):
    frame = panel(np.random.default_rng(1), others=6)
    return read_panel(frame, Columns("shop", "month", "sales"), ["a0", "a1"], {"a0": 12, "a1": 26}, None)


@pytest.mark.parametrize(
    ("event", "overlapping", "other"),
    [
        ({"a1": [25]}, ("25",), ()),
        ({"a1": [12]}, (), ("12",)),
        ({"a0": [26]}, (), ("26",)),
        ({"a1": [26]}, ("26",), ()),
    ],
)
def test_an_event_is_held_against_the_start_of_its_own_entity(in_turn, event, overlapping, other):
    around = consider(in_turn, event, None)[1]
    assert (around.overlapping, around.other) == (overlapping, other)


def test_one_announcement_can_not_belong_to_several_starts(in_turn):
    with pytest.raises(InputError, match="announced == 10, but the entities start in different periods; leave it out"):
        consider(in_turn, None, 10)


def test_one_period_may_be_named_by_itself(shops):
    assert consider(shops, {"a0": "30"}, None)[1].other == consider(shops, {"a0": 30}, None)[1].other == ("30",)


def test_events_without_entities_are_refused(shops):
    with pytest.raises(InputError, match="events is a list, must be a mapping of entity to periods"):
        consider(shops, ["30"], None)
