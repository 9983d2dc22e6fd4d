"""The fingerprint of an agreement: of its terms alone, the same for ever."""

from __future__ import annotations

import pytest

from diagnostics.loop.intervene.ledger.chain import GENESIS, link
from diagnostics.model.contract import TERMS, contract_hash, contract_terms, short_hash
from diagnostics.model.intervention import Intervention
from diagnostics.model.ledger_event import Anchor, LedgerEvent
from diagnostics.model.measure_terms import Task, Tick

SAID = {"id": "m", "title": "t", "dimension": "skills", "cause": "c", "kpi": "revenue", "entities": ["w"], "owner": "li",
        "due": "2025-04-30", "measure": "m", "cost": 12}  # fmt: skip


def agreed(**fields):
    return contract_hash(Intervention.model_validate({**SAID, **fields}))


def test_the_fingerprint_is_that_of_the_terms_however_they_are_written():
    assert agreed() == agreed(cost=12.0, title={"zh": "t", "en": "t"}, external=False, tasks=[], objection_days=10)
    assert short_hash(agreed()) == agreed()[:8]


@pytest.mark.parametrize("name", [each for each in TERMS if each != "id"])
def test_every_term_changes_the_fingerprint(name):
    other = {
        "title": "u", "cause": "d", "kpi": "margin", "process_kpi": "visits", "entities": ["w", "x"], "owner": "wang",
        "due": "2025-05-01", "measure": "n", "baseline": 1.0, "target": 2.0, "decision": "2025-06-01",
        "trial": {"from": "2025-01-01", "to": "2025-02-01"}, "stop_rule": "s", "parties": ["li"], "cost": 13,
        "currency": "CNY", "benefit": {"firm": "f"}, "touches_pay": True, "objection_route": "r", "objection_days": 5,
        "scenario_hash": "a" * 64,
    }[name]  # fmt: skip
    assert agreed(**{name: other}) != agreed()


@pytest.mark.parametrize(
    "fields",
    [{"tasks": [{"name": "x"}]}, {"effort": 3}, {"confidence": 0.5}, {"library": "card"}, {"start": "2025-05-01"},
     {"dimension": "process"}, {"approvals": [{"by": "li", "at": "2025-03-01"}]}, {"expected": {"relative": 0.1}},
     {"scenario": "scenarios/new.yaml"}, {"milestones": [{"name": "a", "due": "2025-04-01", "progress": 1}]}],
)  # fmt: skip
def test_what_is_no_term_leaves_the_fingerprint(fields):
    assert agreed(**fields) == agreed()
    assert set(contract_terms(Intervention.model_validate({**SAID, **fields}))) <= set(TERMS)


def test_entries_written_before_there_were_signatures_keep_their_hashes():
    told = {"event": "1", "at": "2025-03-01", "actor": "li", "kind": "planned", "intervention": SAID}
    entry = link(Anchor(0, GENESIS), LedgerEvent.model_validate(told))
    assert entry.hash == "3e0b977c3067a91687732ab3eeaae7e3cc7f5d2a08c25374b45c0fd73203fb50"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"parties": ["li", "li"]}, "party 'li' occurs 2 times; each signs once"),
        ({"parties": [""]}, "at least 1 character"),
        ({"effort": 6}, "less than or equal to 5"),
        ({"confidence": 1.5}, "less than or equal to 1"),
        ({"objection_days": 0}, "greater than or equal to 1"),
        ({"scenario": "../secret.yaml"}, "match pattern"),
        ({"scenario": "scenarios/a/../../b.yaml"}, "match pattern"),
        ({"scenario_hash": "5f2f"}, "match pattern"),
        ({"tasks": [{"name": " "}]}, "a task has a name"),
    ],
)
def test_what_an_agreement_cannot_be_is_refused(fields, rule):
    with pytest.raises(ValueError, match=rule):
        agreed(**fields)


def test_an_item_of_the_checklist_is_done_or_not_needed_and_never_both():
    assert Tick(on="2025-04-01").on is not None
    for fields in ({}, {"on": "2025-04-01", "not_needed": "x"}, {"not_needed": " "}):
        with pytest.raises(ValueError, match="either done 'on' a day or 'not_needed'"):
            Tick.model_validate(fields)
    assert Task(name="x").owner == ""
