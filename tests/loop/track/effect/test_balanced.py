"""The part of a panel without gaps."""

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.balanced import balanced
from diagnostics.loop.track.effect.panel import Columns, read_panel


def part(frame, *covariates, treated=("a0",)):
    columns = Columns("shop", "month", "sales", covariates=covariates)
    return balanced(read_panel(frame, columns, treated, 24, None), covariates=bool(covariates))


@pytest.fixture
def frame(panel):
    return panel(np.random.default_rng(4), others=5)


def test_periods_the_treated_lack_go_first_and_then_entities_with_gaps(frame):
    holes = frame[~((frame["shop"] == "a0") & (frame["month"] == 7))]
    holes = holes[~(holes["shop"].isin(["a1", "a2", "a3"]) & (holes["month"] == 20))]
    holes = holes[~((holes["shop"] == "a4") & (holes["month"] == 30))]
    found = part(holes)
    assert sorted(set(range(36)) - set(found.places.tolist())) == [7, 20]
    assert found.rows.tolist() == [1, 2, 3, 5]
    assert found.others.shape == (4, 34)
    assert not np.isnan(found.others).any()
    assert found.after.sum() == 12


def test_an_entity_that_pretends_leaves_the_others_and_the_treated_one_is_gone(frame):
    found = part(frame)
    pretended = found.pretend([1, 3])
    np.testing.assert_allclose(pretended.own, found.others[[1, 3]].mean(axis=0))
    np.testing.assert_array_equal(pretended.others, found.others[[0, 2, 4]])


def test_traits_are_means_before_the_start_over_whoever_tells(frame):
    size = frame["shop"].str[1:].astype(float)
    frame["size"] = np.where(frame["month"] < 3, np.nan, np.where(frame["month"] < 24, size, 99.0))
    np.testing.assert_allclose(part(frame, "size").traits[:, 0], range(6))
    several = part(frame, "size", treated=("a0", "a5"))
    np.testing.assert_allclose(several.traits[:, 0], [2.5, 1, 2, 3, 4])
    frame.loc[frame["shop"] == "a2", "size"] = np.nan
    with pytest.raises(InputError, match="size has no finite mean before the start for 'a2'; each entity needs one"):
        part(frame, "size")


def test_nobody_without_gaps_allows_no_estimate(frame):
    holes = frame[(frame["shop"] == "a0") | (frame["month"] % 5 != frame["shop"].str[1:].astype(int) - 1)]
    assert not part(holes).judged
    assert part(frame).judged
