"""Panels whose entities start at different times."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.track.effect.panel import Columns, read_panel
from tests.loop.track.effect.conftest import _autoregression, public

__all__ = ["public"]


@pytest.fixture(scope="session")
def made():
    """Maker of frames: cohorts of given sizes and starts, others that never start, an effect that may grow."""

    def make(random, cohorts, others=20, periods=36, effect=0.0, growth=0.0, drift=0.0):
        starts = np.concatenate([*([start] * size for start, size in cohorts.items()), [periods] * others]).astype(int)
        count, month = len(starts), np.arange(periods)
        own, shared = (_autoregression(random, rows, periods, 0.3) for rows in (count, 1))
        values = 50 + random.normal(0, 5, count)[:, None] + np.sqrt(0.5) * (own + shared)
        since = month - starts[:, None]
        values += (since >= 0) * (effect + growth * since) + drift * month * (starts < periods)[:, None]
        shops = np.repeat([f"s{each}" for each in range(count)], periods)
        frame = pd.DataFrame({"shop": shops, "month": np.tile(month, count), "sales": values.ravel()})
        return frame, {f"s{at}": int(each) for at, each in enumerate(starts) if each < periods}

    return make


@pytest.fixture(scope="session")
def read():
    """Panel of such a frame."""

    def of(frame, starts, covariates=()):
        return read_panel(frame, Columns("shop", "month", "sales", None, covariates), list(starts), starts, None)

    return of


@pytest.fixture
def counties(public):
    """Minimum wages and teen employment: panel with or without the population, and the frame."""

    def of(covariates=()):
        frame = public("effect/mpdta.csv").rename(columns={"first.treat": "first"})
        starts = frame[frame["first"] > 0].drop_duplicates("countyreal").set_index("countyreal")["first"].to_dict()
        columns = Columns("countyreal", "year", "lemp", None, covariates)
        return read_panel(frame, columns, list(starts), starts, None), frame

    return of
