"""What several rooms' tests share: a small engagement in milliseconds, the demo's loop once a session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A shell that starts the tests in the background has them ignore Ctrl-C, and what they start inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Where this is set, each of the hundreds of processes that the tests start compiles its libraries anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The gate draws the same examples every time: a change fails for what it did, not for what chance found that day.
# HYPOTHESIS_PROFILE=explore looks for new ones (make explore).
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

ENGAGEMENT = """\
id: small
client: 小店
language: zh
sources:
  visits: {file: visits.csv, time: date, entity: store, owner: li}
entities: entities.csv
people: {li: 李店长}
charter: {goal: 多成交, weak_points: 转化低, problem: 怎么提高, sponsor: li, statement: 为了大家, benefit_firm: 多赚, benefit_staff: 多拿}
"""
KPIS = """\
- id: conversion_rate
  name: {zh: 转化率, en: Conversion rate}
  definition: 成交单数除以进店人次
  unit: share
  direction: higher
  source: visits
  measure: sum(orders) / sum(visits)
  owner: li
  mother: true
"""
SCORECARDS = """\
- role: manager
  level: store
  items:
    - {kpi: conversion_rate, weight: 1.0, core: true, targets: {target: 0.12, from: history}}
"""
ENTITIES = "id,name,level,parent,peer_group\nnorth,北店,store,,city\nsouth,南店,store,,city\n"
VISITS = "date,store,orders,visits\n2025-05-03,north,10,100\n2025-06-03,north,12,100\n2025-06-04,south,9,100\n"


def _write_small(folder: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "visits.csv").write_text(VISITS, encoding="utf-8")
    files = {
        "engagement.yaml": ENGAGEMENT,
        "kpis.yaml": KPIS,
        "scorecards.yaml": SCORECARDS,
        "entities.csv": ENTITIES,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Folder of a small engagement."""
    return _write_small(tmp_path / "small")


@pytest.fixture(scope="module")
def shared_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a small engagement that the tests of a module share; they copy it before they write."""
    return _write_small(tmp_path_factory.mktemp("shared").resolve() / "small")


@dataclass(frozen=True)
class Finished:
    """A command that was run in a process of its own."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        """Last line of standard output."""
        return self.out.rstrip("\n").rpartition("\n")[2]


def _perfloop(*arguments: object, cwd: Path, **environment: str) -> Finished:
    done = subprocess.run(
        [sys.executable, "-m", "diagnostics.cli", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    return Finished(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def perfloop() -> Callable[..., Finished]:
    """Run the perfloop command as people do, in a process of its own: ``perfloop("check", folder, cwd=…)``."""
    return _perfloop


@pytest.fixture
def perfloop_here(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Finished]:
    """Run the perfloop command in this process: quick, and errors of the command itself can be planted."""
    from diagnostics import cli

    def run(*arguments: object) -> Finished:
        monkeypatch.setattr(sys, "argv", ["perfloop", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfd.readouterr()
        return Finished(left.value.code, out, err)

    return run


@dataclass(frozen=True)
class Loop:
    """A finished loop over an engagement; tests only read it.

    Parameters
    ----------
    folder : Path
        The engagement.
    run : Path
        Folder of its run.
    page : Path
        The published page.
    """

    folder: Path
    run: Path
    page: Path
    period: str
    told: Finished


def _demo(case: str, folder: Path, *options: str) -> Loop:
    told = _perfloop("demo", case, "--to", folder, *options, cwd=folder.parent)
    assert told.code == 0, told.err
    page = folder.parent / told.last_line
    period = page.parent.name
    (run,) = (each.parent for each in (folder / "runs" / period).glob("*/run.json"))
    return Loop(folder, run, page, period, told)


@pytest.fixture(scope="session")
def demo_a(tmp_path_factory: pytest.TempPathFactory) -> Loop:
    """Case A, run once for all tests; nobody may write into it."""
    return _demo("a", tmp_path_factory.mktemp("demo") / "a")


@pytest.fixture(scope="session")
def demo_b(tmp_path_factory: pytest.TempPathFactory) -> Loop:
    """Case B, run once for all tests; nobody may write into it."""
    return _demo("b", tmp_path_factory.mktemp("demo") / "b")
