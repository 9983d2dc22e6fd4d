"""Engagements made in memory, with whatever the ledger.yaml of the test says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from diagnostics.errors import Place
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.ledger_event import LedgerEvent

KPIS = [
    Kpi(id="revenue", name="营收", unit="money", direction="higher", source="s", measure="sum(x)", mother=True),
    Kpi(id="conversion", name="转化率", unit="share", direction="higher", source="s", measure="sum(x) / sum(y)"),
    Kpi(id="waiting", name="等候时间", unit="minutes", direction="lower", source="s", measure="mean(x)"),
]
ENTITIES = Entities(
    (
        Entity(id="firm", level="company"),
        Entity(id="wuhou", name="武侯店", level="store", parent="firm", peer_group="city"),
        Entity(id="jinniu", name="金牛店", level="store", parent="firm", peer_group="city"),
        Entity(id="wang", name="王五", level="staff", parent="wuhou", person=True),
    )
)


def measure(**fields):
    """A measure with everything that is needed, and what the test changes."""
    said = {
        "id": "pay_link", "title": {"zh": "薪酬挂钩", "en": "Pay link"}, "dimension": "incentive", "cause": "干好干坏一个样",
        "kpi": "revenue", "process_kpi": "conversion", "entities": ["wuhou"], "owner": "li", "due": "2025-04-30",
        "measure": "新方案全员签字", "expected": {"relative": 0.1, "by": "li"}, "start": "2025-05-01",
        "decision": "2025-11-30", "cost": 12000,
    }  # fmt: skip
    return {key: value for key, value in {**said, **fields}.items() if value is not ...}


def entry(event, at, kind, **fields):
    """An entry of ledger.yaml; planned ones bear a measure."""
    fields = {"intervention": measure(**fields)} if kind == "planned" else {"id": "pay_link", **fields}
    return LedgerEvent.model_validate({"event": event, "at": at, "actor": "hr_zhang", "kind": kind, **fields})


def story():
    """The life of one measure."""
    return [
        entry("A-001", "2025-03-20", "planned"),
        entry("A-002", "2025-05-01", "started"),
        entry("A-003", "2025-06-01", "check_in", progress=0.5, note="一半人已签"),
        entry("A-004", "2025-07-01", "changed", change={"due": "2025-08-31"}, reason="两人休假"),
        entry("A-005", "2025-08-20", "completed"),
    ]


@pytest.fixture
def make_engagement(tmp_path):
    """Engagement in the test's folder with these entries in its ledger.yaml."""

    def make(events=(), **settings):
        named = {
            "id": "acme",
            "client": "甲方",
            "sources": {"s": {"file": "s.csv"}},
            "people": {"li": "李店长", "wang": "wang", "hr_zhang": "hr_zhang"},
        }
        places = {("event", each.event): Place("ledger.yaml", line + 2) for line, each in enumerate(events)}
        return Engagement(
            folder=tmp_path,
            settings=Settings.model_validate({**named, **settings}),
            kpis={each.id: each for each in KPIS},
            scorecards=(),
            entities=ENTITIES,
            seeds=tuple(events),
            places=places,
        )

    return make


@pytest.fixture(scope="session")
def ledger_of():
    """Constructors of entries: conftest modules are not imported by name."""
    return SimpleNamespace(entry=entry, measure=measure, story=story)
