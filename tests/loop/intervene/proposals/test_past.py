"""What measures of the same kind did at other clients, told beside what is planned."""

import json

import pytest

from diagnostics.loop.intervene.proposals.past import past_effects
from diagnostics.model.intervention import Intervention
from diagnostics.run.keys import engagement_inputs
from tests.loop.intervene.conftest import measure
from tests.practice_files import closed, effect, library


@pytest.fixture
def firm(tmp_path, monkeypatch):
    def make(*cases):
        monkeypatch.setenv("PERFLOOP_PRACTICES", str(library(tmp_path.parent / f"{tmp_path.name} firm", cases)))

    return make


PLANNED = Intervention.model_validate_json(json.dumps(measure(library="Follow-up-calls")))


def test_like_measures_are_told_with_failed_ones_among_them(make_engagement, firm):
    failed = closed(1, "e00000002", verdict="no_evidence", effect=effect(0.0, -0.05, 0.05))
    firm(closed(1), failed, closed(1, "e00000003", synthetic=True, effect=effect(0.9, 0.8, 1.0)))
    (told,) = past_effects(make_engagement(), [PLANNED])
    assert told["counts"]["used"] == 2
    assert told["ahead"]["likely"]["high"] < 0.3
    assert "过去同类措施可用的有 2 个，来自 2 家客户" in told["text"]["zh"]


def test_nothing_is_told_without_a_library_without_a_kind_or_of_another_kpi(make_engagement, firm):
    assert past_effects(make_engagement(), [PLANNED]) == ()
    firm(closed(1), closed(2, verdict="insufficient", kind="other"))
    assert past_effects(make_engagement(), [PLANNED.model_copy(update={"library": ""})]) == ()
    assert past_effects(make_engagement(), [PLANNED.model_copy(update={"kpi": "conversion"})]) == ()
    assert past_effects(make_engagement(), [PLANNED.model_copy(update={"library": "other"})]) == ()


def test_a_run_is_computed_anew_when_the_librarys_records_change(make_engagement, firm, monkeypatch):
    monkeypatch.setattr("diagnostics.run.keys.source_files", lambda engagement: {})
    before = engagement_inputs(make_engagement(), "")["ledger"]
    firm(closed(1))
    after = engagement_inputs(make_engagement(), "")["ledger"]
    assert set(after) - set(before) == {"practice library"}
