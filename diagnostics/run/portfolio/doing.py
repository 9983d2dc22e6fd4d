"""One client's run in a process of its own, held to its limits from outside 「运行单个客户」."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.engine.limits import Limits, seconds, shown
from diagnostics.data.engine.process_tree import born, end, memory, tree
from diagnostics.data.keeper import keep
from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import PerfloopError
from diagnostics.run.portfolio import listening
from diagnostics.run.portfolio.listening import Listener, OnLine, last_error
from diagnostics.run.portfolio.starting import Started, start
from diagnostics.run.portfolio.surroundings import environment_of
from diagnostics.run.portfolio.task import Done, Status, Task
from diagnostics.run.portfolio.telling import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

# What a step may take beyond its limit before it is ended from outside: the run ends it itself, and says more.
GRACE = ("PERFLOOP_STEP_GRACE", "60")
# What the run around a step may use beside it.
_AROUND = 1 << 30
_LOOK_SECONDS, _MEMORY_SECONDS, _TIDY_SECONDS, _GONE_SECONDS = 0.1, 0.5, 30.0, 5.0
_REFUSED, _INTERRUPTED = 2, 130
_CODES: dict[int, Status] = {0: "done", _REFUSED: "refused", _INTERRUPTED: "interrupted"}


@dataclass(slots=True)
class Watch:
    """What is known of a running client 「监视」."""

    process: Started
    listener: Listener
    temporary: Path
    limits: Limits
    grace: float
    since: int
    peak: int = 0
    looked: float = 0.0

    def too_much(self) -> str:
        """Which limit it has broken, in one sentence; empty where none 「超限说明」."""
        now, where = listening.clock(), self.listener.step or "between steps"
        if now - self.listener.since > self.limits.wall + self.grace:
            return (
                f"{where}: killed from outside after {self.limits.wall + self.grace:g} s; a step has"
                f" {self.limits.wall_told}."
            )
        if now - self.looked < _MEMORY_SECONDS:
            return ""
        self.looked, used = now, memory(tree(self.process.pid, self.temporary, self.since))
        self.peak = max(self.peak, used)
        if used > self.limits.memory + _AROUND:
            return (
                f"{where}: killed from outside, its processes used {shown(used)} together; a step has"
                f" {self.limits.memory_told}."
            )
        return ""


def do(
    task: Task,
    on_line: OnLine | None = None,
    stop: threading.Event | None = None,
    at_once: threading.Event | None = None,
) -> Done:
    """Run one client to its end, whatever that is 「运行单个客户」.

    Parameters
    ----------
    task : Task
        What is asked for.
    on_line : callable, optional
        Told each line that its process says.
    stop : Event, optional
        Set by whoever wants it to stop: the run tidies up, and is ended where it does not.
    at_once : Event, optional
        Set after it by whoever doesn't want to wait for that.

    Returns
    -------
    Done
        What became of it: nothing that goes wrong with a client is raised.

    Notes
    -----
    The process has an environment of its own (`surroundings`), a private folder for temporary files that is removed
    at the end, and is the only one that opens the client's files. A step that takes longer than ``PERFLOOP_STEP_WALL``
    and ``PERFLOOP_STEP_GRACE`` (60 s) together, or processes that use more than ``PERFLOOP_STEP_MEMORY`` and 1 GB
    together, are ended, also where the run itself hangs; so is one that spends so long between two steps.
    """
    began = time.monotonic()
    try:
        return _do(task, on_line, (stop or threading.Event(), at_once or threading.Event()), began)
    except (PerfloopError, OSError) as error:
        return Done(task.client, None, "failed", error=str(error), seconds=_since(began))


def _do(task: Task, on_line: OnLine | None, stops: tuple[threading.Event, threading.Event], began: float) -> Done:
    limits, grace = Limits.of(), seconds(*GRACE)
    # Should this process be killed, the keeper ends what runs and removes the folder.
    keep()
    with temporary_folder("client") as room:
        temporary, tells, said = room / "tmp", room / "tells", room / "said"
        temporary.mkdir()
        tells.touch()
        environment = {**environment_of(Path(task.client), task.withheld, temporary), VARIABLE: str(tells)}
        listener = Listener(tells, on_line)
        with said.open("wb") as out:
            process = start(task.arguments, environment, room, out, stops[0])
        (room / "pid").write_text(str(process.pid), encoding="ascii")
        watch = Watch(process, listener, temporary, limits, grace, born(process.pid))
        try:
            code, why = _wait(watch, *stops)
        finally:
            _clear(watch)
        told = _kept_logs(temporary, said.read_bytes())
        return _done(task, watch, (code, why, stops[0].is_set()), told, began)


def _kept_logs(temporary: Path, said: bytes) -> bytes:
    """What a run said, naming tracebacks where they are kept when the client's folder is removed."""
    for log in temporary.glob("perfloop-*.log"):
        if log.is_file() and not log.is_symlink():
            handle, kept = tempfile.mkstemp(prefix="perfloop-", suffix=".log")
            os.close(handle)
            shutil.copyfile(log, kept)
            said = said.replace(os.fsencode(log), os.fsencode(kept))
    return said


