"""Small observations for the tests of the diagnose step."""

import pandas as pd
import pytest

from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import FIGURES, Observations
from diagnostics.model.period import Calendar

CALENDAR = Calendar()


def _observations(rows) -> Observations:
    """Observations from short rows: kpi, entity, period, value, and any other figure by name."""
    full = []
    for row in rows:
        period = CALENDAR.parse(row["period"])
        keys = {"level": "store", "cycle": period.cycle, "start": pd.Timestamp(period.start)}
        full.append({**dict.fromkeys(FIGURES, float("nan")), "n": 1.0, **keys, **row})
    return Observations(pd.DataFrame(full))


def _kpi(key: str = "sales", direction: str = "higher", **more) -> Kpi:
    return Kpi(id=key, name=key, unit="number", direction=direction, source="s", measure="sum(x)", **more)


@pytest.fixture
def observations():
    """Maker of observations."""
    return _observations


@pytest.fixture
def kpi():
    """Maker of KPIs."""
    return _kpi


@pytest.fixture
def stores() -> Entities:
    chain = Entity(id="chain", level="company")
    return Entities((chain, *(Entity(id=each, level="store", parent="chain", peer_group="city") for each in "abcd")))
