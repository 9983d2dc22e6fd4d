"""Kernels of any Jupyter program, forked from a warm parent 「预热内核供给」."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool

from diagnostics.errors import PerfloopError
from diagnostics.run.warm.asking import Forked, fork
from diagnostics.run.warm.choice import wants_warm

NAME = "perfloop-warm"
_LOOK_SECONDS, _GONE_SECONDS = 0.01, 2.0
# What ipykernel itself sets where nothing is set, after matplotlib has been imported already.
_BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


class WarmProvisioner(LocalProvisioner):  # type: ignore[misc]  # jupyter_client bears no types
    """Starts a kernel as a fork where it can, else as a process 「预热供给器」.

    ``JUPYTER_DEFAULT_PROVISIONER_NAME=perfloop-warm`` selects it for every kernel that names no other.
    """

    process: Any = None
    own = Bool(help="Whether its notebook uses perfloop.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **options: Any) -> dict[str, Any]:
        """Start the kernel 「启动内核」."""
        if not (wants_warm() and _is_python(cmd)):
            return await self._plain(cmd, **options)
        try:
            self.process = await asyncio.to_thread(_forked, cmd[1:], options, own=self.own)
        except (PerfloopError, OSError) as error:
            self.log.warning("%s A plain kernel serves.", error)
            return await self._plain(cmd, **options)
        self.pid = self.pgid = self.process.pid
        self.cwd = options.get("cwd") or Path.cwd()
        found: dict[str, Any] = self.connection_info
        return found

    async def _plain(self, cmd: list[str], **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = await super().launch_kernel(cmd, **options)
        return found

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and see it go, for which jupyter_client looks every tenth of a second 「结束内核」."""
        await super().kill(restart)
        until = time.monotonic() + _GONE_SECONDS
        while self.process is not None and self.process.poll() is None and time.monotonic() < until:
            await asyncio.sleep(_LOOK_SECONDS)

    async def wait(self) -> int | None:
        """Exit code, once the kernel has ended 「等待内核」."""
        if not isinstance(self.process, Forked):
            code: int | None = await super().wait()
            return code
        while self.process.poll() is None:
            await asyncio.sleep(_LOOK_SECONDS)
        code, self.process = self.process.returncode, None  # as jupyter_client does
        return code


def _is_python(cmd: list[str]) -> bool:
    """Whether a command runs code or a module on this interpreter, with no other option of it."""
    return len(cmd) > 2 and cmd[0] == sys.executable and cmd[1] in {"-c", "-m"}


def _forked(argv: list[str], options: dict[str, Any], *, own: bool) -> Forked:
    environment = {**_BACKEND, **options["env"]}
    folder = str(options.get("cwd") or Path.cwd())
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        files = (nothing.fileno(), _number(options.get("stdout"), 1), _number(options.get("stderr"), 2))
        return fork(argv, environment, folder, files, own=own)


def _number(stream: Any, otherwise: int) -> int:
    """Number of an open file as ``Popen`` is told it."""
    if stream is None or stream == subprocess.PIPE:
        return otherwise
    return stream if isinstance(stream, int) else int(stream.fileno())
