"""Who may be recognised for a measure: a part in it that the ledger has, consent, and a way back."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.errors import InputError, Place
from diagnostics.loop.intervene.ledger.seed import check_event
from diagnostics.loop.intervene.ledger.transitions import advance, follow
from diagnostics.model.ledger_event import LedgerEvent
from diagnostics.model.recognition import contributions_of, recognition_records, withdrawn_in
from diagnostics.run.ledger.recognition import _whom
from tests.loop.intervene.conftest import entry

PEOPLE = {"li": "李店长", "hr_zhang": "张经理", "zhao": "赵主管"}
TASK = {"name": "带教", "owner": "zhao", "done": "2025-05-20"}
AGREED = {"person": "zhao", "consent": "2025-08-01"}


def state(*later, **fields):
    """A measure that has started, then what the test adds."""
    found = None
    for each in (entry("A-1", "2025-03-20", "planned", **fields), entry("A-2", "2025-05-01", "started"), *later):
        found = follow(found, each)
    return found


def recognise(event="R-1", kind="recognised", at="2025-08-02", **whom):
    return entry(event, at, kind, whom=whom or AGREED)


def record(found, silent=()):
    return [(each["name"] or each["team"], each["part"]) for each in recognition_records(found, PEOPLE, silent)]


def test_who_did_a_task_and_agreed_is_recognised_with_what_the_ledger_has():
    (told,) = record(follow(state(tasks=[TASK]), recognise()))
    assert told == ("赵主管", {"owner": False, "tasks": 1, "milestones": 0, "check_ins": 0})


@pytest.mark.parametrize(
    ("later", "fields", "counted"),
    [
        ([entry("A-3", "2025-06-01", "check_in", progress=0.5)], {}, ("hr_zhang", 0, 0, 1)),
        ([entry("A-3", "2025-06-01", "completed")], {"owner": "zhao"}, ("zhao", 0, 0, 0)),
        (
            [entry("A-3", "2025-06-01", "check_in", progress=0.5)],
            {"owner": "zhao", "milestones": [{"name": "过半", "due": "2025-06-30", "progress": 0.5}]},
            ("zhao", 0, 1, 0),
        ),
        ([], {"owner": "zhao", "tasks": [{**TASK, "owner": ""}]}, ("zhao", 1, 0, 0)),
    ],
)
def test_reports_milestones_tasks_and_a_completed_measure_are_contributions(later, fields, counted):
    who, *numbers = counted
    found = contributions_of(state(*later, **fields), who)
    assert found
    assert [found.tasks, found.milestones, found.check_ins] == numbers


@pytest.mark.parametrize(
    ("whom", "fields", "match"),
    [
        (AGREED, {}, "nothing that 'zhao' did for it: no task done, no report"),
        (AGREED, {"owner": "zhao"}, "nothing that 'zhao' did"),
        (AGREED, {"tasks": [{**TASK, "done": None}]}, "nothing that 'zhao' did"),
        ({"person": "zhao"}, {"tasks": [TASK]}, "without 'consent'; give the day"),
        ({"person": "zhao", "consent": "2025-08-03"}, {"tasks": [TASK]}, "has agreed by the day of the entry"),
        ({"team": "jinniu"}, {}, "which is done to wuhou; a team has a part in its own"),
        (AGREED, {"tasks": [TASK], "external": True}, "nobody here decided"),
    ],
)
def test_who_has_no_part_or_did_not_agree_is_refused_with_what_is_missing(whom, fields, match):
    with pytest.raises(InputError, match=match):
        follow(state(**fields), recognise(**whom))


def test_nobody_is_recognised_before_the_measure_starts():
    with pytest.raises(InputError, match="recognises somebody for measure 'pay_link'.*but it is planned"):
        follow(follow(None, entry("A-1", "2025-03-20", "planned", tasks=[TASK])), recognise())


@pytest.mark.parametrize("people", [{}, {"li": "李店长"}])
def test_only_who_acts_by_a_display_name_is_recognised(people):
    with pytest.raises(InputError, match="person 'zhao'"):
        advance(state(tasks=[TASK]), recognise(), today=date(2025, 9, 1), people=people)


def test_a_withdrawal_takes_the_name_from_pages_of_earlier_days_too():
    before = follow(state(tasks=[TASK]), recognise())
    after = follow(before, recognise("R-2", "withdrawn", "2025-09-01", person="zhao"))
    assert record(after) == []
    # A page of August that is made again in September reads the ledger as of August.
    assert record(before)
    assert record(before, withdrawn_in([after])) == []
    again = follow(after, recognise("R-3", at="2025-09-02"))
    assert len(record(again, withdrawn_in([again]))) == 1


def test_nobody_is_recognised_twice_for_a_measure_and_only_who_is_can_be_withdrawn():
    once = follow(state(tasks=[TASK]), recognise())
    with pytest.raises(InputError, match="is recognised for it since 2025-08-02"):
        follow(once, recognise("R-2"))
    with pytest.raises(InputError, match="recognition 'li'"):
        follow(once, recognise("R-2", "withdrawn", person="li"))


def test_who_acts_no_more_is_named_no_more():
    found = follow(state(tasks=[TASK]), recognise())
    assert recognition_records(found, {"li": "李店长"}) == []


def test_a_team_needs_no_consent_and_no_person_passes_as_a_team(make_engagement):
    assert record(follow(state(), recognise(team="wuhou"))) == [("wuhou", None)]
    with pytest.raises(InputError, match="names as a team somebody who is measured"):
        check_event(make_engagement(), recognise(team="wang"), Place("ledger.yaml"))


def test_a_note_that_names_somebody_measured_is_refused(make_engagement):
    told = entry("R-1", "2025-08-02", "recognised", whom=AGREED, note="带着王五一起做")
    with pytest.raises(InputError, match="names somebody who is measured"):
        check_event(make_engagement(), told, Place("ledger.yaml"))


def test_a_measured_person_is_found_by_the_command_only_among_those_who_act(make_engagement):
    assert _whom(make_engagement(), "wang") == {"person": "wang"}
    with pytest.raises(InputError, match="person or team 'wang'") as refused:
        _whom(make_engagement(people={"li": "李店长"}), "wang")
    assert "wuhou" in str(_whom(make_engagement(), "wuhou"))
    assert "did you mean 'wang'" not in str(refused.value)


@pytest.mark.parametrize(
    ("whom", "match"),
    [({}, "has no 'whom'"), ({"person": "a", "team": "b"}, "of a 'person' or of a 'team'")],
)
def test_an_entry_that_names_nobody_or_both_is_refused(whom, match):
    with pytest.raises(ValueError, match=match):
        LedgerEvent.model_validate({
            "event": "R-1", "at": "2025-08-02", "actor": "li", "kind": "recognised", "id": "pay_link",
            **({"whom": whom} if whom else {}),
        })  # fmt: skip
