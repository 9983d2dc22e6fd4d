"""A warm parent's own process: imports third parties once, then forks on request 「预热父进程」.

A script of the standard library alone, never imported: its first line of input tells it what to import, its input's
end that its starter has gone. Each connection asks for one process, learns its number and then its exit code; when a
connection closes before, its process ends with all that it started.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
from typing import Any

_ASKING_SECONDS = 5.0
_LONGEST = 1 << 24


def preload(modules: list[str], without: dict[str, list[str]]) -> None:
    """Import what is there; a starter that has gone is noticed between two modules 「预加载」.

    Parameters
    ----------
    modules : list of str
        Names, in order.
    without : dict
        By module, what it shall not find when it is imported.
    """
    # Importing makes next to no garbage; looking for it again and again would take a fifth of the time.
    gc.disable()
    for name in modules:
        hidden = [each for each in without.get(name, ()) if each not in sys.modules]
        # None is the documented way to make an import fail.
        sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
        for each in hidden:
            del sys.modules[each]
        _end_without_starter()
    # Importing opens a database whose thread waits for work; the next query opens another.
    if "duckdb" in sys.modules:
        sys.modules["duckdb"].default_connection().close()
    # What is there already is never looked through again: its pages stay shared with the forked processes.
    gc.freeze()
    gc.enable()


def put_late(late: dict[str, list[Any]]) -> None:
    """Have modules that were imported without another ask for its names when they call them 「延迟加载」."""
    for module, (other, names) in late.items():
        for name in names if module in sys.modules else ():
            setattr(sys.modules[module], name, functools.partial(_call_late, other, name))


def _call_late(module: str, name: str, *arguments: Any, **options: Any) -> Any:
    return getattr(importlib.import_module(module), name)(*arguments, **options)


def _end_without_starter() -> None:
    with selectors.DefaultSelector() as waiting:
        waiting.register(0, selectors.EVENT_READ)
        if waiting.select(0):
            os._exit(0)


def threads() -> list[str]:
    """Names of the threads beside this one, which a fork would lose 「其他线程」."""
    try:
        numbers = [each for each in os.listdir("/proc/self/task") if int(each) != os.getpid()]  # noqa: PTH208
    except FileNotFoundError:
        import threading

        return [each.name for each in threading.enumerate()[1:]]
    return [_read(f"/proc/self/task/{each}/comm").strip() for each in numbers]


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 (pathlib is left to who needs it)
        return file.read()


class Server:
    """Listens, forks, and tells how each process ended 「预热服务」."""

    def __init__(self, listener: socket.socket, told: dict[str, Any]) -> None:
        self.listener, self.told = listener, told
        self.asked: dict[int, socket.socket] = {}
        self.waiting = selectors.DefaultSelector()
        self.woken, wakes = os.pipe()
        for pipe in (self.woken, wakes):
            os.set_blocking(pipe, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for end, what in ((0, "starter"), (listener, "listener"), (self.woken, "woken")):
            self.waiting.register(end, selectors.EVENT_READ, what)

    def serve(self) -> tuple[dict[str, Any], list[int]] | None:
        """Request and files of a forked process, in that process; None in the parent when it is over 「服务」."""
        while True:
            ready = self.waiting.select(None if self.asked else self.told["idle"])
            if not ready and not self.asked:
                return None
            for key, _ in ready:
                if key.data == "starter":
                    return None
                if key.data == "woken":
                    self._reap()
                elif key.data == "listener":
                    become = self._accept()
                    if become is not None:
                        return become
                elif key.data in self.asked:
                    # Nobody waits for this process any more: it goes, and is reaped.
                    _kill(key.data)
                    self._unwatch(self.asked[key.data])

    def end(self) -> None:
        """End every process that is left, with all that it started 「结束」."""
        for process in self.asked:
            _kill(process)

    def forget(self) -> None:
        """Close in a forked process what is the parent's 「关闭父进程的句柄」."""
        signal.set_wakeup_fd(-1)
        self.waiting.close()
        for each in (self.listener, *self.asked.values()):
            each.close()

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self.woken, 1024)
        for process in list(self.asked):
            found, status = os.waitpid(process, os.WNOHANG)
            if found:
                connection = self.asked.pop(process)
                self._unwatch(connection)
                _say(connection, {"exit": os.waitstatus_to_exitcode(status)})
                connection.close()

    def _unwatch(self, connection: socket.socket) -> None:
        with contextlib.suppress(KeyError):
            self.waiting.unregister(connection)

    def _accept(self) -> tuple[dict[str, Any], list[int]] | None:
        connection, _ = self.listener.accept()
        connection.settimeout(_ASKING_SECONDS)
        files: list[int] = []
        parent = os.getpid()
        try:
            asked, files = _hear(connection)
            if asked.get("own") and self.told["own"]:
                preload(self._own(), {})
            refused = self._refusal(asked)
            process = -1 if refused else os.fork()
        except (OSError, ValueError, KeyError) as error:
            asked, refused, process = {}, f"{type(error).__name__}: {error}", -1
        if process == 0:
            connection.close()
            self.forget()
            return {**asked, "parent": parent}, files
        for each in files:
            os.close(each)
        _say(connection, {"no": refused} if refused else {"pid": process})
        if refused:
            connection.close()
        else:
            self.asked[process] = connection
            self.waiting.register(connection, selectors.EVENT_READ, process)
        return None

    def _own(self) -> list[str]:
        """What perfloop uses beside, the first time that it is asked for."""
        own, self.told["own"] = self.told["own"], []
        return list(own)

    def _refusal(self, asked: dict[str, Any]) -> str:
        if asked["fingerprint"] != self.told["fingerprint"]:
            return "packages, interpreter or environment are others than when the parent was started"
        others = threads()
        return f"threads that a fork would lose: {', '.join(others)}" if others else ""


def _kill(process: int) -> None:
    # Before it has made its own group there is none of that number: then it alone.
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            end(process, signal.SIGKILL)


def _hear(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """One request, its length first, and the files that came with it."""
    heard, files, *_ = socket.recv_fds(connection, 1 << 16, 3)
    while len(heard) < 8 or len(heard) < 8 + int.from_bytes(heard[:8], "big"):
        more = connection.recv(1 << 16)
        if not more or len(heard) > _LONGEST:
            raise ValueError("half a request")
        heard += more
    return json.loads(heard[8:]), files


def _say(connection: socket.socket, told: dict[str, Any]) -> None:
    # Who asked may have gone.
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(told).encode() + b"\n")


def main() -> tuple[dict[str, Any], list[int]]:
    """Request of a forked process, in that process 「父进程入口」."""
    with os.fdopen(os.dup(0), "rb", buffering=0) as starter:
        told = json.loads(starter.readline())
    os.chdir(told["folder"])
    # Kernels look whether this one still lives; they read its number when they are imported.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    listener = socket.socket(fileno=told["listener"])
    preload(told["modules"], told["without"])
    put_late(told["late"])
    server = Server(listener, told)
    become = server.serve()
    if become is None:
        server.end()
        shutil.rmtree(told["folder"], ignore_errors=True)
        # Nothing is left to do; taking all modules down one by one would take longer than the system does.
        os._exit(0)
    return become


if __name__ == "__main__":
    # The folder of this file is no place to import from; an empty name is the current one, as with python -c.
    sys.path[0] = ""
    asked = main()
    from diagnostics.run.warm.fresh import begin

    begin(*asked)
