"""Panels made up for tests of causes."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.model.observations import FIGURES, Observations


def _noise(draws, shape, phi=0.5):
    fresh = draws.standard_normal(shape)
    for at in range(1, shape[-1]):
        fresh[..., at] = phi * fresh[..., at - 1] + np.sqrt(1 - phi**2) * fresh[..., at]
    return fresh


@pytest.fixture
def noise():
    """Noise whose neighbours are alike."""
    return _noise


@pytest.fixture
def observed():
    """Observations of one level from arrays, entities × periods, by KPI."""

    def make(**columns):
        frames = []
        for name, values in columns.items():
            entities, periods = values.shape
            starts = pd.date_range("2021-01-01", periods=periods, freq="MS")
            frame = pd.DataFrame({"start": np.tile(starts, entities), "value": values.ravel(), "kpi": name})
            frames.append(frame.assign(entity=np.repeat([f"s{i:02d}" for i in range(entities)], periods)))
        table = pd.concat(frames, ignore_index=True).assign(level="store", cycle="month", n=1)
        table["period"] = table["start"].dt.strftime("%Y-%m")
        return Observations(table.assign(**{name: np.nan for name in FIGURES if name not in table}))

    return make
