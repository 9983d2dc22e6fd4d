"""A step that hangs or eats memory ends the run with one clear line; the page of before stays."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.conftest import finish_small

pytestmark = pytest.mark.kernels
SCRIPT = Path(__file__).with_name("stand_in.py")
_spec = importlib.util.spec_from_file_location("stand_in", SCRIPT)
stand_in = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(stand_in)
EAT = "kept = []\nwhile True:\n    kept.append(bytearray(8 << 20))"


def run(folder, notebooks, text, *arguments, waits_at="", **environment):
    stand_in.write_notebooks(notebooks, text, waits_at=waits_at)
    command = [sys.executable, str(SCRIPT), str(notebooks), "run", str(folder), "--period", "2025-06", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder.parent, env={**os.environ, **environment}, check=False
    )


@pytest.fixture(scope="module")
def finished(shared_small):
    """An engagement with one complete run."""
    return finish_small(shared_small, stand_in)


@pytest.mark.parametrize(
    ("cell", "limit", "code", "told"),
    [
        (stand_in.WAIT, {"PERFLOOP_STEP_WALL": "2"}, 1, "the step took longer than 2 s; raise PERFLOOP_STEP_WALL"),
        pytest.param(
            EAT, {"PERFLOOP_STEP_MEMORY": "400MB"}, 3, "the kernel used more than 400 MB of memory; raise PERFLOOP_STEP_",
            marks=pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux"),
        ),
    ],
    ids=["hangs", "eats memory"],
)  # fmt: skip
def test_a_step_beyond_its_limits_ends_the_run_and_leaves_the_page(
    finished, tmp_path, monkeypatch, cell, limit, code, told
):
    folder = shutil.copytree(finished, tmp_path.resolve() / "small")
    page = folder / "reports" / "2025-06" / "retrospective.html"
    before = page.read_bytes()
    monkeypatch.setattr(stand_in, "WAIT", cell)
    done = run(folder, tmp_path / "notebooks", "new", "-p", "seed=7", waits_at="track", **limit)
    assert (done.returncode, done.stdout) == (code, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("perfloop: 4_track.ipynb, cell [4]: ")
    assert told in last
    assert "Traceback" not in done.stderr
    assert page.read_bytes() == before
    assert not list((folder / "runs" / "2025-06").glob(".staging-*"))


def test_a_wrong_limit_is_refused_before_anything_runs(finished, tmp_path, monkeypatch, perfloop_here):
    folder = shutil.copytree(finished, tmp_path.resolve() / "small")
    monkeypatch.setenv("PERFLOOP_STEP_WALL", "soon")
    done = perfloop_here("run", folder, "--period", "2025-06", "-p", "seed=8")
    assert done.code == 2
    assert "PERFLOOP_STEP_WALL == 'soon', must be a number of seconds above 0" in done.err.splitlines()[-1]
