"""Nothing acknowledged is lost: many writers at once, and death at every step of a write.

Both run in an interpreter of their own that forks: the test process may have threads.
"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks processes")

PRELUDE = """
import json, os, signal, sys, time
from pathlib import Path
from types import SimpleNamespace
from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger import open_ledger, seed
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.ledger_event import LedgerEvent
from diagnostics.model.ledger_settings import LedgerSettings
from diagnostics.model.period import Calendar

FOLDER = Path(sys.argv[1])

def engagement(events=()):
    return SimpleNamespace(
        folder=FOLDER, seeds=tuple(events), places={}, kpis={"revenue": 1},
        entities=Entities((Entity(id="wuhou", level="store"),)), settings=SimpleNamespace(id="acme", currency="CNY", ledger=LedgerSettings(), calendar=Calendar(), people={}),
    )

def planned(key):
    measure = {"id": key, "title": "t", "dimension": "skills", "cause": "c", "kpi": "revenue", "entities": ["wuhou"],
               "owner": "li", "due": "2025-04-30", "measure": "m"}
    return LedgerEvent.model_validate(
        {"event": f"{key}-0", "at": "2025-03-01", "actor": "li", "kind": "planned", "intervention": measure})

def entry(key, number, kind, **fields):
    return LedgerEvent.model_validate(
        {"event": f"{key}-{number}", "at": "2025-05-01", "actor": "li", "kind": kind, "id": key, **fields})

def fork(work):
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            print("CHILD", repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child
"""

WRITERS = """
def write(worker):
    # Every writer makes the ledger if it is first, has a measure of its own and shares one with all others.
    ledger = open_ledger(engagement(), write=True)
    key = f"own{worker}"
    with open(FOLDER / f"acked{worker}", "a") as acked:
        def add(event):
            ledger.append(event)
            acked.write(event.event + "\\n")
        add(planned(key))
        add(entry(key, 1, "started"))
        for number in range(2, 8):
            add(entry(key, number, "check_in", progress=number / 10))
            add(entry("shared", f"{worker}-{number}", "check_in", note=f"{worker} {number}"))

ledger = open_ledger(engagement(), write=True)
ledger.append_all([planned("shared"), entry("shared", 1, "started")])
children = [fork(lambda worker=worker: write(worker)) for worker in range(8)]
codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
acked = [line for worker in range(8) for line in (FOLDER / f"acked{worker}").read_text().split()]
states = ledger.states()
print(json.dumps({
    "codes": codes, "acked": len(acked), "lost": sorted(set(acked) - {each.event for each in ledger.entries()}),
    "entries": ledger.anchor().seq, "flaws": [str(each) for each in ledger.verify()],
    "shared": states["shared"].version, "notes": len({str(each.note) for each in states["shared"].check_ins}),
}))
"""

DEATH = """
import sqlalchemy
from diagnostics.loop.intervene.ledger import site

BEFORE = [planned("first"), entry("first", 1, "started")]
AFTER = [*BEFORE, planned("second"), entry("second", 1, "started"), entry("first", 2, "completed")]

def seed_and_die(step):
    made = site.sqlite_engine
    def engine(path, *, write, wait):
        engine = made(path, write=write, wait=wait)
        left = [step]
        def count(*_, **__):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        if write:
            sqlalchemy.event.listen(engine, "before_cursor_execute", count)
            sqlalchemy.event.listen(engine, "commit", count)
        return engine
    site.sqlite_engine = engine
    seed(engagement(AFTER))

seed(engagement(BEFORE))
killed, found, flaws = 0, set(), []
for step in range(1, 200):
    code = os.waitstatus_to_exitcode(os.waitpid(fork(lambda: seed_and_die(step)), 0)[1])
    ledger = open_ledger(engagement())
    found.add(ledger.anchor().seq)
    flaws += [str(each) for each in ledger.verify()]
    if code == 0:
        break
    killed += code == -signal.SIGKILL
print(json.dumps({"killed": killed, "found": sorted(found), "last": ledger.anchor().seq, "flaws": flaws, "code": code}))
"""


def _run(script, folder):
    program = textwrap.dedent(PRELUDE) + textwrap.dedent(script)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) | {"stderr": done.stderr}


def test_eight_writers_at_once_lose_nothing(tmp_path):
    got = _run(WRITERS, tmp_path)
    assert got["codes"] == [0] * 8, got["stderr"]
    assert got["lost"] == []
    assert got["flaws"] == []
    assert got["acked"] == 8 * 14
    assert got["entries"] == 2 + 8 * 14
    assert (got["shared"], got["notes"]) == (2 + 8 * 6, 8 * 6)


def test_death_at_any_step_of_seeding_leaves_all_or_nothing(tmp_path):
    got = _run(DEATH, tmp_path)
    assert got["code"] == 0, got["stderr"]
    assert got["killed"] >= 20  # opening, every statement of three entries, and the commit
    assert got["found"] == [2, 5]
    assert got["last"] == 5
    assert got["flaws"] == []