def _wait(watch: Watch, stop: threading.Event, at_once: threading.Event) -> tuple[int | None, str]:
    """Exit code, or None and the limit for which it was ended."""
    while (code := watch.process.wait(_LOOK_SECONDS)) is None:
        watch.listener.listen()
        if stop.is_set():
            code = _terminate(watch, at_once)
            watch.listener.listen()
            # What was about to end, and did, is done; whatever else it ended with comes from being told to stop.
            return (code if code == 0 else None), ""
        if why := watch.too_much():
            return None, why
    watch.listener.listen()
    return code, ""


def _terminate(watch: Watch, at_once: threading.Event) -> int | None:
    """Ask a run to stop and give it the time to tidy up; its exit code, None where it has none by then."""
    watch.listener.say("stopping; stop once more to end it at once")
    with suppress(ProcessLookupError, PermissionError):
        os.kill(watch.process.pid, signal.SIGTERM)
    _until(lambda: at_once.is_set() or watch.process.wait(_LOOK_SECONDS) is not None, _TIDY_SECONDS)
    return watch.process.wait(0)


def _clear(watch: Watch) -> None:
    """End whatever is left of a client's processes, and wait until it is gone."""
    root = watch.process.pid

    def gone() -> bool:
        over = watch.process.wait(_LOOK_SECONDS) is not None
        left = tree(root, watch.temporary, watch.since) - ({root} if over else set())
        end(left)
        return over and not left

    _until(gone, _GONE_SECONDS)


def _until(true: Callable[[], bool], limit: float) -> None:
    until = time.monotonic() + limit
    while not true() and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)


def _done(task: Task, watch: Watch, ended: tuple[int | None, str, bool], said: bytes, began: float) -> Done:
    code, why, stopped = ended
    listener = watch.listener
    status: Status = "killed" if why or (code or 0) < 0 else "failed" if code is None else _CODES.get(code, "failed")
    # What a step finds wrong with the input is no refusal: it ran.
    status = "failed" if status == "refused" and listener.begun else status
    status = "interrupted" if stopped and status != "done" and not why else status
    if code is not None and code < 0 and not why:
        why = f"{listener.step or 'between steps'}: its process was ended by signal {-code}."
    return Done(
        task.client, code if code is None or code >= 0 else None, status,
        page=listener.page, lines=tuple(listener.lines),
        error="" if status == "done" else why or last_error(said) or _INTERRUPTED_TOLD.get(status, "it said nothing"),
        seconds=_since(began), peak_memory=watch.peak, step=listener.step, told=listener.told,
    )  # fmt: skip


_INTERRUPTED_TOLD = {"interrupted": "interrupted; what was there before is untouched."}


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)
