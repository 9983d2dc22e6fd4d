"""Slices show themselves."""

import pandas as pd
import pytest

from diagnostics.model.slices import Slices


@pytest.fixture
def slices():
    table = pd.DataFrame(
        {
            "region": ["east", None],
            "channel": ["web", "shop"],
            "before": [5.0, 4.0],
            "after": [2.0, 3.0],
            "contribution": [-3.0, -1.0],
            "share": [0.75, 0.25],
        }
    )
    return Slices(table, ("region", "channel"), 9.0, 5.0, ratio=False)


def test_a_slice_is_called_by_the_values_it_fixes(slices):
    assert [slices.label(row) for _, row in slices.frame().iterrows()] == ["east · web", "shop"]
    assert slices.total == -4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slices_are_told_and_drawn(slices, language):
    assert "75.0%" in slices.summary(language)
    assert slices.plot(language).axes
