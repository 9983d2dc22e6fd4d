"""A measure without cause, owner, due date or yardstick is refused, each with one sentence."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from diagnostics.model.intervention import Intervention
from diagnostics.model.ledger_event import LedgerEvent

SAID = {
    "id": "pay_link", "title": "薪酬挂钩", "dimension": "incentive", "cause": "干好干坏一个样", "kpi": "revenue",
    "entities": ["wuhou"], "owner": "li", "due": "2025-04-30", "measure": "全员签字",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("cause", "has no cause"), ("owner", "has no owner"), ("due", "has no due date"), ("measure", "has no measure")],
)
@pytest.mark.parametrize("value", [..., None, "", "   ", {"zh": " ", "en": ""}])
def test_a_measure_that_lacks_what_it_needs_is_refused_in_a_sentence(field, sentence, value):
    said = {key: each for key, each in {**SAID, field: value}.items() if each is not ...}
    with pytest.raises(ValidationError, match=f"measure 'pay_link' {sentence}") as caught:
        Intervention.model_validate(said)
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"dimension": "training"}, "skills"),
        ({"entities": []}, "at least 1"),
        ({"entities": ["a", "a"]}, "'a' occurs 2 times"),
        ({"process_kpi": "revenue"}, "process_kpi is 'revenue' too"),
        ({"expected": {"relative": 0.1, "absolute": 3}}, "either 'relative' or 'absolute'"),
        ({"expected": {"by": "li"}}, "either 'relative' or 'absolute'"),
        ({"baseline": float("nan")}, "finite"),
        ({"cost": -1}, "greater than or equal to 0"),
        ({"trial": {"from": "2025-02-01", "to": "2025-01-01"}}, "before it starts"),
        ({"due": "9999-12-31"}, "less than or equal to 2199-12-31"),
        ({"start": "0001-01-01"}, "greater than or equal to 1970-01-01"),
        ({"id": "../x"}, "pattern"),
        ({"ownr": "li"}, "Extra inputs"),
        ({"title": ""}, "title that readers see"),
    ],
)
def test_a_measure_that_breaks_a_rule_is_refused(change, rule):
    with pytest.raises(ValidationError, match=rule):
        Intervention.model_validate({**SAID, **change})


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"kind": "planned"}, "plans nothing"),
        ({"kind": "planned", "intervention": SAID, "id": "other"}, "has id 'other', but plans 'pay_link'"),
        ({"kind": "started", "intervention": SAID}, "only a planned event"),
        ({"kind": "started"}, "names no measure"),
        ({"kind": "started", "id": "x", "progress": 0.5}, "only a check_in bears 'progress'"),
        ({"kind": "check_in", "id": "x"}, "says nothing"),
        ({"kind": "check_in", "id": "x", "progress": 1.2}, "less than or equal to 1"),
        ({"kind": "stopped", "id": "x"}, "has no 'reason'"),
        ({"kind": "changed", "id": "x", "reason": "y"}, "changes nothing"),
        ({"kind": "changed", "id": "x", "change": {"due": "2025-05-01"}}, "has no 'reason'"),
        ({"kind": "changed", "id": "x", "reason": "y", "change": {"deu": "2025-05-01"}}, "did you mean 'due'"),
        ({"kind": "changed", "id": "x", "reason": "y", "change": {"id": "z"}}, "no field of a measure that can change"),
        ({"kind": "changed", "id": "x", "reason": "y", "change": {"due": "soon"}}, "due == 'soon'"),
        ({"kind": "started", "id": "x", "change": {"cost": 1}}, "only a changed event"),
        ({"kind": "paused", "id": "x"}, "'planned', 'started'"),
    ],
)
def test_an_event_that_does_not_fit_its_kind_is_refused(fields, rule):
    with pytest.raises(ValidationError, match=rule):
        LedgerEvent.model_validate({"event": "A-1", "at": "2025-05-01", "actor": "li", **fields})


def test_the_content_of_an_event_is_plain_and_reads_back_to_the_same_event():
    said = {"event": "A-1", "at": "2025-05-01", "actor": "li", "kind": "changed", "id": "x", "reason": "y"}
    event = LedgerEvent.model_validate(
        {**said, "change": {"cost": 3, "trial": {"from": "2025-01-01", "to": "2025-02-01"}}}
    )
    content = event.content()
    assert content["change"] == {"cost": 3.0, "trial": {"from": "2025-01-01", "to": "2025-02-01"}}
    assert LedgerEvent.model_validate(content) == event


def test_a_field_that_a_later_version_adds_does_not_change_what_is_recorded():
    planned = LedgerEvent.model_validate(
        {"event": "A-1", "at": "2025-05-01", "actor": "li", "kind": "planned", "intervention": SAID}
    )
    assert set(planned.content()) == {"event", "at", "actor", "kind", "intervention"}
    assert set(planned.content()["intervention"]) == set(SAID)
