"""Each kind of tampering is found, and found where it is, on both databases."""

from __future__ import annotations

import json

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.loop.intervene.ledger.chain import GENESIS, link
from diagnostics.loop.intervene.ledger.items import item_text
from diagnostics.loop.intervene.ledger.transitions import advance
from diagnostics.model.ledger_event import Anchor, LedgerEvent


@pytest.fixture
def tamper(on_both, ledger_of, by_other_means):
    """Seeded ledger, changed by other means than ours; gives what verify says, as (entry, kind)."""
    seed(on_both(ledger_of.story()))
    intact = open_ledger(on_both()).anchor()

    def change(*statements, anchor=None):
        with by_other_means(on_both()) as execute:
            for each in statements:
                execute(each) if isinstance(each, str) else execute(each[0], **each[1])
        found = open_ledger(on_both()).verify(intact if anchor else None)
        return {(each.seq, each.kind) for each in found}

    return change


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([], set()),
        (["UPDATE event SET payload = replace(payload, '0.5', '0.9') WHERE seq = 3"], {(3, "edited"), (0, "state")}),
        (["UPDATE event SET actor = 'boss' WHERE seq = 4"], {(4, "edited"), (4, "payload")}),
        (["DELETE FROM event WHERE seq = 3"], {(3, "missing"), (0, "state")}),
        (["UPDATE event SET seq = 99 WHERE seq = 3", "UPDATE event SET seq = 3 WHERE seq = 4",
          "UPDATE event SET seq = 4 WHERE seq = 99"],
         {(3, "edited"), (3, "link"), (4, "edited"), (4, "link"), (5, "link")}),
        (["DELETE FROM event WHERE seq = 5"], {(4, "head"), (0, "state")}),
        (["UPDATE item SET state = replace(state, 'completed', 'started')"], {(0, "state")}),
        (["UPDATE item SET version = 4"], {(0, "state")}),
        (["INSERT INTO item VALUES ('ghost', 1, '{}')", "DELETE FROM item WHERE id = 'pay_link'"], {(0, "state")}),
        (["UPDATE head SET seq = 4"], {(5, "head")}),
    ],
    ids=["untouched", "edited payload", "changed actor", "deleted event", "reordered", "cut tail", "edited state",
         "edited version", "removed and invented state", "moved head"],
)  # fmt: skip
def test_what_was_done_by_other_means_is_found_where_it_is(tamper, statements, found):
    assert tamper(*statements) == found


def test_a_cut_tail_with_repaired_head_and_state_is_found_by_an_anchor(tamper, on_both):
    entries = open_ledger(on_both()).entries()
    state = None
    for entry in entries[:4]:
        state = advance(state, entry.noun())
    found = tamper(
        "DELETE FROM event WHERE seq = 5",
        ("UPDATE head SET seq = 4, hash = :hash", {"hash": entries[3].hash}),
        ("UPDATE item SET version = 4, state = :state", {"state": item_text(state)}),
        anchor=True,
    )
    assert found == {(5, "anchor")}


def rewritten(entries):
    """The whole chain with another actor, every hash computed anew."""
    place, statements = Anchor(0, GENESIS), []
    for entry in entries:
        forged = link(place, LedgerEvent.model_validate({**json.loads(entry.payload), "actor": "boss"}))
        place = Anchor(forged.seq, forged.hash)
        values = {name: getattr(forged, name) for name in ("actor", "payload", "prev", "hash", "seq")}
        change = "UPDATE event SET actor = :actor, payload = :payload, prev = :prev, hash = :hash WHERE seq = :seq"
        statements.append((change, values))
    return [*statements, ("UPDATE head SET hash = :hash", {"hash": place.hash})]


def test_a_chain_rewritten_whole_is_found_by_an_anchor(tamper, on_both):
    found = tamper(*rewritten(open_ledger(on_both()).entries()), anchor=True)
    assert (5, "anchor") in found
    assert not {kind for _, kind in found} & {"edited", "link", "head"}


def test_a_payload_that_is_no_event_is_found_and_cannot_be_replayed(tamper, on_both):
    assert (2, "payload") in tamper("UPDATE event SET payload = '{\"kind\": 1}' WHERE seq = 2")
    with pytest.raises(InputError, match=r"Entry 2 of the ledger .* can't be read; verify the ledger"):
        open_ledger(on_both()).replay()


def test_a_sealed_chain_rewritten_whole_is_found_by_the_key_without_any_anchor(
    on_both, ledger_of, sealing, by_other_means
):
    seed(on_both(ledger_of.story(), **sealing))
    ledger = open_ledger(on_both(**sealing))
    assert (ledger.verify(), ledger.unvouched()) == ((), "")
    forged = rewritten(ledger.entries())
    with by_other_means(on_both()) as execute:
        for statement, values in forged:
            execute(statement, **values)
    seals = [each.seq for each in open_ledger(on_both(**sealing)).verify() if each.kind == "seal"]
    assert seals == [1, 2, 3, 4, 5]
    with by_other_means(on_both()) as execute:
        execute("DELETE FROM seal")
    told = [each.message for each in open_ledger(on_both(**sealing)).verify()]
    assert "Entry 1 ('A-001') bears no seal." in told


