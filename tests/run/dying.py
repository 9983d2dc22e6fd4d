"""The perfloop command in a forked process, with steps that need no kernel: dies or fails at a numbered operation.

One try costs what the command itself costs and no start of Python, so that every operation can be tried.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostics import cli
from diagnostics.run import carry_out as carrying
from diagnostics.run.manifest import PageRecord, hash_file, key_of
from tests.run.disk_points import Points
from tests.run.publishing.conftest import emitted

PERIOD = "2025-06"


@dataclass(frozen=True)
class Told:
    """What a command came to; ``code`` is negative where a signal ended it."""

    code: int
    out: str
    err: str
    names: tuple[str, ...]


def execute(step: Any, staging: Path, engagement: Path, parameters: Any, on_cell: Any) -> float:
    """Stands in for a notebook: a file of every kind, by its parameters alone."""
    on_cell(1, 2)
    told = f"{step.name} {sorted(parameters.items())}"
    before = sorted((staging / "results").glob("*.json"))
    told += "".join(each.read_text("utf-8") for each in before)
    for name in (
        f"logs/{step.name}.log",
        f"notebooks/{step.file}",
        f"work/{step.name}.txt",
        f"results/{step.name}.json",
    ):
        (staging / name).write_text(told, encoding="utf-8")
    return 0.1


def render(staging: Path, inputs: dict[str, str], *, draft: bool = False) -> PageRecord:
    """Stands in for the exporter: the page is what the last step wrote."""
    page = staging / "results" / "retrospective.html"
    page.write_bytes((staging / "results" / "close.json").read_bytes())
    return PageRecord(file="results/retrospective.html", sha256=hash_file(page), key=key_of(inputs), inputs=inputs)


def prepare() -> None:
    """Have steps, publishing notebook and letters' shapes stood in for, in this process."""
    carrying.execute = execute
    carrying.render = render
    from diagnostics.data.engine import child
    from diagnostics.look import fonts
    from diagnostics.run.publishing import making

    making.execute = emitted
    fonts._cut = lambda characters: b""
    child.in_child = lambda function, *given, **_: function(*given)


def command(room: Path, *arguments: object, points: Points | None = None, kill_after: float = 0.0) -> Told:
    """Run a command in a forked process, killed after some seconds; its temporary folders lie in the room."""
    out, err = room / "out", room / "err"
    temporary = room / "temporary"
    temporary.mkdir(exist_ok=True)
    names = room / "names"
    names.unlink(missing_ok=True)
    with out.open("wb") as said, err.open("wb") as worded:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                os.dup2(said.fileno(), 1)
                os.dup2(worded.fileno(), 2)
                code = _in_child(temporary, names, [str(each) for each in arguments], points)
            except BaseException:  # noqa: BLE001 (nothing of a forked process may reach who forked it)
                traceback.print_exc()
            finally:
                os._exit(code)
        status = _status(child, kill_after)
    told = tuple(names.read_text("utf-8").splitlines()) if names.is_file() else ()
    return Told(os.waitstatus_to_exitcode(status), out.read_text("utf-8"), err.read_text("utf-8", "replace"), told)


def _status(child: int, kill_after: float) -> int:
    """How a process ended: by itself, or killed once that long has passed."""
    until = time.monotonic() + kill_after
    while kill_after and time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.001)
    if kill_after:
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _in_child(temporary: Path, names: Path, arguments: list[str], points: Points | None) -> int:
    prepare()
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False, buffering=1)  # noqa: SIM115
    tempfile.tempdir = str(temporary)
    sys.argv = ["perfloop", *arguments]
    kept = os.open(names, os.O_WRONLY | os.O_CREAT)
    if points:
        points.install()
    try:
        cli.main()
    except SystemExit as left:
        sys.stdout.flush()
        if points:
            os.write(kept, "\n".join(points.names).encode())
        return int(left.code or 0)
    return 98


def warm(template: Path, room: Path, *commands: tuple[object, ...]) -> None:
    """Run commands once in this process, so that those forked from it find everything imported."""
    prepare()
    place = copy_of(template, room / "warm" / template.name)
    argv = sys.argv
    for each in commands:
        sys.argv = ["perfloop", *(str(one) for one in each), str(place)]
        with (
            Path(os.devnull).open("w") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
            suppress(SystemExit),
        ):
            cli.main()
    sys.argv = argv
    shutil.rmtree(place.parent)


def copy_of(template: Path, place: Path) -> Path:
    """A fresh copy of an engagement at the same place each time, for its pages are compared by their bytes."""
    shutil.rmtree(place, ignore_errors=True)
    return shutil.copytree(template, place, symlinks=True)
