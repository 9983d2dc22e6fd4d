"""Chromium, found on the machine, opened without a network and closed whatever happens 「浏览器」.

A page is our own rendering, bears no script and forbids every request; even so the browser gets a profile and a home of
its own that are removed with it, resolves no name, and keeps its sandbox wherever it would start with one.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import SurroundingsError

if TYPE_CHECKING:
    from diagnostics.run.printing.devtools import Browser

VARIABLE = "PERFLOOP_CHROMIUM"
NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
    "brave-browser",
)  # fmt: skip
# Seconds for a whole page, and those that a browser gets to close by itself.
WALL, CLOSING = 120.0, 3.0
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    # A PDF bears the name of the program that made the page; which system it ran on is nobody's business.
    "--user-agent=perfloop",
)


def find_chromium(environment: Mapping[str, str] | None = None) -> str:
    """Program of a Chromium: the one that the variable names, else the first on the path 「查找浏览器」.

    Parameters
    ----------
    environment : mapping, optional
        Variables; those of this process where none are given.

    Raises
    ------
    SurroundingsError
        When there is none, or the variable names no program.
    """
    known = os.environ if environment is None else environment
    named = known.get(VARIABLE, "")
    if named:
        found = shutil.which(named, path=known.get("PATH"))
        if found is None:
            raise SurroundingsError(f"{VARIABLE} == {named!r}, must be a program that can be run.")
        return found
    for each in NAMES:
        found = shutil.which(each, path=known.get("PATH"))
        if found is not None:
            return found
    raise SurroundingsError(
        f"PDF and pictures are made by Chromium, which is not there (looked for {', '.join(NAMES[:3])}, …);"
        f" install it, or name its program in {VARIABLE}."
    )


@contextmanager
def opened_browser(wall: float = WALL) -> Iterator[Browser]:
    """Browser that ends with this block, or when its time is up 「打开浏览器」.

    Parameters
    ----------
    wall : float
        Seconds after which it is ended and the block fails.

    Raises
    ------
    SurroundingsError
        When there is no Chromium, it does not start, or its time is up.
    """
    from diagnostics.run.printing.devtools import Browser

    program = find_chromium()
    if not hasattr(os, "posix_spawn"):
        raise SurroundingsError("PDF and pictures are made on Linux and macOS only, so far.")
    with temporary_folder("chromium") as home, _pipes() as (their_in, our_out, our_in, their_out):
        process = _start(program, home, their_in, their_out)
        # The browser's own ends are closed here: so its end is seen at once, and ours is by it.
        os.close(their_in)
        os.close(their_out)
        try:
            yield Browser(our_in, our_out, time.monotonic() + wall)
        finally:
            _end(process)


@contextmanager
def _pipes() -> Iterator[tuple[int, int, int, int]]:
    their_in, our_out = os.pipe()
    our_in, their_out = os.pipe()
    try:
        yield their_in, our_out, our_in, their_out
    finally:
        for each in (our_out, our_in):
            with suppress(OSError):
                os.close(each)


def _start(program: str, home: Path, their_in: int, their_out: int) -> int:
    """Process id of a browser that heads a group of its own; it reads from 3 and writes to 4."""
    # Chromium refuses to start as root with its sandbox.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    words = [
        program,
        *FLAGS,
        *(("--no-sandbox",) if root else ()),
        f"--user-data-dir={home / 'profile'}",
        "about:blank",
    ]
    surroundings = {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "TMPDIR": str(home), "TZ": "UTC",
        "LANG": "C.UTF-8",
    }  # fmt: skip
    # Neither of the ends may lie where the other is to be put.
    high = [_moved(each) for each in (their_in, their_out)]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, high[0], 3),
        (os.POSIX_SPAWN_DUP2, high[1], 4),
    ]
    try:
        return os.posix_spawn(program, words, surroundings, file_actions=actions, setpgroup=0)
    except OSError as error:
        raise SurroundingsError(f"Chromium at {program} can't be started: {error.strerror}.") from error
    finally:
        for each in high:
            os.close(each)


def _moved(descriptor: int) -> int:
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)


def _end(process: int) -> None:
    """Wait a moment for a browser that was asked to close, then end its whole group, and leave no zombie."""
    until = time.monotonic() + CLOSING
    while time.monotonic() < until:
        done, _ = os.waitpid(process, os.WNOHANG)
        if done:
            break
        time.sleep(0.02)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
    # Helpers that outlived it.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
