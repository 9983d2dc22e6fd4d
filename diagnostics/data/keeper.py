"""A process that tidies up after this one, however it ends 「清理守护」."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading

from diagnostics.data.engine.process import own_group
from diagnostics.data.temporary import PREFIX

# Waits with next to nothing in memory; what it needs it imports when the time has come. A folder that names a process
# in a file `pid` is that of a kernel or of a warm parent, which goes with all that it started.
_KEEP = """
import os, signal, sys
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(each, signal.SIG_IGN)
os.read(0, 1)
import shutil, time
home, begins, ends = sys.argv[1], sys.argv[2], "-" + sys.argv[3] + "-"
for again in range(20):
    left = [os.path.join(home, name) for name in os.listdir(home) if name.startswith(begins) and ends in name]
    for folder in left:
        try:
            with open(os.path.join(folder, "pid")) as file: os.killpg(int(file.read()), signal.SIGKILL)
        except (OSError, ValueError): pass
    for folder in left: shutil.rmtree(folder, ignore_errors=True)
    if not left: break
    time.sleep(0.1)
"""
_KEPT: dict[int, subprocess.Popen[bytes]] = {}
_LOCK = threading.Lock()


def keep() -> None:
    """Have the private folders of this process removed when it is gone, and its kernels ended 「启动清理守护」.

    A process that is killed can't do it; `temporary.sweep` does it for the next one only. On Windows nobody keeps.
    """
    if sys.platform == "win32":
        return
    with _LOCK:
        if os.getpid() in _KEPT:
            return
        told = [tempfile.gettempdir(), PREFIX, str(os.getpid())]
        # Its input closes when this process has gone: nobody else holds the other end.
        _KEPT[os.getpid()] = subprocess.Popen(  # noqa: S603 (our own interpreter and words)
            [sys.executable, "-I", "-S", "-c", _KEEP, *told], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd="/", **own_group(),
        )  # fmt: skip
