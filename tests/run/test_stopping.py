"""A run that is stopped in the middle: the old page and the old run stay, the next run succeeds."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from diagnostics.run.kernels import room_prefix
from tests.run.conftest import finish_small

pytestmark = pytest.mark.kernels
SCRIPT = Path(__file__).with_name("stand_in.py")
_spec = importlib.util.spec_from_file_location("stand_in", SCRIPT)
stand_in = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(stand_in)


def start(folder, notebooks, text, *arguments, waits_at=""):
    """Start the command on an engagement, with notebooks that write a text."""
    stand_in.write_notebooks(notebooks, text, waits_at=waits_at)
    command = [sys.executable, str(SCRIPT), str(notebooks), "run", str(folder), "--period", "2025-06", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=folder.parent
    )


@pytest.fixture(scope="module")
def finished(shared_small):
    """An engagement with one complete run, made once; each test takes a copy."""
    return finish_small(shared_small, stand_in)


@pytest.fixture
def client(finished, tmp_path):
    """A copy of that engagement, and a way to start another run of it."""
    folder = shutil.copytree(finished, tmp_path.resolve() / "small")

    def begin(text, *arguments, waits_at=""):
        return start(folder, tmp_path / "notebooks of the test", text, *arguments, waits_at=waits_at)

    begin.folder = folder
    return begin


def contents(folder):
    """Page, runs and which of them is current, by their places."""
    runs = folder / "runs" / "2025-06"
    paths = [*(folder / "reports").rglob("*"), runs / "current.json", *runs.glob("2*Z-??????/**/*")]
    return {path.relative_to(folder): path.read_bytes() for path in paths if path.is_file()}


def children(process):
    told = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in told.stdout.split()]


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def await_(true, seconds=60):
    """Wait for something that must come; the limit only ends a test that fails."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def stopped(client, process, stop):
    """What a run told that was stopped in the middle; its kernels are gone."""
    kernels = children(process.pid)
    process.send_signal(stop)
    out, err = process.communicate()
    assert out == ""
    assert "Traceback" not in err
    await_(lambda: not any(alive(each) for each in kernels))
    return process.returncode, err


def interrupted(client, process, stop):
    """Stop a run that cleans up."""
    code, err = stopped(client, process, stop)
    assert code == 130
    assert err.splitlines()[-1] == "perfloop: interrupted; what was there before is untouched."
    assert not list((client.folder / "runs" / "2025-06").glob(".staging-*"))


@pytest.fixture
def waiting(client):
    """A run in whose track step somebody must stop it; align, diagnose and intervene were copied or run before."""
    process = client("new", "-p", "seed=7", waits_at="track")
    await_((client.folder / "begun").exists)
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.communicate()


def test_a_terminated_run_leaves_page_and_runs_as_they_were(client, finished, waiting):
    interrupted(client, waiting, signal.SIGTERM)
    assert contents(client.folder) == contents(finished)


def test_a_second_run_while_one_is_under_way_ends_with_3_and_names_it_and_ctrl_c_stops_the_first(
    client, finished, waiting
):
    second = client("other")
    out, err = second.communicate()
    assert (second.returncode, out) == (3, "")
    assert f"in use by process {waiting.pid} (perfloop run --period 2025-06, since " in err
    assert err.count("\n") == 1
    assert contents(client.folder) == contents(finished)
    interrupted(client, waiting, signal.SIGINT)
    assert contents(client.folder) == contents(finished)


def test_a_killed_run_leaves_page_and_runs_and_the_next_one_succeeds_and_sweeps_what_was_left(
    client, finished, waiting
):
    code, _ = stopped(client, waiting, signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert contents(client.folder) == contents(finished)
    assert list((client.folder / "runs" / "2025-06").glob(".staging-*"))
    process = client("new", "-p", "seed=7")
    out, err = process.communicate()
    assert process.returncode == 0, err
    page = client.folder / "reports" / "2025-06" / "retrospective.html"
    assert page.read_text(encoding="utf-8") == "new"
    assert out.splitlines()[-1] == "small/reports/2025-06/retrospective.html"
    assert not list((client.folder / "runs" / "2025-06").glob(".staging-*"))
    assert not list(Path(tempfile.gettempdir()).glob(f"{room_prefix(client.folder)}*"))
