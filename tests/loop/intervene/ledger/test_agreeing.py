"""No start without the parties' signatures under these very terms; objections get an answer."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.ledger.transitions import advance
from diagnostics.model.contract import contract_hash
from diagnostics.model.intervention import Intervention

PARTIES = ["hr_zhang", "li", "wang"]
CHECKLIST = {
    "consent": {"on": "2025-04-20"},
    "consultation": {"on": "2025-04-10"},
    "publication": {"on": "2025-04-21"},
    "trial": {"not_needed": "已约定六个月试行"},
}


def told(events, state=None):
    for event in events:
        state = advance(state, event, ["pay_link"])
    return state


@pytest.fixture
def say(ledger_of):
    """Entries by number; the terms signed are those of the measure as planned, unless the test names others."""

    class Say:
        def __init__(self):
            self.fields = {"parties": PARTIES}
            self.number = 1

        def planned(self, **fields):
            self.fields = {**self.fields, **fields}
            return ledger_of.entry("A-001", "2025-03-20", "planned", **self.fields)

        @property
        def terms(self):
            return contract_hash(Intervention.model_validate(ledger_of.measure(**self.fields)))

        def __call__(self, kind, at="2025-04-25", **fields):
            self.number += 1
            return ledger_of.entry(f"A-{self.number:03}", at, kind, **fields)

        def signed(self, party, **fields):
            return self("signed", party=party, **{"hash": self.terms, **fields})

    return Say()


def test_a_measure_starts_once_every_party_signed_its_present_terms(say):
    state = told([say.planned(), *(say.signed(each, expected={"relative": 0.1}) for each in PARTIES), say("started")])
    assert state.phase == "started"
    assert state.unsigned == ()
    assert [each.expected.relative for each in state.signatures] == [0.1, 0.1, 0.1]


def test_a_start_without_a_signature_names_who_is_missing(say):
    state = told([say.planned(), say.signed("hr_zhang")])
    rule = r"starts measure 'pay_link', but 'li', 'wang' have not signed its present terms \([0-9a-f]{8}\)"
    with pytest.raises(InputError, match=rule):
        advance(state, say("started"))


@pytest.mark.parametrize(
    "change",
    [{"cost": 1}, {"target": 2.0}, {"owner": "zhou"}, {"trial": {"from": "2025-05-01", "to": "2025-06-01"}},
     {"scenario_hash": "a" * 64}, {"stop_rule": "连续两月低于基线"}, {"benefit": {"staff": "多劳多得"}}],
)  # fmt: skip
def test_changed_terms_ask_for_every_signature_anew(say, change):
    state = told([say.planned(), *(say.signed(each) for each in PARTIES), say("changed", change=change, reason="议定")])
    assert state.unsigned == tuple(PARTIES)
    with pytest.raises(InputError, match=r"'hr_zhang' \(signed other terms\), 'li' \(signed other terms\)"):
        advance(state, say("started"))
    with pytest.raises(InputError, match="they changed, or were never these"):
        advance(state, say.signed("li"))
    again = told([*(say.signed(each, hash=state.contract) for each in PARTIES), say("started")], state)
    assert again.phase == "started"


@pytest.mark.parametrize(
    "change",
    [{"tasks": [{"name": "培训", "done": "2025-04-24"}]}, {"confidence": 0.4}, {"effort": 2}, {"library": "training"},
     {"milestones": [{"name": "过半", "due": "2025-06-01", "progress": 0.5}]}],
)  # fmt: skip
def test_what_is_only_reported_leaves_the_signatures(say, change):
    events = [say.planned(), *(say.signed(each) for each in PARTIES)]
    assert told([*events, say("changed", change=change, reason="进展"), say("started")]).phase == "started"


def test_a_measure_that_touches_pay_starts_only_with_parties_and_the_legal_checklist(say):
    bare = told([say.planned(touches_pay=True, parties=...)])
    with pytest.raises(InputError, match="touches pay and names no parties"):
        advance(bare, say("started"))
    state = told([say.planned(parties=PARTIES), *(say.signed(each) for each in PARTIES)])
    with pytest.raises(InputError, match="nobody ticked the legal checklist"):
        advance(state, say("started"))
    cleared = told([say("cleared", hash=say.terms, checklist=CHECKLIST)], state)
    assert cleared.clearance.actor == "hr_zhang"
    assert told([say("started")], cleared).phase == "started"


def test_a_checklist_ticked_for_other_terms_does_not_count(say):
    ticked = [say.planned(touches_pay=True), say("cleared", hash=say.terms, checklist=CHECKLIST)]
    state = told([*ticked, say("changed", change={"cost": 9}, reason="议定")])
    signed = told([say.signed(each, hash=state.contract) for each in PARTIES], state)
    with pytest.raises(InputError, match="it was ticked for other terms"):
        advance(signed, say("started"))


def test_nobody_signs_twice_or_without_being_a_party(say):
    state = told([say.planned(), say.signed("li")])
    with pytest.raises(InputError, match="who signed these terms"):
        advance(state, say.signed("li"))
    with pytest.raises(UnknownNameError, match="Unknown party 'wagn'.*Did you mean 'wang'"):
        advance(state, say.signed("wagn"))


def test_a_scenario_is_signed_by_its_content(say):
    state = told([say.planned(scenario="scenarios/new.yaml")])
    with pytest.raises(InputError, match="names scenario 'scenarios/new.yaml' without 'scenario_hash'"):
        advance(state, say.signed("li"))


def test_an_objection_is_due_and_is_answered_once_even_after_a_stop(say):
    raised = say("objection", "2025-04-26", party="wang", note="客流不归我管")
    state = told([say.planned(), raised])
    assert state.open_objections[0].due == date(2025, 5, 6)
    stopped = told([say("stopped", "2025-04-28", reason="改期")], state)
    answer = {"answers": raised.event, "outcome": "partly", "reason": "改用转化率"}
    done = told([say("answered", "2025-05-02", **answer)], stopped)
    assert done.open_objections == ()
    assert (done.objections[0].outcome, done.objections[0].answered) == ("partly", date(2025, 5, 2))
    with pytest.raises(InputError, match="which was answered on 2025-05-02"):
        advance(done, say("answered", "2025-05-03", **answer))
    with pytest.raises(UnknownNameError, match="Unknown objection 'A-099'"):
        advance(state, say("answered", "2025-05-03", **{**answer, "answers": "A-099"}))


@pytest.mark.parametrize(
    ("kind", "fields", "rule"),
    [
        ("signed", {"party": "li"}, "has no 'hash'"),
        ("signed", {"hash": "a" * 64}, "has no 'party'"),
        ("signed", {"party": "li", "hash": "abc"}, "hash"),
        ("objection", {"party": "li"}, "say what is objected to"),
        ("answered", {"answers": "A-002", "outcome": "upheld"}, "say why"),
        ("cleared", {"hash": "a" * 64}, "has no 'checklist'"),
        (
            "cleared",
            {"hash": "a" * 64, "checklist": {**CHECKLIST, "trial": {}}},
            "either done 'on' a day or 'not_needed'",
        ),
        ("started", {"party": "li"}, "only signed or objection bears 'party'"),
    ],
)
def test_an_entry_that_says_too_little_or_too_much_is_refused(ledger_of, kind, fields, rule):
    with pytest.raises(ValueError, match=rule):
        ledger_of.entry("A-002", "2025-05-01", kind, **fields)


def test_a_pay_scenario_is_pay_whether_or_not_the_measure_says_so(say):
    planned = say.planned(parties=[], scenario="scenarios/new.yaml", touches_pay=False)
    with pytest.raises(InputError, match="touches pay and names no parties"):
        told([planned, say("started")])


def test_who_has_to_sign_can_be_replaced_and_not_be_struck(say):
    planned = say.planned()
    with pytest.raises(InputError, match="into one that nobody signs; it had hr_zhang, li, wang"):
        told([planned, say("changed", change={"parties": []}, reason="r")])
    assert told([planned, say("changed", change={"parties": ["li"]}, reason="r")]).unsigned == ("li",)


@pytest.mark.parametrize("change", [{"touches_pay": True}, {"scenario": "scenarios/new.yaml"}])
def test_a_measure_that_runs_can_not_become_one_of_pay(say, change):
    planned = say.planned(parties=[])
    with pytest.raises(InputError, match="is started since 2025-04-25, into one that touches pay"):
        told([planned, say("started"), say("changed", change=change, reason="r")])
    assert told([planned, say("changed", change=change, reason="r")]).intervention.changes_pay


def test_nobody_ticks_what_is_yet_to_come(say):
    planned = say.planned(touches_pay=True)
    ahead = CHECKLIST | {"publication": {"on": "2025-04-26"}}
    with pytest.raises(InputError, match="ticks 'publication' .* as done on 2025-04-26"):
        told([planned, say("cleared", hash=say.terms, checklist=ahead)])
