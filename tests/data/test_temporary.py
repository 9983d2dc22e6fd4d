"""Temporary folders go with their process, killed or not."""

import os
import subprocess
import sys
import time

import pytest

from diagnostics.data.temporary import sweep, temporary_folder


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A temporary directory of the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_by_a_killed_process(place):
    code = (
        "import os, signal, sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from diagnostics.data.temporary import temporary_folder\n"
        "with temporary_folder('engine') as folder:\n"
        "    (folder / 'utf8').mkdir(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    dead = subprocess.Popen([sys.executable, "-c", code, str(place)])
    dead.wait()
    (folder,) = place.glob(f"perfloop-engine-{dead.pid}-*")
    return dead.pid, folder


def aged(folder):
    os.utime(folder, (time.time() - 61, time.time() - 61))
    return folder


def test_a_folder_bears_its_process_and_goes_at_the_end():
    with temporary_folder("engine") as folder:
        assert folder.name.startswith(f"perfloop-engine-{os.getpid()}-")
    assert not folder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_what_a_killed_process_left_goes_at_once_where_it_is_known_dead_else_after_a_minute(place):
    process, left = left_by_a_killed_process(place)
    with temporary_folder("check"):
        assert left.exists(), "another process may be about to hold it"
    with temporary_folder("check"):
        aged(left)
    with temporary_folder("check"):
        assert not left.exists()
    (left / "made again by what outlived it").mkdir(parents=True)
    sweep(process)
    assert not left.exists()


def test_nothing_else_is_touched(place):
    others = [
        "perfloop-engine-x",
        "perfloop-dictionary",
        "other-engine-1-a",
        "perfloop-1bcd8334-0006rrrc",
        "perfloop-engine-1-b",
    ]
    for name in others:
        (place / name).mkdir()
    (place / "other-engine-1-a" / ".held").touch()
    (place / "real").mkdir()
    (place / "real" / ".held").touch()
    (place / "perfloop-engine-1-link").symlink_to(place / "real")
    (place / "perfloop-engine-1-b" / ".held").mkdir()
    with temporary_folder("engine") as held:
        for folder in (*place.iterdir(), held):
            aged(folder)
        sweep()
        sweep(1)
        assert held.exists(), "its process lives"
    assert {each.name for each in place.iterdir()} == {*others, "real", "perfloop-engine-1-link"}
    assert (place / "real" / ".held").exists()
