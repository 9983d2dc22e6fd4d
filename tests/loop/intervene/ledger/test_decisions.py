"""Decisions of meetings are entries like any other: chained, sealed, versioned, replayed and guarded."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import StaleVersionError, dry_run, open_ledger, seed
from diagnostics.loop.intervene.ledger_days import ledger_calendar
from diagnostics.model.decision import decided_on
from diagnostics.model.ledger_event import LedgerEvent

TODAY = date(2025, 9, 1)


def decided(event="M-001", at="2025-07-03", **fields):
    said = {"id": "D1", "text": "补两名顾问", "owner": "li", "due": "2025-07-20", "meeting": "2025-07-03", **fields}
    return LedgerEvent.model_validate({"event": event, "at": at, "actor": "li", "kind": "decided", "decision": said})


def later(event, at, kind, **fields):
    stated = {"event": event, "at": at, "actor": "li", "kind": kind, "id": "D1", **fields}
    return LedgerEvent.model_validate(stated)


def life():
    return [
        decided(),
        later(
            "M-002", "2025-07-21", "revised", revision={"due": "2025-08-10", "owner": "hr_zhang"}, reason="李店长休假"
        ),
        later("M-003", "2025-08-05", "reviewed", standing="done"),
        later("M-004", "2025-08-20", "reviewed", standing="open", note="又退回到一名"),
    ]


@pytest.mark.parametrize(
    ("day", "standing", "due", "overdue"),
    [("2025-07-20", "open", "2025-07-20", False), ("2025-07-21", "open", "2025-08-10", False),
     ("2025-08-06", "done", "2025-08-10", False), ("2025-08-20", "open", "2025-08-10", True)],
)  # fmt: skip
def test_a_decision_stands_as_it_stood_on_the_day(make_engagement, day, standing, due, overdue):
    seed(make_engagement(life()), TODAY)
    at = date.fromisoformat(day)
    state = open_ledger(make_engagement()).decisions(at)["D1"]
    assert (state.standing, state.decision.due.isoformat(), state.overdue(at)) == (standing, due, overdue)


def test_decisions_stand_in_the_chain_beside_measures_and_are_none(on_both, ledger_of, sealing):
    engagement = on_both([*ledger_of.story(), *life()], **sealing)
    seed(engagement)
    ledger = open_ledger(engagement)
    assert [each.item for each in ledger.entries()][-4:] == ["decision:D1"] * 4
    assert (set(ledger.states()), set(ledger.replay()), set(ledger.decisions())) == ({"pay_link"}, {"pay_link"}, {"D1"})
    assert ledger.verify() == ()
    assert ledger.decisions() == ledger.decisions(TODAY)
    # What a run reads ends before them: a decision has nothing computed again.
    read, end = ledger.anchor(measures=True), ledger.entries()[-5]
    assert (read.seq, read.hash) == (end.seq, end.hash)
    assert ledger.anchor().seq == read.seq + 4
    assert ledger.anchor(date(2025, 4, 1), measures=True) == ledger.anchor(date(2025, 4, 1))
    assert ledger.verify([read]) == ()


@pytest.mark.parametrize(
    ("statement", "kind", "match"),
    [("UPDATE event SET payload = replace(payload, '07-20', '12-20') WHERE id = 'M-001'", "edited", "not as it was"),
     ("UPDATE item SET state = replace(state, '08-10', '12-10') WHERE id = 'decision:D1'", "state", "decision 'D1'"),
     ("DELETE FROM event WHERE id = 'M-003'", "missing", "lacks entry 3")],
)  # fmt: skip
def test_verify_finds_a_decision_that_was_tampered_with(make_engagement, by_other_means, statement, kind, match):
    engagement = make_engagement(life())
    seed(engagement)
    with by_other_means(engagement) as run:
        run(statement)
    found = [each for each in open_ledger(engagement).verify() if each.kind == kind]
    assert match in found[0].message


def test_a_writer_who_has_seen_an_older_version_is_refused_and_shown_what_differs(make_engagement):
    engagement = make_engagement(life()[:2])
    seed(engagement)
    ledger = open_ledger(engagement, write=True, today=TODAY)
    with pytest.raises(StaleVersionError, match="version 1 of decision 'D1'.*due was '2025-07-20'"):
        ledger.append(later("M-9", "2025-08-05", "reviewed", standing="done"), version=1)
    assert len(ledger.entries()) == 2


@pytest.mark.parametrize(
    ("event", "match"),
    [(decided(owner="lii"), "Unknown person 'lii'.*Did you mean 'li'"),
     (decided(measure="pay"), "Unknown measure 'pay'"),
     (decided(kpi="revenu"), "Unknown KPI 'revenu'.*Did you mean 'revenue'"),
     (decided(entity="wuhuo"), "Unknown entity 'wuhuo'.*Did you mean 'wuhou'"),
     (decided(entity="wang"), "names somebody who is measured"),
     (decided(text="找王五谈话"), "names somebody who is measured"),
     (decided(at="2025-07-02"), "before the meeting on 2025-07-03"),
     (decided(at="2036-07-03"), "yet to come"),
     (later("M-2", "2025-08-05", "reviewed", standing="done"), "Unknown decision 'D1'")],
)  # fmt: skip
def test_a_decision_about_what_nobody_knows_is_refused_before_anything_is_written(make_engagement, event, match):
    engagement = make_engagement([event])
    with pytest.raises(InputError, match=match):
        dry_run(engagement)
    with pytest.raises(InputError, match=match):
        seed(engagement, TODAY)
    assert open_ledger(engagement).entries() == ()


@pytest.mark.parametrize(
    ("event", "match"),
    [(decided("M-2", text="别的"), "decides 'D1' on 2025-07-03, but that was recorded"),
     (later("M-2", "2025-07-02", "reviewed", standing="done"), "don't run backwards"),
     (later("M-2", "2025-07-04", "revised", revision={"due": "2025-07-01"}, reason="x"), "before its meeting")],
)  # fmt: skip
def test_what_can_not_follow_a_decision_is_refused(make_engagement, event, match):
    with pytest.raises(InputError, match=match):
        seed(make_engagement([decided(), event]), TODAY)


@pytest.mark.parametrize(
    ("make", "match"),
    [(lambda: decided(due="2025-07-01"), "due 2025-07-01, before its meeting on 2025-07-03"),
     (lambda: decided(text=""), "says what is to be done"),
     (lambda: later("M-2", "2025-07-04", "reviewed", standing="dropped"), "has no 'note'; say why"),
     (lambda: later("M-2", "2025-07-04", "revised", revision={"due": "2025-08-01"}), "has no 'reason'"),
     (lambda: later("M-2", "2025-07-04", "revised", revision={"text": "x"}, reason="x"), "'text' of a decision doesn't"),
     (lambda: later("M-2", "2025-07-04", "check_in", standing="done", note="x"), "only reviewed bears 'standing'")],
)  # fmt: skip
def test_an_entry_that_says_too_little_or_too_much_is_none(make, match):
    with pytest.raises(ValueError, match=match):
        make()


def test_what_is_open_stands_in_the_calendar_of_who_answers_for_it(make_engagement):
    engagement = make_engagement(
        [decided(), decided("M-5", id="D2"), later("M-6", "2025-07-04", "reviewed", standing="done")]
    )
    seed(engagement, TODAY)
    decisions = open_ledger(engagement).decisions().values()
    text = ledger_calendar(engagement, (), "month", "li", decisions)
    assert "UID:decided.D2@acme" in text
    assert "DTSTART;VALUE=DATE:20250720" in text
    assert "D1@" not in text
    assert "UID" not in ledger_calendar(engagement, (), "month", "hr_zhang", decisions)


def test_what_a_meeting_decided_on_a_measure_counts_until_it_is_dropped(make_engagement):
    seed(make_engagement(life()), TODAY)
    (state,) = open_ledger(make_engagement()).decisions().values()
    about = state.model_copy(update={"decision": state.decision.model_copy(update={"measure": "pay_link"})})
    later = about.model_copy(update={"decision": about.decision.model_copy(update={"meeting": TODAY})})
    assert decided_on([later, about]) == {"pay_link": TODAY}
    assert (
        decided_on(
            [
                about.model_copy(update={"standing": "dropped"}),
                state.model_copy(update={"decision": state.decision.model_copy(update={"measure": ""})}),
            ]
        )
        == {}
    )
