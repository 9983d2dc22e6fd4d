"""A process asked of a warm parent, with the face of one that was started 「请求预热进程」."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from diagnostics.data.engine.process import end_group
from diagnostics.errors import PerfloopError
from diagnostics.run.warm.fingerprint import fingerprint
from diagnostics.run.warm.parent import socket_for

# Importing everything takes 3 s on a quiet machine.
_READY_SECONDS, _LOOK_SECONDS = 300.0, 0.2


class NotWarmError(PerfloopError):
    """A warm parent that can't be had or refuses; a plain process serves 「无预热」."""


class Forked:
    """A process that a warm parent forked; when this object goes, so does the process 「派生进程」.

    Parameters
    ----------
    connection : socket
        Connection on which the process was asked for; the parent tells its exit code there.
    pid : int
        Number of the process, and of its group.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid, self.returncode = pid, None
        self._connection, self._heard, self._lock = connection, b"", threading.Lock()

    returncode: int | None

    def __del__(self) -> None:
        self._connection.close()

    def poll(self) -> int | None:
        """Exit code, negative for a signal; None while it runs 「退出码」."""
        return self._await(0)

    def wait(self, timeout: float | None = None) -> int:
        """Exit code, once it has ended 「等待结束」.

        Raises
        ------
        subprocess.TimeoutExpired
            When it still runs after so many seconds.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            left = 1.0 if until is None else max(0.0, until - time.monotonic())
            code = self._await(min(left, 1.0))
            if code is not None:
                return code
            if until is not None and time.monotonic() >= until:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)

    def send_signal(self, number: int) -> None:
        """Send the process a signal 「发送信号」."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end 「请求结束」."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it with all that it started 「结束进程组」."""
        end_group(self.pid)

    def _await(self, seconds: float) -> int | None:
        with self._lock:
            if self.returncode is None and select.select([self._connection], [], [], seconds)[0]:
                self._hear()
            return self.returncode

    def _hear(self) -> None:
        try:
            more = self._connection.recv(1 << 12)
        except OSError:
            more = b""
        self._heard += more
        if not more:
            # The parent has gone, and the system ends what it forked.
            end_group(self.pid)
            self.returncode = -signal.SIGKILL
        elif self._heard.endswith(b"\n"):
            self.returncode = json.loads(self._heard)["exit"]
        if self.returncode is not None:
            self._connection.close()


def fork(
    argv: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    files: tuple[int, int, int],
    *,
    own: bool = False,
    stop: threading.Event | None = None,
) -> Forked:
    """Process forked by the parent that serves an environment 「派生进程」.

    Parameters
    ----------
    argv : sequence of str
        ``-c CODE …`` or ``-m MODULE …``, as the interpreter takes them.
    own : bool
        Whether it uses perfloop, whose third parties are imported beside those of analyses.
    stop : Event, optional
        Once it is set, a parent that is not ready yet is no longer waited for.

    Raises
    ------
    NotWarmError
        When no parent can be had, or it refuses.
    """
    try:
        place = socket_for(environment)
    except OSError as error:
        raise NotWarmError(f"No warm process: {error}.") from error
    asked = {
        "argv": list(argv),
        "environment": dict(environment),
        "folder": folder,
        "fingerprint": fingerprint(environment),
        "own": own,
    }
    return ask(place, asked, files, stop)


def ask(
    place: str, asked: Mapping[str, Any], files: tuple[int, int, int], stop: threading.Event | None = None
) -> Forked:
    """Process forked by the parent that listens in a place 「请求派生」.

    Parameters
    ----------
    place : str
        Socket of the parent.
    asked : mapping
        ``argv``, ``environment``, ``folder``, ``fingerprint``.
    files : (int, int, int)
        What becomes its standard input, output and error.
    stop : Event, optional
        Once it is set, no answer is waited for.

    Raises
    ------
    NotWarmError
        When the parent has gone, does not answer, or refuses.
    """
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(_READY_SECONDS)
        connection.connect(place)
        sent = json.dumps(dict(asked)).encode()
        sent = len(sent).to_bytes(8, "big") + sent
        connection.sendall(sent[socket.send_fds(connection, [sent], list(files)) :])
        _await_answer(connection, stop)
        told = _line(connection)
        connection.settimeout(None)
        return Forked(connection, told["pid"])
    except (OSError, ValueError) as error:
        connection.close()
        raise NotWarmError(f"No warm process: {error}.") from error
    except BaseException:
        connection.close()
        raise


def _await_answer(connection: socket.socket, stop: threading.Event | None) -> None:
    """Wait until the parent answers, which it does once it has imported; not longer than somebody wants it."""
    until = time.monotonic() + _READY_SECONDS
    while not select.select([connection], [], [], _LOOK_SECONDS)[0]:
        if (stop is not None and stop.is_set()) or time.monotonic() > until:
            raise TimeoutError("it did not answer in time")


def _line(connection: socket.socket) -> dict[str, Any]:
    """First line that the parent says; a byte at a time, so that nothing of the next is taken."""
    heard = b""
    while not heard.endswith(b"\n"):
        more = connection.recv(1)
        if not more:
            raise ValueError("the parent has gone")
        heard += more
    told: dict[str, Any] = json.loads(heard)
    if "no" in told:
        raise ValueError(told["no"])
    return told
