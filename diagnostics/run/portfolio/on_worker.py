"""What a worker of a cluster does for one client 「集群工作进程」."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.run.keys import environment
from diagnostics.run.portfolio.doing import do
from diagnostics.run.portfolio.executor import unstarted
from diagnostics.run.portfolio.task import Done, Task

if TYPE_CHECKING:
    from distributed import Event

_LOOK_SECONDS = 2.0
# A worker that died leaves a run that ends by itself, tidily, a moment later; until then it holds the engagement.
_HELD_SECONDS, _AGAIN_SECONDS = 60.0, 1.0
_HELD, _SURROUNDINGS = " is in use by ", 3


def carry(task: Task, code: str, stop: str) -> Done:
    """Run one client on a worker 「在工作进程上运行」.

    Parameters
    ----------
    task : Task
        What is asked for.
    code : str
        Fingerprint of the perfloop that asks.
    stop : str
        Name of the event by which it is told to stop.
    """
    from distributed import Event, get_client

    here = socket.gethostname()
    if environment()["code of perfloop"] != code:
        return Done(task.client, None, "failed", error=f"worker on {here} has another perfloop; install the same.")
    if not Path(task.client).is_dir():
        why = f"worker on {here} sees no such folder; clients lie under the same path on every worker."
        return Done(task.client, None, "failed", error=why)
    event = Event(stop, client=get_client())
    if event.is_set():
        return unstarted(task)
    told, over = threading.Event(), threading.Event()
    watching = threading.Thread(target=_watch, args=(event, told, over), daemon=True)
    watching.start()
    try:
        return _patiently(task, told)
    finally:
        over.set()


def _patiently(task: Task, stop: threading.Event) -> Done:
    """Run it, and again while the run of a worker that died still holds the engagement."""
    until = time.monotonic() + _HELD_SECONDS
    while True:
        done = do(task, stop=stop)
        held = done.code == _SURROUNDINGS and _HELD in done.error
        if not held or time.monotonic() > until or stop.wait(_AGAIN_SECONDS):
            return done


def _watch(event: Event, told: threading.Event, over: threading.Event) -> None:
    """Hand the cluster's word to stop on to this process."""
    while not over.is_set():
        try:
            if event.wait(timeout=_LOOK_SECONDS):
                told.set()
                return
        except Exception:  # noqa: BLE001 (the scheduler went away: nobody can tell this worker to stop)
            return
