"""Eight writers of one ledger, killed at random and at each step of a write: what was acknowledged is there.

They write on measures and on decisions of meetings.

    .venv/bin/python tests/soak/ledger.py [--kills 1000] [--seed 0] [--database sqlite|postgres]

Half of the kills come from outside, at a random moment; half are a writer's own death right before a step of its
write, each step in turn. Steps are seen from outside the code, by listeners on the database engine. Whether a kill
struck inside a transaction a writer tells by a byte of shared memory, set when one begins and cleared when it ended.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import sqlalchemy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene.ledger import StaleVersionError, open_ledger
from diagnostics.model.decision import PREFIX, DecisionState, key_of
from diagnostics.model.ledger_event import LedgerEvent
from diagnostics.model.ledger_settings import LedgerSettings
from diagnostics.model.period import Calendar
from tests.postgres_server import _folders, running_server

WRITERS, SHARED = 8, ("shared0", "shared1")
DECISIONS = tuple(key_of(each) for each in ("D1", "D2"))
URL, KEY = "PERFLOOP_SOAK_LEDGER", "PERFLOOP_SOAK_KEY"
_WIDTH = 32  # bytes of shared memory a writer


def engagement(folder, database):
    """As much of an engagement as a ledger needs."""
    ledger = LedgerSettings(key_from=KEY, url_from=URL if database == "postgres" else None)
    return SimpleNamespace(
        folder=folder, settings=SimpleNamespace(id="soak", ledger=ledger, calendar=Calendar(), people={})
    )


def planned(key):
    """Entry that plans a measure whose cost counts its updates."""
    measure = {"id": key, "title": "t", "dimension": "skills", "cause": "c", "kpi": "revenue", "entities": ["wuhou"],
               "owner": "li", "due": "2025-04-30", "measure": "m", "cost": 0}  # fmt: skip
    told = {"event": f"{key}-plan", "at": "2025-03-01", "actor": "li", "kind": "planned", "intervention": measure}
    return LedgerEvent.model_validate(told)


def counted(key, name, cost):
    """Entry that raises the measure's cost to what its writer thinks comes next."""
    told = {"event": name, "at": "2025-05-01", "actor": "li", "kind": "changed", "id": key, "change": {"cost": cost},
            "reason": "counting"}  # fmt: skip
    return LedgerEvent.model_validate(told)


def agreed(key):
    """Entry of a meeting's decision, whose due day counts its updates."""
    decision = {"id": key, "text": "t", "owner": "li", "due": "2025-03-01", "meeting": "2025-03-01"}
    told = {"event": f"{key}-decided", "at": "2025-03-01", "actor": "li", "kind": "decided", "decision": decision}
    return LedgerEvent.model_validate(told)


def postponed(key, name, due):
    """Entry that puts a decision off to the day that its writer thinks comes next."""
    told = {"event": name, "at": "2025-05-01", "actor": "li", "kind": "revised", "id": key,
            "revision": {"due": due.isoformat()}, "reason": "counting"}  # fmt: skip
    return LedgerEvent.model_validate(told)


def counting(state, name):
    """Entry that counts one on from what its writer has seen."""
    if isinstance(state, DecisionState):
        return postponed(state.decision.id, name, state.decision.due + timedelta(1))
    return counted(state.intervention.id, name, (state.intervention.cost or 0) + 1)


def updates_of(state):
    """How often a measure or a decision was counted on."""
    if isinstance(state, DecisionState):
        return (state.decision.due - state.decision.meeting).days
    return state.intervention.cost


def step_name(statement):
    """Name of a step from the statement it runs."""
    words = re.sub(r"\s+", " ", statement).strip().lower()
    table = re.search(r"(?:from|into|update) (?:\S+\.)?(\w+)", words)
    where = re.search(r"where (?:\S+\.)?(\w+\.\w+)", words)
    return f"{words.split(' ')[0]} {table[1] if table else ''}{f' by {where[1]}' if where else ''}"


