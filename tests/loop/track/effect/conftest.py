"""Made-up panels and public data for the tests of effect estimates."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

DATA = Path(__file__).parents[5] / "shared" / "data"


def _autoregression(random, rows, periods, phi):
    errors = random.normal(size=(rows, periods))
    for at in range(1, periods):
        errors[:, at] = phi * errors[:, at - 1] + np.sqrt(1 - phi**2) * errors[:, at]
    return errors


def _panel(random, others=20, periods=36, after=12, phi=0.3, effect=0.0):
    """One treated shop, ``a0``, among others: a shared shock, a season, a trend, noise of standard deviation 1."""
    month = np.arange(periods)
    shared = _autoregression(random, 1, periods, phi)[0]
    loading = np.append(1.0, random.uniform(0.5, 1.5, others))[:, None]
    own = _autoregression(random, others + 1, periods, phi)
    level = 100 + random.normal(0, 5, others + 1)[:, None]
    values = level + np.sqrt(0.5) * (own + loading * shared) + np.sin(2 * np.pi * month / 12) + 0.02 * month
    values[0, periods - after :] += effect
    shops = np.repeat([f"a{each}" for each in range(others + 1)], periods)
    return pd.DataFrame({"shop": shops, "month": np.tile(month, others + 1), "sales": values.ravel()})


@pytest.fixture
def panel():
    """Maker of panels."""
    return _panel


@pytest.fixture
def public():
    """Reader of a public data set that lies beside the project."""

    def read(name: str, **options) -> pd.DataFrame:
        path = DATA / name
        if not path.is_file():
            pytest.skip(f"{name} is not there: public data lie beside the project, not in it")
        return pd.read_csv(path, **options)

    return read
