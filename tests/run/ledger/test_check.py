"""perfloop ledger verify: chain, seals, ledger.yaml, and what earlier runs were made from."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.loop.intervene.ledger.chain import GENESIS, link
from diagnostics.model.ledger_event import Anchor, LedgerEvent
from diagnostics.run.ledger.check import check_ledger, run_anchors
from diagnostics.run.manifest import Manifest

LEDGER = """\
events:
  - event: A-001
    at: 2025-03-20
    actor: li
    kind: planned
    intervention:
      {id: greeting, title: 迎宾, dimension: process, cause: 无人接待, kpi: conversion_rate, entities: [north], owner: li,
       due: 2025-04-30, measure: 每人接待}
  - {event: A-002, at: 2025-05-01, actor: li, kind: started, id: greeting}
"""


@pytest.fixture
def seeded(small):
    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    assert seed(load_engagement(small)) == 2
    return small


def a_run(folder, name, told):
    """A complete run whose measures were read from a place in the ledger."""
    step = {"key": "k", "inputs": {"ledger head": told}, "parameters": {}, "outputs": {}}
    manifest = Manifest(
        run=name, engagement="small", period="2025-06", as_of="2025-06-30", started="", finished="", perfloop="0",
        python="", packages=(), steps={"intervene": step},
    )  # fmt: skip
    path = folder / "runs" / "2025-06" / name
    path.mkdir(parents=True)
    (path / "run.json").write_text(manifest.text(), encoding="utf-8")


def test_an_untouched_ledger_agrees_with_every_run(seeded):
    last = open_ledger(load_engagement(seeded)).anchor()
    a_run(seeded, "r1", f"0 {GENESIS}")
    a_run(seeded, "r2", f"{last.seq} {last.hash}")
    found = check_ledger(load_engagement(seeded))
    assert (found.lines, found.unvouched, found.anchors, found.last) == ((), "", 2, last)


def test_a_chain_rewritten_whole_is_found_by_the_runs_made_before(seeded):
    ledger = open_ledger(load_engagement(seeded))
    last = ledger.anchor()
    a_run(seeded, "r1", f"{last.seq} {last.hash}")
    place = Anchor(0, GENESIS)
    with sqlite3.connect(seeded / "ledger.db") as file:
        file.executescript("DROP TRIGGER event_no_update")
        for entry in ledger.entries():
            forged = link(place, LedgerEvent.model_validate({**json.loads(entry.payload), "actor": "boss"}))
            place = Anchor(forged.seq, forged.hash)
            change = "UPDATE event SET actor = 'boss', payload = ?, prev = ?, hash = ? WHERE seq = ?"
            file.execute(change, [forged.payload, forged.prev, forged.hash, forged.seq])
        file.execute("UPDATE head SET hash = ?", [place.hash])
    file.close()
    found = check_ledger(load_engagement(seeded)).lines
    assert found[0] == (
        "entry 2: anchor: Entry 2, to which a report refers, bears another hash. It stood so when 2025-06/r1 was made."
    )


def test_a_manifest_that_says_nothing_of_the_ledger_or_nothing_at_all_is_left_out(seeded):
    a_run(seeded, "r1", "nonsense")
    (seeded / "runs" / "2025-06" / "broken").mkdir()
    (seeded / "runs" / "2025-06" / "broken" / "run.json").write_text("{", encoding="utf-8")
    assert list(run_anchors(seeded)) == []


def test_entries_of_commands_are_no_difference_to_the_file_and_never_stand_in_it(seeded):
    told = {"event": "cmd:1", "at": "2025-05-02", "actor": "li", "kind": "check_in", "id": "greeting", "progress": 0.5}
    open_ledger(load_engagement(seeded), write=True).append(LedgerEvent.model_validate(told))
    assert check_ledger(load_engagement(seeded)).lines == ()
    (seeded / "ledger.yaml").write_text(LEDGER.replace("A-002", '"cmd:2"'), encoding="utf-8")
    with pytest.raises(InputError, match="'cmd:2'.*has an id that only commands give"):
        seed(load_engagement(seeded))


def test_the_commands_seal_and_say_when_nobody_can_vouch(seeded, perfloop_here, monkeypatch):
    settings = seeded / "engagement.yaml"
    settings.write_text(settings.read_text("utf-8") + "ledger: {key_from: PERFLOOP_TEST_KEY}\n", encoding="utf-8")
    monkeypatch.setenv("PERFLOOP_TEST_KEY", "k" * 32)
    verified = perfloop_here("ledger", "verify", seeded)
    assert (verified.code, verified.out.splitlines()[0]) == (1, "entry 1: seal: Entry 1 ('A-001') bears no seal.")
    assert perfloop_here("ledger", "seal", seeded).out == "2 entries sealed\n"
    assert perfloop_here("ledger", "verify", seeded).code == 0
    monkeypatch.delenv("PERFLOOP_TEST_KEY")
    verified = perfloop_here("ledger", "verify", seeded)
    assert verified.code == 1
    assert verified.out.startswith("can't vouch for who wrote it: The seals can't be checked: environment variable")


def test_an_entry_dated_ahead_is_named_until_something_of_the_present_follows_it(seeded):
    engagement, today = load_engagement(seeded), date(2026, 3, 1)
    ahead = LedgerEvent(event="cmd:c-1", at=date(2026, 4, 1), actor="li", kind="check_in", id="greeting", progress=0.1)
    open_ledger(engagement, write=True, today=date(2026, 4, 1)).append(ahead)
    (line,) = check_ledger(engagement, today).lines
    assert "entry 3: ahead: Entry 3 ('cmd:c-1') of measure 'greeting' is dated 2026-04-01" in line
    freed = ahead.model_copy(update={"event": "cmd:c-2", "at": today})
    open_ledger(engagement, write=True, today=today).append(freed)
    assert check_ledger(engagement, today).lines == ()
