"""Each kind of tampering is found, and found where it is."""

from __future__ import annotations

import json
import sqlite3

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.loop.intervene.ledger.chain import GENESIS, link
from diagnostics.loop.intervene.ledger.transitions import advance
from diagnostics.loop.intervene.ledger.verify import state_text
from diagnostics.model.ledger_event import Anchor, LedgerEvent


@pytest.fixture
def tamper(make_engagement, ledger_of, tmp_path):
    """Seeded ledger, changed by other means than ours; gives what verify says, as (entry, kind)."""
    seed(make_engagement(ledger_of.story()))
    intact = open_ledger(make_engagement()).anchor()

    def change(*statements, anchor=None):
        file = sqlite3.connect(tmp_path / "ledger.db")
        file.executescript("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete")
        for statement in statements:
            file.execute(*([statement] if isinstance(statement, str) else statement))
        file.commit()
        file.close()
        found = open_ledger(make_engagement()).verify(intact if anchor else None)
        return {(each.seq, each.kind) for each in found}

    return change


def test_an_untouched_ledger_has_no_flaw(tamper):
    assert tamper(anchor=True) == set()


def test_an_edited_payload_is_found(tamper):
    found = tamper("UPDATE event SET payload = replace(payload, '0.5', '0.9') WHERE seq = 3")
    assert {(3, "edited"), (0, "state")} <= found


def test_a_changed_actor_is_found(tamper):
    assert tamper("UPDATE event SET actor = 'boss' WHERE seq = 4") == {(4, "edited"), (4, "payload")}


def test_a_deleted_event_is_found(tamper):
    assert {(3, "missing"), (0, "state")} <= tamper("DELETE FROM event WHERE seq = 3")


def test_reordered_events_are_found(tamper):
    found = tamper(
        "UPDATE event SET seq = 99 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 4",
        "UPDATE event SET seq = 4 WHERE seq = 99",
    )
    assert {(3, "edited"), (3, "link"), (4, "edited"), (4, "link"), (5, "link")} <= found


def test_a_cut_tail_is_found_by_the_head(tamper):
    assert {(4, "head"), (0, "state")} <= tamper("DELETE FROM event WHERE seq = 5")


def test_a_cut_tail_with_repaired_head_and_state_is_found_by_an_anchor(tamper, make_engagement):
    entries = open_ledger(make_engagement()).entries()
    state = None
    for entry in entries[:4]:
        state = advance(state, entry.noun())
    found = tamper(
        "DELETE FROM event WHERE seq = 5",
        ("UPDATE head SET seq = 4, hash = ?", [entries[3].hash]),
        ("UPDATE item SET version = 4, state = ?", [state_text(state)]),
        anchor=True,
    )
    assert found == {(5, "anchor")}


def test_a_chain_rewritten_whole_is_found_by_an_anchor(tamper, make_engagement):
    place, statements = Anchor(0, GENESIS), []
    for entry in open_ledger(make_engagement()).entries():
        content = {**json.loads(entry.payload), "actor": "boss"}
        forged = link(place, LedgerEvent.model_validate(content))
        place = Anchor(forged.seq, forged.hash)
        values = [forged.actor, forged.payload, forged.prev, forged.hash, forged.seq]
        statements.append(("UPDATE event SET actor = ?, payload = ?, prev = ?, hash = ? WHERE seq = ?", values))
    statements.append(("UPDATE head SET hash = ?", [place.hash]))
    found = tamper(*statements, anchor=True)
    assert (5, "anchor") in found
    assert not {kind for _, kind in found} & {"edited", "link", "head"}


def test_a_state_edited_without_an_event_is_found(tamper):
    assert tamper("UPDATE item SET state = replace(state, 'completed', 'started')") == {(0, "state")}


def test_a_state_that_was_removed_or_invented_is_found(tamper):
    assert tamper("INSERT INTO item VALUES ('ghost', 1, '{}')", "DELETE FROM item WHERE id = 'pay_link'") == {
        (0, "state")
    }


def test_a_payload_that_is_no_event_is_found_and_cannot_be_replayed(tamper, make_engagement):
    assert (2, "payload") in tamper("UPDATE event SET payload = '{\"kind\": 1}' WHERE seq = 2")
    with pytest.raises(InputError, match=r"Entry 2 of the ledger .* can't be read; verify the ledger"):
        open_ledger(make_engagement()).replay()
