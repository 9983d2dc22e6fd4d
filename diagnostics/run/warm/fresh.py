"""A forked process made as if it had just been started 「新进程状态」."""

from __future__ import annotations

import os
import random
import runpy
import signal
import sys
import tempfile
import time
import types
import uuid
from pathlib import Path
from typing import Any

from diagnostics.data.engine.process import end_with_parent

# They bear what a running notebook is to them; a kernel imports them anew.
_HOOKED = ("matplotlib_inline",)


def begin(asked: dict[str, Any], files: list[int]) -> None:
    """Become the process that was asked for, and run its command 「开始」.

    Parameters
    ----------
    asked : dict
        ``argv`` (``-c CODE …`` or ``-m MODULE …``), ``environment``, ``folder``, ``parent``.
    files : list of int
        What becomes standard input, output and error.
    """
    os.setsid()
    end_with_parent()
    if os.getppid() != asked["parent"]:
        os._exit(1)
    _signals()
    _streams(files)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    _draws()
    _libraries()
    os.chdir(asked["folder"])
    _run(asked["argv"])


def _signals() -> None:
    """Handlers as an interpreter sets them when it starts, nothing masked."""
    for each in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(each) not in (signal.SIG_DFL, None):
            signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for each in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(each, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _streams(files: list[int]) -> None:
    """The three files that were given, in the encoding of before, and no other open file."""
    for number, each in enumerate(files):
        os.dup2(each, number)
    os.closerange(3, _highest() + 1)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        stream = open(  # noqa: SIM115 (it stays open)
            number, "w" if number else "r", encoding=before.encoding, errors=before.errors, closefd=False,
            buffering=1 if number == 2 or os.isatty(number) else -1,
        )  # fmt: skip
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _highest() -> int:
    try:
        return max(int(each) for each in os.listdir("/proc/self/fd"))  # noqa: PTH208
    except FileNotFoundError:
        return int(os.sysconf("SC_OPEN_MAX"))


def _draws() -> None:
    """Random streams of its own: the parent's would be the same in every process."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "multiprocessing.process" in sys.modules:
        sys.modules["multiprocessing.process"].current_process().authkey = os.urandom(32)
    tempfile.tempdir = None
    tempfile._name_sequence = None  # type: ignore[attr-defined]  # noqa: SLF001 (the parent's would name the same files)
    uuid._last_timestamp = None  # type: ignore[attr-defined]  # noqa: SLF001


def _libraries() -> None:
    """What libraries read from the environment or the notebook when they are imported."""
    for name in [each for each in sys.modules if each.partition(".")[0] in _HOOKED]:
        del sys.modules[name]
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        backend = os.environ.get("MPLBACKEND") or matplotlib.rcsetup._auto_backend_sentinel  # noqa: SLF001
        matplotlib.rcParams._set("backend", backend)  # noqa: SLF001 (asking for it would load one)


def _run(argv: list[str]) -> None:
    """Run ``-c CODE …`` or ``-m MODULE …`` as the interpreter would, in a main module of its own."""
    form, what, *arguments = argv
    sys.orig_argv = [sys.executable, *argv]
    if form == "-m":
        sys.argv, sys.path[0] = ["-m", *arguments], str(Path.cwd())
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    sys.argv = ["-c", *arguments]
    sys.modules["__main__"] = main = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = __builtins__
    exec(compile(what, "<string>", "exec"), main.__dict__)  # noqa: S102 (the command that was asked for)
