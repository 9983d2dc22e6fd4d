"""A process forked from the warm parent that the tests share, and parents of a test's own that import nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnostics.run.warm import parent
from diagnostics.run.warm.asking import fork
from diagnostics.run.warm.repeatable import repeatable


@pytest.fixture(autouse=True)
def warm(monkeypatch):
    """Kernels may be forked, also where a test runs none of the loop's."""
    monkeypatch.setenv("PERFLOOP_WARM", "auto")


@dataclass
class Ended:
    """What a forked process came to."""

    code: int
    out: str


@pytest.fixture
def forked(tmp_path):
    """Run code in a process forked from the tests' parent: ``forked("print(1)", "argument", NAME="value")``."""

    def run(code, *arguments, **environment):
        with (tmp_path / "out").open("w+b") as out, Path(os.devnull).open("rb") as nothing:
            files = (nothing.fileno(), out.fileno(), out.fileno())
            process = fork(["-c", code, *arguments], {**repeatable(os.environ), **environment}, str(tmp_path), files)
            code = process.wait(60)
            out.seek(0)
            return Ended(code, out.read().decode())

    return run


@pytest.fixture
def bare(monkeypatch):
    """Start parents that import nothing beforehand; they end with the test."""
    monkeypatch.setattr(parent, "MODULES", ())
    monkeypatch.setattr(parent, "OWN", ())
    started = []

    def start(idle=60.0, **environment):
        started.append(parent.start({**repeatable(os.environ), **environment}, idle))
        return started[-1]

    yield start
    for each in started:
        each.end()