def test_a_cut_tail_leaves_its_seal_behind(on_both, ledger_of, sealing, by_other_means):
    seed(on_both(ledger_of.story(), **sealing))
    with by_other_means(on_both()) as execute:
        execute("DELETE FROM event WHERE seq = 5")
    told = [each.message for each in open_ledger(on_both(**sealing)).verify() if each.kind == "seal"]
    assert told == ["There is a seal of entry 5, which is not there."]


def test_without_the_key_verify_says_that_it_cannot_vouch(on_both, ledger_of, sealing, no_key):
    seed(on_both(ledger_of.story(), **sealing))
    assert "names no key" in open_ledger(on_both()).unvouched()
    no_key()
    ledger = open_ledger(on_both(**sealing))
    assert ledger.verify() == ()
    assert ledger.unvouched() == (
        "The seals can't be checked: environment variable PERFLOOP_TEST_KEY is not set; it holds the key."
    )


def test_only_who_has_the_key_adds_to_a_sealed_log(on_both, ledger_of, sealing, no_key, monkeypatch):
    seed(on_both(ledger_of.story()[:4], **sealing))
    last = ledger_of.story()[4]
    with pytest.raises(InputError, match="sealed with a key; name the environment variable"):
        open_ledger(on_both(), write=True).append(last)
    monkeypatch.setenv("PERFLOOP_TEST_KEY", "x" * 32)
    with pytest.raises(InputError, match=r"last entry \(4\) is sealed with another key"):
        open_ledger(on_both(**sealing), write=True).append(last)
    monkeypatch.setenv("PERFLOOP_TEST_KEY", "short")
    with pytest.raises(InputError, match="holds a key of 5 characters; it needs 16 or more"):
        open_ledger(on_both(**sealing), write=True)
    no_key()
    with pytest.raises(InputError, match="PERFLOOP_TEST_KEY is not set; it holds the key"):
        open_ledger(on_both(**sealing), write=True)


def test_an_older_log_is_sealed_once_by_hand_before_anything_is_added(on_both, ledger_of, sealing):
    seed(on_both(ledger_of.story()[:4]))
    ledger = open_ledger(on_both(**sealing), write=True)
    with pytest.raises(InputError, match=r"last entry \(4\) bears no seal; verify the ledger, then seal"):
        ledger.append(ledger_of.story()[4])
    assert (ledger.seal(), ledger.seal()) == (4, 0)
    ledger.append(ledger_of.story()[4])
    assert ledger.verify() == ()


@pytest.mark.parametrize("state", ["x", "{}", "[" * 5000])
def test_a_state_that_is_none_is_refused_in_words(on_both, ledger_of, by_other_means, state):
    seed(on_both(ledger_of.story()))
    with by_other_means(on_both()) as execute:
        execute("UPDATE item SET state = :state", state=state)
    with pytest.raises(InputError, match="The state of measure 'pay_link' in the ledger can't be read; verify"):
        open_ledger(on_both()).states()
    assert {each.kind for each in open_ledger(on_both()).verify()} == {"state"}


@pytest.mark.parametrize("payload", ["CAST(payload AS BLOB)", "replace(hex(zeroblob(3000)), '0', '[')"])
def test_a_payload_of_bytes_or_without_end_is_found_too(make_engagement, ledger_of, by_other_means, payload):
    seed(make_engagement(ledger_of.story()))
    with by_other_means(make_engagement()) as execute:
        execute(f"UPDATE event SET payload = {payload} WHERE seq = 3")
    found = open_ledger(make_engagement()).verify()
    assert {(each.seq, each.kind) for each in found} == {(3, "edited"), (3, "payload")}


def test_what_lost_its_seal_is_not_sealed_anew(on_both, ledger_of, sealing, by_other_means):
    seed(on_both(ledger_of.story()[:4], **sealing))
    with by_other_means(on_both(**sealing)) as execute:
        execute("DELETE FROM seal WHERE seq = 4")
    with pytest.raises(InputError, match="Entry 4 bears no seal, but others do"):
        open_ledger(on_both(**sealing), write=True).seal()
    assert {(each.seq, each.kind) for each in open_ledger(on_both(**sealing)).verify()} == {(4, "seal")}


def test_guards_of_the_log_that_are_gone_are_found(on_both, ledger_of, by_other_means):
    open_ledger(on_both(), write=True).append_all(ledger_of.story())
    assert open_ledger(on_both()).verify() == ()
    with by_other_means(on_both(), guards=False):
        pass
    assert [(each.seq, each.kind) for each in open_ledger(on_both()).verify()] == [(0, "guard")]
