"""The process in which a client runs 「启动客户进程」."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import IO

from diagnostics.data.engine.process import own_group
from diagnostics.run.warm.asking import Forked
from diagnostics.run.warm.commanding import fork_command

# What runs in place of perfloop, with the arguments that follow: tests put the command with small notebooks here.
INSTEAD: tuple[str, ...] = ()


class Started:
    """Process of a client's run: forked from a parent that holds nobody's data, or started 「客户进程」.

    Parameters
    ----------
    process : Forked or Popen
        It ends when nobody holds it any more, or the process that asked for it ends.
    """

    def __init__(self, process: Forked | subprocess.Popen[bytes]) -> None:
        self._process, self.pid = process, process.pid

    def wait(self, seconds: float) -> int | None:
        """Exit code, negative for a signal; None while it still runs after so many seconds 「等待」."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


def start(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, said: IO[bytes], stop: Event | None = None
) -> Started:
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
    stop : Event, optional
        Set by whoever doesn't want it any more: no warm parent is waited for then.
    """
    if not INSTEAD:
        streams = {"stdout": said, "stderr": said}
        return Started(fork_command(arguments, environment=environment, folder=folder, **streams, stop=stop))
    command = [*INSTEAD, *arguments]
    return Started(
        subprocess.Popen(  # noqa: S603 (our own command)
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, **own_group()
        )
    )
