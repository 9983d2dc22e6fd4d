"""The perfloop command in a process of its own: forked where that is safe, else started 「派生命令」."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from diagnostics.data.engine.process import end_group, own_group
from diagnostics.run.warm.asking import Forked, NotWarmError, fork
from diagnostics.run.warm.choice import wants_warm
from diagnostics.run.warm.repeatable import repeatable


class Spawned(subprocess.Popen[bytes]):
    """A plain process at the head of its own group, with the face of `Forked` 「普通进程」."""

    def kill(self) -> None:
        """End it with all that it started 「结束进程组」."""
        end_group(self.pid)


def fork_command(
    argv: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    stdout: IO[bytes],
    stderr: IO[bytes],
    stop: threading.Event | None = None,
) -> Forked | Spawned:
    """Process of its own that runs the perfloop command: forked where that is safe, else started 「派生命令」.

    Parameters
    ----------
    argv : sequence of str
        Arguments of the command, without its name.
    environment : mapping of str
        Its whole environment; what makes results repeatable is added.
    folder : Path
        Its current folder.
    stdout, stderr : open files
        What it prints goes there; its input is empty.
    stop : Event, optional
        Once it is set, a parent that is not ready yet is no longer waited for.

    Returns
    -------
    Forked or Spawned
        With ``pid``, ``poll()``, ``wait(timeout)``, ``returncode`` and ``kill()``, which ends its whole group. It ends
        when nobody holds this object any more, or the process that asked for it ends.
    """
    command, environment = ["-m", "diagnostics.cli", *argv], repeatable(environment)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        files = (nothing.fileno(), stdout.fileno(), stderr.fileno())
        if wants_warm():
            with contextlib.suppress(NotWarmError):
                return fork(command, environment, str(folder), files, own=True, stop=stop)
        return Spawned(
            [sys.executable, *command], stdin=files[0], stdout=files[1], stderr=files[2], env=environment, cwd=folder,
            **own_group(),
        )  # fmt: skip
