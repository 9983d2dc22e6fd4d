"""Nothing of one client is readable in another: real processes, real kernels, one step of small notebooks."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from diagnostics.run.portfolio import starting
from diagnostics.run.portfolio.executor import LocalExecutor
from diagnostics.run.portfolio.task import Task
from tests.run.portfolio.nosy import SCRIPT, seen_of, write_nosy

pytestmark = pytest.mark.kernels
NAMES = ("one", "two")


def test_no_client_sees_anothers_environment_modules_tables_or_files(small, tmp_path, monkeypatch):
    notebooks, folders = write_nosy(small, tmp_path.resolve(), NAMES)
    room = tmp_path / "t"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    monkeypatch.setattr(starting, "INSTEAD", (sys.executable, str(SCRIPT), str(notebooks)))
    monkeypatch.setenv("PERFLOOP_WARM", "never")
    for name in NAMES:
        monkeypatch.setenv(f"SECRET_{name}", f"zq{name}zq")
    others = {name: tuple(f"SECRET_{each}" for each in NAMES if each != name) for name in NAMES}
    tasks = [Task(str(each), "2025-06", ("align",), withheld=others[each.name]) for each in folders]
    # One after the other: what the first leaves behind would be there for the second.
    done = list(LocalExecutor(1).run(tasks, lambda *_: None))
    assert [(each.status, each.error) for each in done] == [("done", "")] * 2
    for folder, each in zip(folders, done, strict=True):
        other = next(name for name in NAMES if name != folder.name)
        seen = seen_of(folder) + repr(each)
        assert f"zq{folder.name}zq" in seen
        assert f"zq{other}zq" not in seen
        assert f"SECRET_{other}" not in seen
    assert not list(Path(room).iterdir())
