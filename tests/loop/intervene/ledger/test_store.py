"""The ledger reads as of a day, writes one transaction, and says what its surroundings refuse."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene.ledger import StaleVersionError, open_ledger, seed
from diagnostics.loop.intervene.ledger.chain import GENESIS


@pytest.mark.parametrize(
    ("day", "phase", "progress"),
    [("2025-03-19", None, None), ("2025-03-20", "planned", 0), ("2025-05-31", "started", 0), ("2025-06-30", "started", 0.5),
     ("2025-12-31", "completed", 1)],
)  # fmt: skip
def test_a_measure_stands_as_it_stood_on_the_day(make_engagement, ledger_of, day, phase, progress):
    seed(make_engagement(ledger_of.story()))
    state = open_ledger(make_engagement()).replay(date.fromisoformat(day)).get("pay_link")
    assert (state and state.phase, state and state.progress) == (phase, progress)


def test_the_states_beside_the_log_are_what_the_log_adds_up_to(make_engagement, ledger_of):
    seed(make_engagement(ledger_of.story()))
    ledger = open_ledger(make_engagement())
    assert ledger.states() == ledger.replay()
    assert ledger.verify() == ()


def test_no_ledger_reads_as_an_empty_one_and_leaves_no_file(make_engagement, tmp_path):
    ledger = open_ledger(make_engagement())
    assert (ledger.entries(), ledger.states(), ledger.replay(), ledger.verify()) == ((), {}, {}, ())
    assert (ledger.anchor().seq, ledger.anchor().hash) == (0, GENESIS)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_that_a_killed_writer_left_reads_as_an_empty_ledger(make_engagement, tmp_path):
    (tmp_path / "ledger.db").touch()
    assert open_ledger(make_engagement()).entries() == ()


def test_a_ledger_opened_for_reading_refuses_to_be_written(make_engagement, ledger_of):
    seed(make_engagement(ledger_of.story()))
    with pytest.raises(SurroundingsError, match="opened for reading"):
        open_ledger(make_engagement()).append(ledger_of.entry("A-9", "2025-12-01", "stopped", reason="x"))


def test_an_event_id_is_recorded_once(make_engagement, ledger_of):
    ledger = open_ledger(make_engagement(), write=True)
    ledger.append(ledger_of.story()[0])
    with pytest.raises(InputError, match=r"'A-001' is recorded already \(entry 1\)"):
        ledger.append(ledger_of.entry("A-001", "2025-05-01", "started"))
    assert ledger.anchor().seq == 1


def test_a_writer_with_a_stale_version_is_refused_and_shown_both(on_both, ledger_of):
    ledger = open_ledger(on_both(), write=True)
    ledger.append_all(ledger_of.story()[:2])
    seen = ledger.states()["pay_link"]
    ledger.append_all(ledger_of.story()[2:4], version=seen.version)
    with pytest.raises(
        StaleVersionError, match="written on version 2 of measure 'pay_link', but the ledger holds version 4"
    ) as caught:
        ledger.append(ledger_of.entry("A-9", "2025-12-01", "completed"), version=seen.version)
    said = str(caught.value)
    assert "A-003 (check_in, hr_zhang, 2025-06-01); A-004 (changed, hr_zhang, 2025-07-01)" in said
    assert "intervention.due was '2025-04-30', is '2025-08-31'" in said
    assert "progress was 0.0, is 0.5" in said
    assert caught.value.seen == seen
    assert caught.value.held == ledger.states()["pay_link"]
    assert ledger.anchor().seq == 4


def test_a_stale_writer_is_not_told_who_objected(on_both, ledger_of):
    ledger = open_ledger(on_both(), write=True)
    ledger.append(ledger_of.entry("A-001", "2025-03-20", "planned"))
    ledger.append(ledger_of.entry("A-002", "2025-03-21", "objection", party="王五", note="不公平", actor="王五"))
    with pytest.raises(StaleVersionError) as caught:
        ledger.append(ledger_of.entry("A-003", "2025-05-01", "started"), version=1)
    assert "A-002 (objection, 2025-03-21)" in str(caught.value)
    assert not any(each in str(caught.value) for each in ("王五", "不公平"))


def test_versions_of_several_measures_are_held_once_each(on_both, ledger_of):
    ledger = open_ledger(on_both(), write=True)
    other = ledger_of.entry("B-001", "2025-03-20", "planned", id="other")
    ledger.append_all([*ledger_of.story()[:2], other], version={"pay_link": 0, "other": 0})
    assert {each: state.version for each, state in ledger.states().items()} == {"pay_link": 2, "other": 1}
    with pytest.raises(StaleVersionError, match="version 0 of measure 'other', but the ledger holds version 1"):
        ledger.append_all(
            [ledger_of.story()[2], ledger_of.entry("B-002", "2025-05-01", "started", id="other")],
            version={"pay_link": 2, "other": 0},
        )
    assert ledger.anchor().seq == 3


def test_a_writer_chooses_by_the_state_of_one_measure_or_by_the_whole_log(on_both, ledger_of):
    ledger = open_ledger(on_both(), write=True)
    ledger.append_all(ledger_of.story()[:2])
    seen = {}

    def choose(recorded):
        seen["state"], seen["none"] = recorded.state("pay_link"), recorded.state("nobody")
        seen["ids"], seen["first"] = [each.event for each in recorded], recorded[0].kind
        return [ledger_of.story()[2]] if recorded.state("pay_link").phase == "started" else []

    assert ledger.update(choose).seq == 3
    assert (seen["state"].version, seen["none"], seen["first"]) == (2, None, "planned")
    assert seen["ids"] == ["A-001", "A-002"]
    assert ledger.update(lambda _: []).seq == 3


def test_what_a_write_reads_does_not_grow_with_the_log(on_both, ledger_of, monkeypatch):
    from sqlalchemy import event

    from diagnostics.loop.intervene.ledger import log

    ledger = open_ledger(on_both(), write=True)
    ledger.append_all(ledger_of.story()[:2])
    monkeypatch.setattr(log, "read_entries", None)
    rows = []
    event.listen(ledger._engine, "after_cursor_execute", lambda *given: rows.append(given[2]))

    def statements(number):
        rows.clear()
        ledger.append(ledger_of.entry(f"N-{number}", "2025-05-02", "check_in", progress=0.1))
        return [each for each in rows if "FROM" in each]

    first = statements(1)
    ledger.append_all([ledger_of.entry(f"M-{n}", "2025-05-02", "check_in", progress=0.1) for n in range(60)])
    assert statements(2) == first
    # Each look is for one row by its key; the one without a condition is the head, a table of one row.
    assert [each for each in first if "WHERE" not in each and "head" not in each] == []


def test_a_text_that_is_no_unicode_is_refused(on_both, ledger_of):
    ledger = open_ledger(on_both(), write=True)
    with pytest.raises(InputError, match="Event 'A-001' holds a text that is no Unicode"):
        ledger.append(ledger_of.entry("A-001", "2025-03-20", "planned", title="\ud800"))
    assert ledger.anchor().seq == 0


def test_a_batch_with_one_bad_event_writes_nothing(make_engagement, ledger_of):
    ledger = open_ledger(make_engagement(), write=True)
    with pytest.raises(InputError, match="completes"):
        ledger.append_all([*ledger_of.story(), ledger_of.entry("A-9", "2025-12-01", "completed")])
    assert (ledger.anchor().seq, ledger.states()) == (0, {})


def test_a_ledger_locked_by_another_writer_is_the_surroundings_fault(make_engagement, ledger_of, tmp_path):
    seed(make_engagement(ledger_of.story()))
    ledger = open_ledger(make_engagement(), write=True, wait=0.05)
    holder = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(SurroundingsError, match="locked by another writer"):
            ledger.append(ledger_of.entry("A-9", "2025-12-01", "stopped", reason="x"))
        assert open_ledger(make_engagement()).anchor().seq == 5  # readers don't wait
    finally:
        holder.close()


def test_a_folder_that_cannot_be_written_is_the_surroundings_fault(make_engagement, tmp_path):
    (tmp_path / "ledger.db").mkdir()
    with pytest.raises(SurroundingsError, match=r"ledger.db can't be"):
        open_ledger(make_engagement(), write=True)
    with pytest.raises(SurroundingsError, match=r"ledger.db can't be"):
        open_ledger(make_engagement())


def test_a_file_that_is_no_ledger_is_refused(make_engagement, tmp_path):
    (tmp_path / "ledger.db").write_bytes(b"kpi,value\n" * 200)
    with pytest.raises(InputError, match=r"ledger.db is no ledger: file is not a database"):
        open_ledger(make_engagement())


def test_another_database_is_refused(make_engagement, tmp_path):
    other = sqlite3.connect(tmp_path / "ledger.db")
    other.execute("CREATE TABLE item (id TEXT)")
    other.close()
    with pytest.raises(InputError, match="lacks the tables event, head"):
        open_ledger(make_engagement())


def test_a_ledger_of_a_newer_form_is_refused(make_engagement, ledger_of, tmp_path):
    seed(make_engagement(ledger_of.story()))
    newer = sqlite3.connect(tmp_path / "ledger.db")
    newer.execute("UPDATE head SET form = 2")
    newer.commit()
    newer.close()
    with pytest.raises(InputError, match="has form 2; this perfloop reads ledgers up to form 1"):
        open_ledger(make_engagement())


def test_a_file_is_written_ahead_and_fully_synced(make_engagement, ledger_of):
    ledger = open_ledger(make_engagement(), write=True)
    with ledger._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = 'me'", "DELETE FROM event"])
def test_the_log_refuses_change_in_a_database_browser(make_engagement, ledger_of, tmp_path, statement):
    seed(make_engagement(ledger_of.story()))
    browser = sqlite3.connect(tmp_path / "ledger.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        browser.execute(statement)
    browser.close()


@pytest.mark.parametrize("name", ["a b", "100%", "what?", "#1", "甲方"])
def test_a_folder_may_bear_any_name(make_engagement, ledger_of, tmp_path, name):
    from dataclasses import replace

    (tmp_path / name).mkdir()
    engagement = replace(make_engagement(ledger_of.story()), folder=tmp_path / name)
    assert seed(engagement) == 5
    assert open_ledger(engagement).anchor().seq == 5


def test_a_ledger_in_a_folder_that_is_read_only_can_be_read(make_engagement, ledger_of, tmp_path, monkeypatch):
    from diagnostics.loop.intervene.ledger import engine

    seed(make_engagement(ledger_of.story()))
    for left in tmp_path.glob("ledger.db-*"):
        left.unlink()
    monkeypatch.setattr(engine, "access", lambda *_: False)
    assert open_ledger(make_engagement()).anchor().seq == 5
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.db"]


def test_what_someone_objects_to_is_told_by_no_refusal_and_no_repr(make_engagement, ledger_of):
    said = ledger_of.entry("A-900", "2026-01-05", "objection", party="chen", note="told in confidence")
    seed(make_engagement([*ledger_of.story(), said]))
    ledger = open_ledger(make_engagement(), write=True)
    shown = [repr(said), repr(ledger.entries()[-1]), repr(ledger.states()["pay_link"])]
    late = ledger_of.entry("A-901", "2026-01-06", "objection", party="li", note="another")
    with pytest.raises(StaleVersionError, match="it holds: .*objections") as stale:
        ledger.append(late, version=1)
    edited = ledger_of.entry("A-900", "2026-01-05", "objection", party="chen", note="in confidence, once more")
    with pytest.raises(InputError, match="recorded with other content: note") as other:
        seed(make_engagement([*ledger_of.story(), edited]))
    for each in (*shown, str(stale.value), str(other.value)):
        assert "in confidence" not in each
        assert "chen" not in each
