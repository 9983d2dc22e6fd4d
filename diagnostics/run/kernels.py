"""A fresh, private kernel for one notebook 「内核」.

No installed kernelspec is needed: the kernel runs on the interpreter that runs perfloop. Its sockets, connection file,
IPython profile and working folder lie in a private folder, so that two kernels never take each other's sockets and
nothing of the user's own profile reaches a client's figures.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets import Bool, Int, Type, Unicode
from traitlets.config import Config

from diagnostics.data.engine.process import end_group, resident
from diagnostics.data.engine.process_tree import memory as used_by
from diagnostics.data.engine.process_tree import tree
from diagnostics.data.keeper import keep
from diagnostics.data.temporary import PREFIX, holds_socket, sweep, temporary_folder
from diagnostics.run.kernel_client import PromptClient
from diagnostics.run.warm.choice import wants_warm
from diagnostics.run.warm.parent import PARENT
from diagnostics.run.warm.provisioner import NAME
from diagnostics.run.warm.repeatable import repeatable

KERNEL_NAME = "python3"
_LOOK_SECONDS = 0.2
_START = (
    "import sys; from diagnostics.data.engine.process import end_with_parent, limit_memory; end_with_parent();"
    " limit_memory(int(sys.argv.pop(1))); from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
)


class PrivateKernelManager(AsyncKernelManager):  # type: ignore[misc]  # jupyter_client bears no types
    """Starts a kernel on this interpreter, inside a private folder 「私有内核」."""

    room = Unicode(help="Private folder of the kernel.").tag(config=True)
    said = Unicode(help="File that takes what the kernel process itself prints.").tag(config=True)
    memory = Int(help="Bytes that the kernel may use.").tag(config=True)
    own = Bool(default_value=True, help="Whether its notebook uses perfloop.").tag(config=True)
    client_factory = Type(klass=PromptClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Kernel on this interpreter, whatever is installed 「内核规格」."""
        argv = [sys.executable, "-c", _START, str(self.memory), "-f", "{connection_file}"]
        # Nobody has a parent import everything for one kernel. An installation of before this entry point knows plain
        # kernels alone.
        warm = PARENT in os.environ and wants_warm() and NAME in KernelProvisionerFactory.instance().provisioners
        chosen = {"provisioner_name": NAME, "config": {"own": self.own}}
        metadata = {"kernel_provisioner": chosen} if warm else {}
        return KernelSpec(
            argv=argv, display_name="Python 3", language="python", interrupt_mode="signal", metadata=metadata
        )

    async def start_kernel(self, **options: Any) -> None:
        """Start the kernel with its sockets, profile and folder in the private room 「启动内核」."""
        room = Path(self.room)
        (room / "cwd").mkdir()
        self.connection_file = str(room / "kernel.json")
        if sys.platform != "win32" and holds_socket(room / "kernel"):
            self.transport, self.ip = "ipc", str(room / "kernel")
        options["cwd"] = str(room / "cwd")
        options["env"] = kernel_environment(room)
        with Path(self.said).open("ab") as log:
            await super().start_kernel(**options, stdout=log, stderr=log)
        kernel = self.provisioner.process.pid
        (room / "pid").write_text(str(kernel), encoding="ascii")
        threading.Thread(target=_watch, args=(kernel, self.memory, room), daemon=True).start()


def _watch(kernel: int, memory: int, room: Path) -> None:
    """End a kernel that uses too much memory, and leave a word for who asks why it died."""
    gone = threading.Event()
    while (used := resident(kernel)) is not None and room.exists():
        # What a kernel shares with its warm parent is no use of its own; what it forked itself is. This look takes
        # milliseconds, so it is for those alone that use much at first sight.
        if used > memory and used_by(tree(kernel, room)) > memory:
            (room / "over").touch()
            end_group(kernel)
            return
        gone.wait(_LOOK_SECONDS)


def used_too_much(room: Path) -> bool:
    """Whether a kernel was ended because it used too much memory 「是否超出内存」."""
    return (room / "over").exists()


def kernel_environment(room: Path) -> dict[str, str]:
    """Environment of a kernel: the runner's, made repeatable 「内核环境变量」."""
    return {**repeatable(os.environ), "IPYTHONDIR": str(room / "ipython")}


def room_prefix(engagement: Path) -> str:
    """How the names of an engagement's private folders begin 「私有目录前缀」."""
    return f"{PREFIX}{hashlib.sha256(str(engagement.resolve()).encode()).hexdigest()[:8]}-"


@contextmanager
def private_room(engagement: Path) -> Iterator[Path]:
    """Private folder for one kernel, removed afterwards 「内核私有目录」.

    The holder of the engagement's lock first removes what a killed run of the same engagement left.
    """
    prefix = room_prefix(engagement)
    keep()
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with temporary_folder(prefix.removeprefix(PREFIX).rstrip("-")) as room:
        try:
            yield room
        finally:
            # Whatever the kernel started goes with it, also where it died by itself.
            if (room / "pid").exists():
                kernel = int((room / "pid").read_text(encoding="ascii"))
                end_group(kernel)
                sweep(kernel)


def kernel_options(room: Path, log: Path, memory: int, *, own: bool) -> dict[str, Any]:
    """What nbclient is told about kernels; ``own`` where the notebook uses perfloop 「内核选项」.

    A manager class, not a manager: nbclient never notices that the kernel of a manager given to it has died.
    """
    config = Config({"PrivateKernelManager": {"room": str(room), "said": str(log), "memory": memory, "own": own}})
    return {"kernel_manager_class": PrivateKernelManager, "config": config, "shutdown_kernel": "immediate"}
