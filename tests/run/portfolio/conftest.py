"""Clients and processes that cost nothing: what a portfolio does around them is tested in fractions of a second."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from diagnostics.run.portfolio import doing, starting
from diagnostics.run.portfolio.executor import unstarted
from diagnostics.run.portfolio.task import Done, Told

# Before the body: what a client's process has at hand to tell of itself.
_START = """
import json, os, signal, subprocess, sys, time
def tell(**event):
    with open(os.environ["PERFLOOP_TELLS"], "a") as tells: tells.write(json.dumps(event) + chr(10))
"""


@pytest.fixture
def client_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Have clients run a few lines of Python in place of perfloop, in a temporary folder of the test."""
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    monkeypatch.setattr(doing, "_LOOK_SECONDS", 0.02)

    def does(body: str) -> Path:
        monkeypatch.setattr(starting, "INSTEAD", (sys.executable, "-I", "-S", "-c", _START + body))
        return room

    return does


@pytest.fixture
def clients(tmp_path: Path) -> list[Path]:
    """Folders of three engagements, as far as a portfolio itself looks at them."""
    folders = []
    for name in ("alpha", "beta", "gamma"):
        folder = tmp_path / "clients" / name
        folder.mkdir(parents=True)
        settings = f"id: {name}\nsources:\n  sales: {{url_env: {name.upper()}_URL, table: t}}\n"
        (folder / "engagement.yaml").write_text(settings, encoding="utf-8")
        folders.append(folder)
    return folders


class Answers:
    """Executor that gives answers made up beforehand, all others done; interrupted where it is told to."""

    def __init__(self, **statuses: str) -> None:
        self.statuses, self.asked = statuses, []

    def run(self, tasks, on_progress):
        self.asked = list(tasks)
        for task in tasks:
            name = Path(task.client).name
            status = self.statuses.get(name, "done")
            if status == "stop":
                raise KeyboardInterrupt
            on_progress(task.client, "align …")
            if status == "interrupted":
                yield unstarted(task)
            else:
                error = "" if status == "done" else f"{name} broke"
                yield Done(task.client, 0, status, page="/p.html", error=error, seconds=1.5, told=Told(id=name))
