"""Warm parents: which one serves, how they end, and what they leave: nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diagnostics.run.warm import parent
from diagnostics.run.warm.asking import NotWarmError, ask
from diagnostics.run.warm.commanding import Spawned, fork_command
from diagnostics.run.warm.fingerprint import fingerprint
from diagnostics.run.warm.repeatable import repeatable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are forked on Linux")


def within(seconds, true):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def gone(process):
    try:
        return "Z" in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]
    except FileNotFoundError:
        return True


def asked(code, folder, environment=None):
    environment = environment or repeatable(os.environ)
    return {
        "argv": ["-c", code],
        "environment": environment,
        "folder": str(folder),
        "fingerprint": fingerprint(environment),
    }


def test_a_process_ends_with_all_that_it_started_when_nobody_holds_it_any_more(bare, tmp_path):
    code = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '300']); open('child', 'w').write(str(p.pid)); time.sleep(300)"
    process = ask(bare().socket, asked(code, tmp_path), (0, 1, 2))
    within(30, lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text())
    child, number = int((tmp_path / "child").read_text()), process.pid
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    del process
    within(30, lambda: gone(child) and gone(number))


def test_where_the_parent_is_killed_what_it_forked_goes_and_is_known_to_have_gone(bare, tmp_path):
    started = bare()
    process = ask(started.socket, asked("import time; time.sleep(300)", tmp_path), (0, 1, 2))
    os.kill(started.process.pid, signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    within(30, lambda: gone(process.pid))
    with pytest.raises(NotWarmError, match="No warm process: "):
        ask(started.socket, asked("1", tmp_path), (0, 1, 2))


def test_a_parent_serves_nobody_who_needs_another(bare, tmp_path):
    other = {**repeatable(os.environ), "LC_ALL": "other"}
    with pytest.raises(NotWarmError, match="packages, interpreter or environment are others"):
        ask(bare().socket, asked("1", tmp_path, other), (0, 1, 2))


def test_a_parent_with_other_threads_forks_nobody(bare, tmp_path, monkeypatch):
    place = tmp_path / "packages"
    place.mkdir()
    (place / "threading_one.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(300,), daemon=True).start()"
    )
    monkeypatch.setattr(parent, "MODULES", ("threading_one",))
    environment = {**repeatable(os.environ), "PYTHONPATH": str(place)}
    with pytest.raises(NotWarmError, match="threads that a fork would lose: python"):
        ask(bare(PYTHONPATH=str(place)).socket, asked("1", tmp_path, environment), (0, 1, 2))


def test_a_parent_nobody_uses_goes_by_itself_with_its_folder(bare):
    started = bare(idle=0.05)
    within(30, lambda: started.process.poll() == 0 and not Path(started.socket).parent.exists())


def test_one_parent_is_shared_and_another_started_where_it_does_not_fit(bare, monkeypatch):
    shared = bare()
    monkeypatch.setenv(parent.PARENT, shared.socket)
    assert parent.socket_for(repeatable(os.environ)) == shared.socket
    with parent.shared_parent() as joined:
        assert joined == shared.socket
    other = {**repeatable(os.environ), "LANG": "other"}
    try:
        own = parent.socket_for(other)
        assert own != shared.socket
        assert parent.socket_for(other) == own
    finally:
        parent.end_all()
    assert not Path(own).parent.exists()


def test_none_is_started_where_none_is_needed_or_wanted(monkeypatch):
    monkeypatch.delenv(parent.PARENT, raising=False)
    monkeypatch.setattr(parent, "start", None)
    with parent.shared_parent(needed=False) as place:
        assert place is None
    monkeypatch.setenv("PERFLOOP_WARM", "never")
    with parent.shared_parent() as place:
        assert place is None


@pytest.mark.parametrize("warm", ["auto", "never"])
def test_a_command_runs_in_a_process_of_its_own_warm_or_plain(bare, tmp_path, monkeypatch, warm):
    monkeypatch.setenv(parent.PARENT, bare().socket)
    monkeypatch.setenv("PERFLOOP_WARM", warm)
    with (tmp_path / "out").open("w+b") as out:
        process = fork_command(["version"], environment=os.environ, folder=tmp_path, stdout=out, stderr=out)
        assert isinstance(process, Spawned) is (warm == "never")
        assert process.wait(60) == 0
        out.seek(0)
        assert out.read().decode().strip()[0].isdigit()


RUNNER = """
import os, subprocess, sys, time
from pathlib import Path
from diagnostics.data.keeper import keep
from diagnostics.run.kernels import private_room
from diagnostics.run.warm import parent
from diagnostics.run.warm.asking import fork
from diagnostics.run.warm.repeatable import repeatable
parent.MODULES = parent.OWN = ()
home = Path(sys.argv[1])
with private_room(home) as room, parent.shared_parent() as place:
    if place:
        kernel = fork(["-c", "import time; time.sleep(300)"], repeatable(os.environ), str(home), (0, 1, 2))
    else:
        kernel = subprocess.Popen(["sleep", "300"], start_new_session=True)
    (room / "pid").write_text(str(kernel.pid))
    told = [kernel.pid] + ([int(Path(place).with_name("pid").read_text())] if place else [])
    (home / "told.part").write_text(" ".join(map(str, told)))
    (home / "told.part").rename(home / "told")
    time.sleep(300)
"""


@pytest.mark.parametrize("warm", ["auto", "never"])
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_a_runner_that_is_killed_leaves_no_process_and_no_folder(tmp_path, warm, stop):
    environment = {name: value for name, value in os.environ.items() if name != parent.PARENT} | {"PERFLOOP_WARM": warm}
    temporary = tmp_path / "t"
    temporary.mkdir()
    command = [sys.executable, "-c", RUNNER, str(tmp_path)]
    with subprocess.Popen(command, env={**environment, "TMPDIR": str(temporary)}) as runner:
        within(60, (tmp_path / "told").exists)
        processes = [int(each) for each in (tmp_path / "told").read_text().split()]
        assert list(temporary.iterdir())
        runner.send_signal(stop)
    within(30, lambda: all(gone(each) for each in processes) and not list(temporary.iterdir()))
