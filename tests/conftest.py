"""What several rooms' tests share: a small engagement in milliseconds, the demo's loop once a session."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A shell that starts the tests in the background has them ignore Ctrl-C, and what they start inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Where this is set, each of the hundreds of processes that the tests start compiles its libraries anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Workers share the cores: threads of linear algebra that wait for each other would only keep the others from working.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

# The gate draws the same examples every time: a change fails for what it did, not for what chance found that day.
# HYPOTHESIS_PROFILE=explore looks for new ones (make explore).
settings.register_profile("repeatable", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

ENGAGEMENT = """\
id: small
client: 小店
language: zh
sources:
  visits: {file: visits.csv, time: date, entity: store, owner: li}
entities: entities.csv
people: {li: 李店长, wang: 王主管}
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
    told : Finished or None
        What the command told; None where it was not run as a command.
    """

    folder: Path
    run: Path
    page: Path
    period: str
    told: Finished | None


def _loop(folder: Path, page: Path, told: Finished | None) -> Loop:
    period = page.parent.name
    (run,) = (each.parent for each in (folder / "runs" / period).glob("*/run.json"))
    return Loop(folder, run, page, period, told)


def _once(tmp_path_factory: pytest.TempPathFactory, case: str, make: Callable[[Path], Loop]) -> Loop:
    """A loop that the first worker to ask for it runs; the others wait and read it."""
    import fcntl

    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"demo {case}"
    home.mkdir(exist_ok=True)
    kept = home / "loop.json"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if not kept.exists():
                made = make(home / case)
                told = made.told and [made.told.code, made.told.out, made.told.err]
                kept.write_text(json.dumps({"page": str(made.page), "told": told}), encoding="utf-8")
        finally:
            # A process that the loop started and that outlives it would hold the lock on.
            fcntl.flock(lock, fcntl.LOCK_UN)
    known = json.loads(kept.read_text(encoding="utf-8"))
    return _loop(home / case, Path(known["page"]), known["told"] and Finished(*known["told"]))


def _commanded(folder: Path) -> Loop:
    """Case A as people run it: the command in a process of its own, its notebooks in kernels."""
    told = _perfloop("demo", "a", "--to", folder, cwd=folder.parent)
    assert told.code == 0, told.err
    return _loop(folder, folder.parent / told.last_line, told)


def _in_this_process(folder: Path) -> Loop:
    """Case B: the same notebooks as case A's, their cells run here."""
    from diagnostics.run.demo import demo_engagement
    from tests.without_kernels import loop_here

    return _loop(folder, loop_here(folder, demo_engagement("b", folder)).page, None)


@pytest.fixture(scope="session")
def demo_a(tmp_path_factory: pytest.TempPathFactory) -> Loop:
    """Case A, run once for all tests of all workers; nobody may write into it."""
    return _once(tmp_path_factory, "a", _commanded)


@pytest.fixture(scope="session")
def demo_b(tmp_path_factory: pytest.TempPathFactory) -> Loop:
    """Case B, run once for all tests of all workers; nobody may write into it."""
    return _once(tmp_path_factory, "b", _in_this_process)


_WARM = ExitStack()
_WANTED = os.environ.get("PERFLOOP_WARM", "auto")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """One warm parent a worker, for all kernels of its tests; a run without kernels starts none to no purpose."""
    kernels = item.get_closest_marker("kernels") or "demo_a" in getattr(item, "fixturenames", ())
    os.environ["PERFLOOP_WARM"] = _WANTED if kernels else "never"
    if kernels and "PERFLOOP_WARM_PARENT" not in os.environ:
        from diagnostics.run.warm.parent import shared_parent

        _WARM.enter_context(shared_parent())


def pytest_sessionfinish() -> None:
    """End it; nothing is left behind."""
    _WARM.close()


@pytest.fixture
def quick_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without the letters' shapes, for tests that look at text: cutting a font takes most of a page's time."""
    monkeypatch.setattr("diagnostics.look.fonts._cut", lambda characters: b"")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long and is shared by many tests begins first, on one worker; short tests are left to share out."""
    shared = {"demo_a", "demo_b", "walked"}

    def is_short(item: pytest.Item) -> bool:
        return not (item.get_closest_marker("kernels") or shared & set(getattr(item, "fixturenames", ())))

    items.sort(key=is_short)


# One browser a worker for all rooms: a second one of the same library can't be started beside it.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Headless Chromium of the machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: pages can't be opened as readers do")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
