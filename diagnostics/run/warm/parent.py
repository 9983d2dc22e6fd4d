"""Warm parents: which one serves a process, starting it and ending it 「预热父进程管理」."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from diagnostics.data.engine.process import end_group, own_group
from diagnostics.data.keeper import keep
from diagnostics.data.temporary import holds_socket, temporary_folder
from diagnostics.run.warm.choice import wants_warm
from diagnostics.run.warm.fingerprint import fingerprint, lasting
from diagnostics.run.warm.preloading import ALONE, LATE, MODULES, OWN, WITHOUT
from diagnostics.run.warm.repeatable import repeatable

# Socket of a parent that another process started.
PARENT = "PERFLOOP_WARM_PARENT"
IDLE_SECONDS = 600.0
_SCRIPT = Path(__file__).with_name("serving.py")
_END_SECONDS, _JOIN_SECONDS = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Parent:
    """A warm parent that this process started 「预热父进程」.

    Parameters
    ----------
    socket : str
        Where it listens, in a private folder.
    process : Popen
        Its process; its input closes when this process ends.
    """

    socket: str
    process: subprocess.Popen[bytes]
    kept: ExitStack

    def end(self) -> None:
        """End it with all that it forked, and remove its folder 「结束」."""
        assert self.process.stdin is not None
        with suppress(OSError):
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_END_SECONDS)
        # While it imports it hears nothing; it has forked nobody then.
        end_group(self.process.pid)
        self.process.wait()
        self.kept.close()


_OWN: dict[str, Parent] = {}
_LOCK = threading.Lock()


def start(environment: Mapping[str, str], idle: float = IDLE_SECONDS) -> Parent:
    """Warm parent for an environment, which begins to import and is not waited for 「启动父进程」.

    Parameters
    ----------
    environment : mapping of str
        Environment of the processes that it shall fork.
    idle : float
        Seconds after which it goes when nobody uses it.

    Raises
    ------
    OSError
        When no process, folder or socket can be made.
    """
    keep()
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder("warm"))
        place = folder / "s"
        if not holds_socket(place):
            raise OSError(f"{place} is too long for a socket's address")
        listener = stack.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(str(place))
        # Who asks while it still imports waits in line.
        listener.listen(128)
        wanted = fingerprint(environment)
        told = {"listener": listener.fileno(), "fingerprint": wanted, "modules": MODULES, "own": OWN,
                "without": WITHOUT, "late": LATE, "folder": str(folder), "idle": idle}  # fmt: skip
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 (our own interpreter and script)
                [sys.executable, str(_SCRIPT)], stdin=subprocess.PIPE, stdout=said, stderr=said, cwd=folder,
                env={**_needed(environment), **ALONE}, pass_fds=[listener.fileno()], **own_group(),
            )  # fmt: skip
        (folder / "pid").write_text(str(process.pid), encoding="ascii")
        (folder / "fingerprint").write_text(wanted, encoding="ascii")
        assert process.stdin is not None
        process.stdin.write(json.dumps(told).encode() + b"\n")
        process.stdin.flush()
        listener.close()
        return Parent(str(place), process, stack.pop_all())


def _needed(environment: Mapping[str, str]) -> dict[str, str]:
    """What a parent itself needs; what else stands there may be one client's, and a parent may serve another next."""
    here = {name: environment[name] for name in ("PATH", "TMPDIR", "TZ") if name in environment}
    return {**here, **lasting(environment)}


def socket_for(environment: Mapping[str, str]) -> str:
    """Socket of the parent that serves an environment: a shared one, else this process's own 「取父进程」.

    Raises
    ------
    OSError
        When none can be started.
    """
    wanted = fingerprint(environment)
    shared = os.environ.get(PARENT)
    if shared and _fits(shared, wanted):
        return shared
    with _LOCK:
        own = _OWN.get(wanted)
        if own is not None and own.process.poll() is None:
            return own.socket
        if own is not None:
            own.end()
        elif not _OWN:
            atexit.register(end_all)
        _OWN[wanted] = start(environment)
        return _OWN[wanted].socket


def end_all() -> None:
    """End the parents that this process started 「结束全部父进程」."""
    with _LOCK:
        while _OWN:
            _OWN.popitem()[1].end()


@contextmanager
def shared_parent(*, needed: bool = True) -> Iterator[str | None]:
    """Warm parent for this process and what it starts 「共享预热父进程」.

    Parameters
    ----------
    needed : bool
        Whether anything will be asked of it; else none is started.

    Yields
    ------
    str or None
        Socket of the parent: of the one that ``PERFLOOP_WARM_PARENT`` names where it lives and fits, else of a new one,
        which ends with the block; None where kernels are not forked here.
    """
    environment = repeatable(os.environ)
    before = os.environ.get(PARENT)
    if not needed or not wants_warm():
        yield None
    elif before and _fits(before, fingerprint(environment)):
        yield before
    else:
        try:
            parent = start(environment)
        except OSError:
            # Without one each kernel is a plain process.
            yield None
            return
        os.environ[PARENT] = parent.socket
        try:
            yield parent.socket
        finally:
            os.environ.pop(PARENT) if before is None else os.environ.update({PARENT: before})
            parent.end()


def _fits(place: str, wanted: str) -> bool:
    """Whether somebody of this user listens in a place and has the fingerprint that is wanted."""
    try:
        if Path(place).parent.stat().st_uid != os.getuid():
            return False
        if Path(place).with_name("fingerprint").read_text(encoding="ascii") != wanted:
            return False
        with socket.socket(socket.AF_UNIX) as tried:
            # One that was stopped, with a full line before it, would have this one wait for ever.
            tried.settimeout(_JOIN_SECONDS)
            tried.connect(place)
    except OSError:
        return False
    return True