class Steps:
    """Numbers the steps of a write, tells the parent where the writer is, and dies at one of them."""

    def __init__(self, shared, worker, die_at):
        self.shared, self.at = shared, worker * _WIDTH
        self.left, self.names, self.number = die_at, [], 0

    def inside(self, value):
        self.shared[self.at] = value

    def reach(self, name):
        self.number += 1
        self.shared[self.at + 1] = min(self.number, 255)
        self.names.append(name)
        if self.left and self.number == self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(self, engine):
        listen = sqlalchemy.event.listen

        def began(_):
            self.number = 0
            self.names.clear()
            self.inside(1)
            self.reach("begin")

        listen(engine, "begin", began)
        listen(engine, "before_cursor_execute", lambda *given: self.reach(step_name(given[2])))
        listen(engine, "commit", lambda _: self.reach("commit"))
        listen(engine, "rollback", lambda _: self.inside(0))


def work(folder, database, worker, life, shared, die_at, seed):
    """One life of a writer: reads a version, writes on it, and notes what was acknowledged."""
    draw = random.Random(seed)
    ledger = open_ledger(engagement(folder, database), write=True, wait=60)
    steps = Steps(shared, worker, 0)
    steps.listen(ledger._engine)
    # Looks are taken beside it, so that only writes have steps.
    looking = open_ledger(engagement(folder, database))
    acked = os.open(folder / f"acked{worker}", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    quiet = draw.randrange(4)  # writes before the one that is its last
    for number in range(10_000):
        key = draw.choice([f"own{worker}", f"own{worker}", *SHARED, *DECISIONS])
        steps.left = die_at if number >= quiet else 0
        seen = looking.items()[key]
        name = f"w{worker}-{life}-{number}"
        try:
            ledger.append(counting(seen, name), version=seen.version)
        except StaleVersionError:
            steps.inside(0)
            shared[steps.at + 2] = min(shared[steps.at + 2] + 1, 255)
            continue
        # The transaction is over, and nobody knows it yet: a death here is of an entry that nobody was promised.
        steps.inside(0)
        steps.reach("acknowledge")
        os.write(acked, f"{name} {key} {seen.version}\n".encode())


def fork(call):
    """Process that runs a function and says what it died of."""
    child = os.fork()
    if child == 0:
        try:
            call()
        except (InputError, SurroundingsError) as error:
            print("WRITER", error, file=sys.stderr, flush=True)
            os._exit(3)
        except BaseException as error:  # noqa: BLE001 (a forked child ends here, whatever it was)
            print("WRITER", repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return child


def steps_of_a_write(folder, database, shared):
    """Names of the steps of one write, by number."""
    ledger = open_ledger(engagement(folder, database), write=True)
    ledger.append_all([planned(each) for each in (*SHARED, *(f"own{n}" for n in range(WRITERS)))])
    ledger.append_all([agreed(each.removeprefix(PREFIX)) for each in DECISIONS])
    steps = Steps(shared, 0, 0)
    steps.listen(ledger._engine)
    ledger.append(counted("own0", "rehearsal", 1), version=1)
    return [*steps.names, "acknowledge"]


def soak(folder, database, kills, seed):
    """Kill that many writers of one ledger, and count what is left."""
    draw = random.Random(seed)
    shared = mmap.mmap(-1, WRITERS * _WIDTH)
    names = steps_of_a_write(folder, database, shared)
    alive, lives = {}, Counter()
    told = SimpleNamespace(kills=0, inside=0, own=Counter(), outside=0, failed=Counter(), stale=0)

    def start(worker):
        lives[worker] += 1
        # Odd lives die of themselves at a step, each step in turn; even ones are killed from outside.
        die_at = (lives[worker] // 2 + worker) % len(names) + 1 if lives[worker] % 2 else 0
        shared[worker * _WIDTH : worker * _WIDTH + 3] = b"\0\0\0"
        each = draw.randrange(2**31)
        alive[fork(lambda: work(folder, database, worker, lives[worker], shared, die_at, each))] = (worker, die_at)

    def ended(child, status):
        worker, die_at = alive.pop(child)
        told.stale += shared[worker * _WIDTH + 2]
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            told.kills += 1
            told.inside += shared[worker * _WIDTH]
            if die_at:
                told.own[names[die_at - 1]] += 1
            else:
                told.outside += 1
        else:
            told.failed[os.waitstatus_to_exitcode(status)] += 1
        if told.kills + len(alive) < kills:
            start(worker)

    for worker in range(WRITERS):
        start(worker)
    while alive:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child:
            ended(child, status)
            continue
        time.sleep(draw.random() * 0.05)
        victims = [child for child, (_, die_at) in alive.items() if not die_at]
        if victims:
            os.kill(draw.choice(victims), signal.SIGKILL)
    return told, names


def count(folder, database):
    """What the ledger holds beside what was acknowledged."""
    ledger = open_ledger(engagement(folder, database))
    entries, states = ledger.entries(), ledger.items()
    place, seen_at = Counter(), {}
    for each in entries:
        place[each.item] += 1
        seen_at[each.event] = (each.item, place[each.item] - 1)
    acked = [line.split() for path in sorted(folder.glob("acked*")) for line in path.read_text().splitlines()]
    lost = [name for name, *_ in acked if name not in seen_at]
    # An entry written on version n is the one right after it, and the count is that of the entries: else one landed on
    # another's unseen.
    misplaced = [name for name, key, version in acked if name in seen_at and seen_at[name] != (key, int(version))]
    wrong = [key for key, state in states.items() if updates_of(state) != place[key] - 1]
    return SimpleNamespace(
        entries=len(entries),
        acked=len(acked),
        lost=len(lost),
        updates=len(misplaced) + len(wrong),
        flaws=ledger.verify(),
    )


@contextmanager
def place_of(database):
    """Folder of the engagement, and the database where it is a server's."""
    with tempfile.TemporaryDirectory(prefix="perfloop-soak-") as name:
        if database == "sqlite":
            yield Path(name)
            return
        with running_server() as server:
            os.environ[URL] = server.url("owner", server.owner_password)
            yield Path(name)


def main():
    """Print what was counted; exit code 1 where anything was lost."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--database", choices=["sqlite", "postgres"])
    given = asked.parse_args()
    os.environ[KEY] = "k" * 32
    good = True
    for database in [given.database] if given.database else ["sqlite", "postgres"]:
        if database == "postgres" and not _folders():
            print("postgres: not here, left out")
            continue
        with place_of(database) as folder:
            since = time.monotonic()
            told, names = soak(folder, database, given.kills, given.seed)
            found = count(folder, database)
        if given.database or database == "sqlite":
            print("steps of a write:", ", ".join(f"{n} {name}" for n, name in enumerate(names, 1)))
        at = ", ".join(f"{name} {told.own[name]}" for name in dict.fromkeys(names))
        print(
            f"{database}: {WRITERS} writers, {told.kills} kills ({told.outside} from outside, {sum(told.own.values())} at"
            f" a step), {told.inside} inside a transaction; acknowledged {found.acked} of {found.entries} entries, lost"
            f" {found.lost}, lost updates {found.updates}, integrity {'ok' if not found.flaws else 'BROKEN'};"
            f" {told.stale} stale writes refused; {time.monotonic() - since:.0f} s"
        )
        print(f"  deaths before each step: {at}")
        for each in found.flaws[:5]:
            print("  ", each)
        enough = told.inside >= 0.3 * told.kills
        if told.failed:
            print("  writers that failed otherwise, by exit code:", dict(told.failed))
        if not enough:
            print("  fewer than 300 of 1,000 kills struck inside a transaction")
        good &= not (found.lost or found.updates or found.flaws or told.failed) and enough
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
