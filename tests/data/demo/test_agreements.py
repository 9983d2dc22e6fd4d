"""The demo ledgers tell who signed what: their fingerprints are those of the terms beside them."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.data.demo.case import write_case
from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.loop.intervene.scenario_content import scenario_hash


@pytest.fixture(scope="module", params=["a", "b"])
def demo(request, tmp_path_factory):
    """A demo client with its ledger, by case."""
    folder = tmp_path_factory.mktemp("demo") / request.param
    write_case(request.param, folder)
    engagement = load_engagement(folder)
    seed(engagement)
    return request.param, engagement


def test_the_measures_of_the_story_start_signed_and_cleared(demo):
    case, engagement = demo
    measure, parties, cleared = {
        "a": ("pay_link", {"zhou", "li", "chen"}, True),
        "b": ("grading_271", {"meng", "xu", "shen"}, False),
    }[case]
    state = open_ledger(engagement).states()[measure]
    assert {each.party for each in state.signed} == parties
    assert all(each.at < state.started and each.expected is not None for each in state.signed)
    assert (state.clearance is not None) == cleared


@pytest.mark.parametrize("demo", ["a"], indirect=True)
def test_case_a_is_signed_on_the_pay_scenario_beside_it_and_answered_an_objection(demo):
    _, engagement = demo
    state = open_ledger(engagement).replay(date(2025, 6, 30))["pay_link"]
    assert state.intervention.scenario_hash == scenario_hash(engagement, state.intervention.scenario)
    (objection,) = state.objections
    assert (objection.party, objection.due, objection.answered) == ("chen", date(2025, 6, 22), date(2025, 6, 18))
    assert {engagement.settings.roles[each] for each in state.intervention.parties} == {"hr", "business", "staff"}
