"""Records as the intervene step hands them over, and engagements made in memory."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.handoff import write_records, write_table
from diagnostics.loop.track import follow
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi


def record(key="pay_link", **fields):
    """A measure of the hand-off ``interventions``."""
    return {
        "id": key, "title": {"zh": f"措施{key}", "en": f"Measure {key}"}, "dimension": "incentive", "kpi": "revenue",
        "process_kpi": None, "entities": ["s1"], "entities_withheld": 0, "owner": "li", "owner_name": "李店长",
        "due": "2025-06-30", "expected": None, "start": "2025-05-01", "planned_start": "2025-05-01", "planned": "2025-03-01",
        "started": "2025-05-01", "ended": None, "decision": "2025-11-30", "trial": None, "milestones": [], "state": "started",
        "progress": 0.0, "last_check_in": None, "baseline": None, "target": None, **fields,
    }  # fmt: skip


@pytest.fixture(scope="session")
def case():
    """Constructors: conftest modules are not imported by name."""
    return SimpleNamespace(record=record, observations=observations)


MONTHS = pd.period_range("2022-01", "2025-12", freq="M")
KPIS = {
    "revenue": Kpi(
        id="revenue", name="营收", unit="money", direction="higher", source="s", measure="sum(x)", mother=True
    ),
    "conversion": Kpi(id="conversion", name="转化率", unit="share", direction="higher", source="s", measure="sum(x)"),
    "waiting": Kpi(id="waiting", name="等候", unit="minutes", direction="lower", source="s", measure="mean(x)"),
    "size": Kpi(id="size", name="规模", unit="count", direction="none", source="s", measure="sum(x)"),
}
STORES = [Entity(id=f"s{n}", level="store", parent="firm", peer_group="city") for n in range(1, 11)]
ENTITIES = Entities(
    (Entity(id="firm", level="firm"), *STORES, Entity(id="wang", level="staff", parent="s1", person=True))
)
LEVELS = {"revenue": 100_000.0, "conversion": 0.2, "waiting": 12.0, "size": 40.0}


def observations(effects=(), until="2025-12", noise=0.02, seed=7):
    """Observations of ten stores and their firm; effects are (kpi, entity, first month, factor)."""
    rng = np.random.default_rng(seed)
    rows = []
    for kpi, level in LEVELS.items():
        season = 1 + 0.1 * np.sin(np.arange(len(MONTHS)) * np.pi / 6)
        for entity in ENTITIES:
            values = level * season * (1 + noise * rng.standard_normal(len(MONTHS)))
            for _, _, first, factor in [each for each in effects if each[:2] == (kpi, entity.id)]:
                values = values * np.where(pd.Period(first, "M") <= MONTHS, factor, 1.0)
            rows += [_observation(kpi, entity, *each) for each in zip(MONTHS, values, strict=True)]
    table = pd.DataFrame(rows)
    return table[table["period"] <= until].reset_index(drop=True)


def _observation(kpi, entity, month, value):
    nothing = dict.fromkeys(("numerator", "denominator", "base", "target_high", "stretch", "people"), float("nan"))
    return {
        "kpi": kpi, "level": entity.level, "entity": entity.id, "cycle": "month", "period": str(month),
        "start": month.start_time.date(), "value": value, "target": LEVELS[kpi] * 1.1, "n": 30.0, **nothing,
    }  # fmt: skip


@pytest.fixture
def engagement(tmp_path):
    """Ten stores of a firm, with a person in one of them."""
    settings = Settings.model_validate({"id": "acme", "client": "甲方", "sources": {"s": {"file": "s.csv"}}})
    return Engagement(tmp_path, settings, dict(KPIS), (), ENTITIES, (), {})


@pytest.fixture
def followed(engagement, tmp_path, case):
    """Tracking of these measures over these observations, at the end of a month."""

    def make(records, table=None, as_of="2025-12-31", settings=None, focus=None, kpis=None, **options):
        run = tmp_path / "run"
        write_records(run, "interventions", {"as_of": as_of, "interventions": list(records)})
        write_table(run, "observations", observations() if table is None else table)
        if focus:
            write_records(run, "diagnosis", {"focus": focus})
        changed = replace(engagement, settings=engagement.settings.model_copy(update=settings or {}))
        changed = replace(changed, kpis={**changed.kpis, **(kpis or {})})
        return follow(changed, as_of[:7], run, **options)

    return make
