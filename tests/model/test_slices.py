"""Slices show themselves."""

import dataclasses

import pandas as pd
import pytest

from diagnostics.model.slices import Reversal, Slices


@pytest.fixture
def slices():
    table = pd.DataFrame(
        {
            "region": ["east", None, "east"],
            "channel": [None, "shop", "web"],
            "before": [5.0, 4.0, 2.0],
            "after": [2.0, 3.0, 1.0],
            "contribution": [-3.0, -1.0, -1.5],
            "share": [0.75, 0.25, 0.375],
            "own": [-1.5, -0.5, -1.5],
            "p_value": [1e-9, 0.002, 1e-6],
        }
    )
    return Slices(table, ("region", "channel"), 9.0, 5.0, ratio=False)


def test_a_slice_is_called_by_the_values_it_fixes(slices):
    assert [slices.label(row) for _, row in slices.frame().iterrows()] == ["east", "shop", "east · web"]
    assert slices.total == -4


def test_the_tree_puts_a_slice_under_the_one_that_holds_it_and_sums_to_the_gap(slices):
    tree = slices.tree("en")
    assert tree["slice"].tolist() == ["east", "east · web", "shop", "The rest"]
    assert tree["depth"].tolist() == [0, 1, 0, 0]
    assert tree["contribution"].sum() == pytest.approx(slices.total)
    assert tree["share"].sum() == pytest.approx(1)
    assert tree["sure"].tolist() == ["very sure", "very sure", "fairly sure", ""]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_slices_are_told_and_drawn(slices, language, size):
    # East holds east · web: each is told by its own part, so that what is told adds up to the gap.
    told = slices.summary(language)
    assert [told.count(each) for each in ("37.5%", "12.5%", "75.0%")] == [2, 1, 0]
    drawn = slices.plot(language, size=size)
    assert any("37.5%" in each.get_text() for each in drawn.axes[0].texts)


def test_a_figure_of_many_slices_sums_the_small_ones_into_the_rest(slices):
    table = pd.concat([slices.table.iloc[:1].assign(region=f"r{n}", own=-0.1) for n in range(30)], ignore_index=True)
    drawn = Slices(table, ("region", "channel"), 9.0, 5.0, ratio=False).plot("en")
    texts = [each.get_text() for each in drawn.axes[0].texts]
    assert sum(each[:1] == "r" for each in texts) == 10
    assert any("75.0%" in each for each in texts)


def test_where_none_is_named_the_reason_is_told(slices):
    nothing = Slices(slices.table.iloc[:0], slices.dimensions, 9.0, 5.0, ratio=False, reason="quiet")
    assert nothing.summary("en").startswith("No slice did clearly otherwise")
    assert nothing.tree("en")["share"].tolist() == [1.0]


def test_a_reversal_is_told_in_the_way_the_parts_moved(slices):
    turned = Slices(
        slices.table, slices.dimensions, 5.0, 9.0, ratio=True, reversals=(Reversal("city", ("x", "y"), -1, 5),)
    )
    assert "every part fell, yet the whole rose" in turned.summary("en")
    assert "每一类都在下降" in turned.summary("zh")


def test_where_parts_nearly_cancel_amounts_are_told_and_no_shares(slices):
    near = dataclasses.replace(slices, before=5.2, after=5.0)
    told = near.summary("zh")
    assert "占差距" not in told
    assert "−1.5" in told
    assert "总差距只有 −0.2" in told
    assert "leave a gap of only −0.2" in near.summary("en")
