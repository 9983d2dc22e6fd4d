"""The process in which a client runs 「启动客户进程」."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from diagnostics.data.engine.process import own_group

# What runs perfloop with the arguments that follow; tests put the command with small notebooks here.
COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", "diagnostics.cli")


class Plain:
    """Process started by itself, not forked from a warm parent 「普通进程」."""

    def __init__(self, started: subprocess.Popen[bytes]) -> None:
        self._started, self.pid = started, started.pid

    def wait(self, timeout: float) -> int | None:
        """Exit code, None while it runs 「等待」."""
        try:
            return self._started.wait(timeout)
        except subprocess.TimeoutExpired:
            return None


def start(arguments: Sequence[str], environment: Mapping[str, str], folder: Path, said: IO[bytes]) -> Plain:
    """Start perfloop with arguments in a process that heads a group of its own 「启动进程」.

    Parameters
    ----------
    arguments : sequence of str
        Of the command, without its name.
    environment : mapping
        All of its environment.
    folder : Path
        Its working folder.
    said : file
        Takes what it prints.
    """
    started = subprocess.Popen(  # noqa: S603 (our own command)
        [*COMMAND, *arguments], env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        **own_group(),
    )  # fmt: skip
    return Plain(started)
