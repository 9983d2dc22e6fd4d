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


ENGAGEMENT = """\
id: shops
client: 三家店
sources:
  visits: {file: visits.csv, time: date, entity: store, owner: li}
entities: entities.csv
focus: [%s]
people: {li: 李店长}
"""
KPIS = """\
- id: revenue
  name: {zh: 营收, en: Revenue}
  unit: money
  direction: higher
  source: visits
  measure: sum(sales)
  formula: traffic * conversion_rate * basket
  dimensions: [channel]
  mother: true
- {id: traffic, name: 客流, unit: count, direction: higher, source: visits, measure: sum(visits), dimensions: [channel], parent: revenue}
- {id: conversion_rate, name: 转化率, unit: share, direction: higher, source: visits, measure: sum(orders) / sum(visits), dimensions: [channel], parent: revenue}
- {id: basket, name: 客单价, unit: money, direction: higher, source: visits, measure: sum(sales) / sum(orders), parent: revenue}
- {id: cost, name: 成本, unit: money, direction: lower, source: visits, measure: sum(cost), parent: profit}
- {id: profit, name: 利润, unit: money, direction: higher, formula: revenue - cost}
- {id: buyers, name: 买家数, unit: count, direction: higher, source: visits, measure: count_distinct(member), dimensions: [channel]}
- {id: busy_days, name: 忙碌天数, unit: days, direction: none, source: visits, measure: count(date)}
"""
SCORECARDS = """\
- role: manager
  level: store
  items:
    - {kpi: revenue, weight: 0.6, core: true, targets: {base: 1500, target: 2000, stretch: 2500, from: history}}
    - {kpi: conversion_rate, weight: 0.4, targets: {target: 0.2, from: history}}
"""
ENTITIES = "id,name,level,parent,peer_group,person\nchain,全店,company,,,\nx,甲店,store,chain,city,\ny,乙店,store,chain,city,\nz,丙店,store,chain,city,\n"


def _facts() -> pd.DataFrame:
    """Three shops, two channels, 18 months; in the last month shop x sells to fewer visitors from the web."""
    rows = []
    for month in pd.period_range("2024-01", "2025-06", freq="M"):
        for shop in "xyz":
            for channel, visits in (("web", 60), ("walk_in", 40)):
                worse = shop == "x" and channel == "web" and str(month) == "2025-06"
                orders = 6 if worse else 12 + month.month % 3
                sales = orders * (100 + month.month)
                rows.append((f"{month}-15", shop, channel, visits, orders, sales, sales // 2, f"m{month.month}{shop}"))
    return pd.DataFrame(rows, columns=["date", "store", "channel", "visits", "orders", "sales", "cost", "member"])


def _build(folder, facts=None, *, focus="x", entities=ENTITIES, level="store"):
    from diagnostics.dictionary.load import load_engagement

    (folder / "data").mkdir(parents=True)
    (_facts() if facts is None else facts).to_csv(folder / "data" / "visits.csv", index=False)
    scorecards = SCORECARDS.replace("level: store", f"level: {level}")
    texts = {"engagement": ENGAGEMENT % focus, "kpis": KPIS, "scorecards": scorecards}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "entities.csv").write_text(entities, encoding="utf-8")
    return load_engagement(folder)


@pytest.fixture(scope="session")
def build_shops():
    """Maker of an engagement of three shops in a folder of one's own."""
    return _build


@pytest.fixture
def shops(tmp_path):
    """Maker of an engagement of three shops, its facts changed at will."""
    return lambda facts=None, **options: _build(tmp_path / "shops", facts, **options)


@pytest.fixture
def facts() -> pd.DataFrame:
    """Facts of the three shops."""
    return _facts()


@pytest.fixture(scope="session")
def diagnosis(build_shops, tmp_path_factory):
    """The whole step on the three shops, once for all tests; they only read it."""
    from diagnostics.loop.diagnose import diagnose

    return diagnose(build_shops(tmp_path_factory.mktemp("client") / "shops"), "2025-06")


_BESIDE = {"quality_card": None, "traps_of": None, "leading_record": None, "expected_records": ()}


@pytest.fixture
def no_asides(monkeypatch):
    """The step without what stands beside gaps, drivers and slices, for tests that look at nothing else."""
    from diagnostics.loop.diagnose import step

    for name, nothing in _BESIDE.items():
        monkeypatch.setattr(step, name, lambda *_, nothing=nothing, **__: nothing)
    counted = step.to_date_figures
    monkeypatch.setattr(step, "to_date_figures", lambda engine, gaps, seen: counted(engine, gaps.iloc[:0], seen))


@pytest.fixture
def gaps_alone(monkeypatch):
    """The step with its gaps alone, the year to date among them, for tests that look at nothing else."""
    from diagnostics.loop.diagnose import step

    for name, nothing in {**_BESIDE, "driver_records": ([], []), "slice_records": ([], [])}.items():
        monkeypatch.setattr(step, name, lambda *_, nothing=nothing, **__: nothing)
