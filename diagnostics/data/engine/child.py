"""Work on a client's data in a process of its own, within limits 「子进程」."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any, TypeVar

from diagnostics.data.engine.limits import Limits
from diagnostics.data.engine.process import end_group, end_with_parent, limit_memory, own_group, resident
from diagnostics.data.temporary import sweep
from diagnostics.errors import PerfloopError, SurroundingsError

Result = TypeVar("Result")

_START = "from diagnostics.data.engine.child import serve; serve()"
_LOOK_SECONDS = 0.1


def in_child(
    function: Callable[..., Result], *arguments: Any, wall: float | None = None, memory: int | None = None
) -> Result:
    """Result of a function, computed in a process of its own within limits 「在子进程中执行」.

    Parameters
    ----------
    function : callable
        Function of a module; what it prints goes to standard error.
    *arguments
        Its arguments; they and the result must be picklable.
    wall : float, optional
        Seconds it may take; else ``PERFLOOP_STEP_WALL``, else 3600.
    memory : int, optional
        Bytes it may use; else ``PERFLOOP_STEP_MEMORY``, else 8 GB.

    Returns
    -------
    object
        What the function returned.

    Raises
    ------
    PerfloopError
        The function's own error, of the same type.
    SurroundingsError
        When it took too long, used too much memory, or its process was killed.

    Notes
    -----
    The child goes with everything it started: when it is done, when a limit is reached, when this process is
    interrupted, and when this process is killed.
    """
    limits = Limits.of(wall, memory)
    asked = pickle.dumps((sys.path, limits.memory, pickle.dumps((function, arguments))))
    # A file without a name: nothing is left behind, and a result of any size blocks nobody.
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen([sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=answer, **own_group())  # noqa: S603
        try:
            # Its input stays open: when it closes, this process is gone, and the child ends itself.
            _send(process, asked)
            _await(process, limits)
        finally:
            end_group(process.pid)
            process.wait()
            sweep(process.pid)
            if process.stdin:
                process.stdin.close()
        found: Result = _result(process.returncode, answer, limits)
        return found


def _send(process: subprocess.Popen[bytes], asked: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(len(asked).to_bytes(8, "big") + asked)
        process.stdin.flush()
    except BrokenPipeError:
        # The child ended before it read all; its exit code says so.
        process.stdin = None


def _await(process: subprocess.Popen[bytes], limits: Limits) -> None:
    until = time.monotonic() + limits.wall
    while True:
        try:
            process.wait(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if (resident(process.pid) or 0) > limits.memory:
                raise SurroundingsError(f"The work was stopped: it used more than {limits.memory_told}.") from None
            if time.monotonic() > until:
                raise SurroundingsError(f"The work was stopped: it took longer than {limits.wall_told}.") from None
        else:
            return


def _result(code: int, answer: IO[bytes], limits: Limits) -> Any:
    answer.seek(0)
    written = answer.read()
    if code or not written:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code} and no result"
        raise SurroundingsError(f"The process that did the work {how}; it may use {limits.memory_told}.")
    kind, value, told = pickle.loads(written)  # noqa: S301 (written by our own child)
    if kind == "value":
        return value
    if kind == "memory":
        raise SurroundingsError(f"The work needed more than {limits.memory_told}.")
    if not isinstance(value, PerfloopError):
        value.add_note(told)
    raise value


def serve() -> None:
    """Do what the parent asks, and answer on standard output: the child's side of `in_child` 「子进程入口」."""
    end_with_parent()
    asked, answer = _streams()
    path, memory, work = pickle.loads(_read(asked))  # noqa: S301 (written by our own parent)
    threading.Thread(target=_end_with_input, args=(asked,), daemon=True).start()
    sys.path[:] = path
    limit_memory(memory)
    try:
        function, arguments = pickle.loads(work)  # noqa: S301
        found = pickle.dumps(("value", function(*arguments), ""))
    except MemoryError:
        found = pickle.dumps(("memory", None, ""))
    except BaseException as error:  # noqa: BLE001 (raised again in the parent)
        found = _pickled(error)
    with answer:
        answer.write(found)
    sys.stderr.flush()
    # Threads of libraries that still wait for something keep nobody.
    os._exit(0)


def _streams() -> tuple[IO[bytes], IO[bytes]]:
    """Input and output of this process as the parent gave them; what prints or reads here finds others."""
    asked, answer = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return asked, answer


def _read(stream: IO[bytes]) -> bytes:
    buffered = io.BufferedReader(stream, buffer_size=1 << 16)  # type: ignore[type-var]
    asked = buffered.read(int.from_bytes(buffered.read(8), "big"))
    buffered.detach()
    return asked


def _end_with_input(stream: IO[bytes]) -> None:
    stream.read(1)
    end_group(os.getpid())


def _pickled(error: BaseException) -> bytes:
    told = "".join(traceback.format_exception(error))
    try:
        found = pickle.dumps(("error", error, told))
        pickle.loads(found)  # noqa: S301 (some errors can be pickled and not read again)
    except Exception:  # noqa: BLE001 (an error that can't be pickled is told in words)
        return pickle.dumps(("error", RuntimeError(f"{type(error).__name__}: {error}"), told))
    return found
