"""What may follow what: told case by case, then held for any story."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.ledger.transitions import advance, follow
from diagnostics.model.intervention_state import InterventionState


def told(events):
    state = None
    for event in events:
        state = advance(state, event, ["pay_link"])
    return state


def test_a_measure_is_planned_started_reported_changed_and_completed(ledger_of):
    state = told(ledger_of.story())
    assert (state.phase, state.progress, state.version) == ("completed", 1.0, 5)
    assert (state.planned, state.started, state.ended) == (date(2025, 3, 20), date(2025, 5, 1), date(2025, 8, 20))
    assert state.intervention.due == date(2025, 8, 31)
    assert [each.progress for each in state.check_ins] == [0.5]


def test_an_event_of_an_unknown_measure_names_the_nearest(ledger_of):
    event = ledger_of.entry("A-9", "2025-05-01", "started", id="pay_lnik")
    with pytest.raises(
        UnknownNameError, match=r"Unknown measure 'pay_lnik' in event 'A-9', which starts it\. Did you mean 'pay_link'"
    ):
        advance(None, event, ["pay_link"])


@pytest.mark.parametrize(
    ("steps", "rule"),
    [
        ([("2025-03-21", "planned", {})], "plans measure 'pay_link' on 2025-03-21, but it is planned since 2025-03-20"),
        ([("2025-03-21", "check_in", {"progress": 0.1})], "what may follow is answered, changed, cleared, costed, objection, signed, started, stopped"),
        ([("2025-03-21", "completed", {})], "but it is planned"),
        ([("2025-03-01", "started", {})], "dated 2025-03-01, before the entry of 2025-03-20"),
        ([("2025-05-01", "started", {}), ("2025-05-02", "started", {})], "starts .* but it is started"),
        ([("2025-05-01", "started", {}), ("2025-04-02", "check_in", {"progress": 0.1})], "before it started on 2025-05-01"),
        ([("2025-05-01", "started", {}), ("2025-05-02", "completed", {}), ("2025-05-03", "completed", {})], "completes .* but it is completed since 2025-05-02"),
        ([("2025-05-01", "started", {}), ("2025-05-02", "completed", {}), ("2025-05-03", "check_in", {"progress": 0.5})], "its progress stays 1"),
        ([("2025-05-01", "started", {}), ("2025-05-02", "stopped", {"reason": "x"}), ("2025-05-03", "changed", {"reason": "x", "change": {"cost": 1}})], "what may follow is answered, approved, concluded, costed, embedded, objection"),
        ([("2025-05-01", "changed", {"reason": "x", "change": {"owner": ""}})], "refused \\(owner\\): measure 'pay_link' has no owner"),
        ([("2025-05-01", "changed", {"reason": "x", "change": {"process_kpi": "revenue"}})], "refused \\(measure\\): process_kpi is 'revenue' too"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_follow_is_refused_with_the_reason(ledger_of, steps, rule):
    told_so_far = [ledger_of.entry("A-0", "2025-03-20", "planned")]
    for number, (at, kind, fields) in enumerate(steps):
        told_so_far.append(ledger_of.entry(f"A-{number + 1}", at, kind, **fields))
    state = told(told_so_far[:-1])
    with pytest.raises(InputError, match=rule):
        advance(state, told_so_far[-1])


KINDS = st.sampled_from(["planned", "started", "check_in", "completed", "stopped", "changed"])
MOVES = st.lists(st.tuples(KINDS, st.integers(-3, 20), st.floats(0, 1)), max_size=14)


def _event(ledger_of, number, kind, day, progress):
    fields = {
        "check_in": {"progress": progress},
        "stopped": {"reason": "x"},
        "changed": {"reason": "x", "change": {"cost": number}},
    }.get(kind, {})
    return ledger_of.entry(f"A-{number}", day.isoformat(), kind, **fields)


@given(moves=MOVES)
def test_whatever_is_tried_a_state_holds_its_promises(moves, ledger_of):
    state: InterventionState | None = None
    day, accepted = date(2025, 1, 1), 0
    for number, (kind, step, progress) in enumerate(moves):
        event = _event(ledger_of, number, kind, day + timedelta(step), progress)
        try:
            following = advance(state, event)
        except InputError:
            continue
        accepted, day = accepted + 1, event.at
        assert state is None or (following.last >= state.last and state.phase != "stopped")
        state = following
        assert state.version == accepted
        assert (state.started is None) == (state.phase == "planned") or state.phase == "stopped"
        assert (state.ended is not None) == (state.phase in ("completed", "stopped"))
        assert state.phase != "completed" or state.progress == 1
        assert state.started is None or state.planned <= state.started <= state.last
        assert all(each.at >= state.started for each in state.check_ins)
    assert accepted == 0 or moves[0][0] == "planned" or any(kind == "planned" for kind, _, _ in moves)


TODAY = date(2026, 3, 1)


def test_an_entry_of_a_day_to_come_is_refused_and_one_of_today_is_not(ledger_of):
    with pytest.raises(InputError, match=r"'A-0' of measure 'pay_link' is dated 2026-03-02, .*today is 2026-03-01"):
        advance(None, ledger_of.entry("A-0", "2026-03-02", "planned"), (), TODAY)
    assert advance(None, ledger_of.entry("A-0", "2026-03-01", "planned"), (), TODAY).planned == TODAY


def test_a_measure_with_an_entry_recorded_ahead_goes_on_from_today(ledger_of):
    ahead = told([ledger_of.entry("A-0", "2025-03-20", "planned"), ledger_of.entry("A-1", "2029-05-01", "started")])
    with pytest.raises(InputError, match="an entry of 2029-05-01, which is yet to come, .* is dated today, 2026-03-01"):
        advance(ahead, ledger_of.entry("A-2", "2026-02-01", "check_in", progress=0.5), (), TODAY)
    report = ledger_of.entry("A-2", "2026-03-01", "check_in", progress=0.5)
    freed = advance(ahead, report, (), TODAY)
    assert (freed.planned, freed.started, freed.last) == (date(2025, 3, 20), TODAY, TODAY)
    # Whoever reads the log later, on whatever day, sees the same.
    assert follow(ahead, report) == freed
    assert advance(freed, ledger_of.entry("A-3", "2026-03-05", "completed"), (), date(2026, 3, 5)).phase == "completed"
