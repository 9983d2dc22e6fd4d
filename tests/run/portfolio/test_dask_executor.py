"""Portfolios on a real scheduler with workers in processes of their own, one of them killed."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.portfolio import starting
from diagnostics.run.portfolio.dask_executor import DaskExecutor, _refuse_other_versions
from diagnostics.run.portfolio.executor import LocalExecutor
from diagnostics.run.portfolio.on_worker import carry
from diagnostics.run.portfolio.task import Done, Task
from diagnostics.run.portfolio.where import executor_of

CLIENTS = Path(__file__).with_name("small_clients.py")
NAMES = ("north", "south")
distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")


def await_(true, seconds=60):
    """Wait for something that must come; the limit only ends a test that fails."""
    until = time.monotonic() + seconds
    while not (got := true()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return got


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers on loopback; all that was started is ended."""
    room = tmp_path / "cluster"
    room.mkdir()
    told = room / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    common = {"cwd": room, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    environment = {**os.environ, "PERFLOOP_WARM": "never", "TMPDIR": str(room)}
    started = [
        subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", told],
            env=environment, **common,
        )
    ]  # fmt: skip
    try:
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0", "--preload", CLIENTS]
        for name in ("one", "two"):
            place = ["--scheduler-file", told, "--name", name, "--local-directory", room / name]
            started.append(subprocess.Popen([*dask, "worker", *place, *options], env=environment, **common))
        await_(told.exists)
        import json

        yield json.loads(told.read_text(encoding="utf-8"))["address"]
    finally:
        # A client's run that is left ends by itself, a second after its worker.
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def clients(small, home):
    """Folders of clients, alike but for their ids."""
    made = []
    for name in NAMES:
        folder = shutil.copytree(small, home / name)
        settings = folder / "engagement.yaml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("id: small", f"id: {name}"), encoding="utf-8")
        made.append(folder)
    return made


def published(folders):
    """All that readers find, by client and name."""
    return {
        (folder.name, path.relative_to(folder).as_posix()): path.read_bytes()
        for folder in folders
        for path in (*folder.glob("reports/**/*"), *folder.glob("runs/*/2*/results/*"))
        if path.is_file()
    }


def without_runs(files):
    """The same without the runs' own names."""
    return {(client, name.rpartition("/")[2]): content for (client, name), content in files.items()}


def parent_of(process):
    return int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


@pytest.mark.kernels
@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker of a client's process in /proc")
def test_a_worker_that_is_killed_costs_no_client_and_no_byte(small, tmp_path, cluster, monkeypatch):
    import threading

    plain, folders = clients(small, tmp_path / "local"), clients(small, tmp_path / "cluster of clients")
    monkeypatch.setenv("PERFLOOP_WARM", "never")
    monkeypatch.setattr(starting, "INSTEAD", (sys.executable, "-P", str(CLIENTS)))
    alone = list(LocalExecutor(2).run([Task(str(each), "2025-06") for each in plain], lambda *_: None))
    assert {each.status for each in alone} == {"done"}
    (folders[0] / "slow").touch()
    killed = []

    def kill():
        begun = folders[0] / "begun"
        await_(lambda: begun.exists() and begun.read_text(encoding="utf-8"))
        killed.append(parent_of(int(begun.read_text(encoding="utf-8"))))
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    lines = []
    tasks = [Task(str(each), "2025-06") for each in folders]
    done = list(DaskExecutor(cluster).run(tasks, lambda *told: lines.append(told)))
    assert sorted((Path(each.client).name, each.status, each.error) for each in done) == [
        (name, "done", "") for name in NAMES
    ]
    killer.join(10)
    assert killed
    assert without_runs(published(folders)) == without_runs(published(plain))
    assert len(lines) == len(NAMES)
    assert all(len(pickle.dumps(each)) < 20_000 for each in done)


def test_what_travels_to_a_worker_is_small_and_holds_no_data():
    assert len(pickle.dumps(Task("/clients/a", "2025-06"))) < 1_000
    assert len(pickle.dumps(carry)) < 200


def test_an_unreachable_scheduler_is_told_with_its_address(monkeypatch):
    monkeypatch.setattr("diagnostics.run.portfolio.dask_executor._CONNECT_SECONDS", 0.3)
    with pytest.raises(SurroundingsError, match=r"tcp://127\.0\.0\.1:9"):
        next(DaskExecutor("tcp://127.0.0.1:9").run([Task("/a", "2025-06")], lambda *_: None))


def test_an_address_that_is_none_is_refused():
    with pytest.raises(InputError, match="--scheduler 'nonsense://x'"):
        next(DaskExecutor("nonsense://x").run([Task("/a", "2025-06")], lambda *_: None))


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SurroundingsError, match=r"perfloop\[dask\]"):
        next(DaskExecutor("tcp://127.0.0.1:9").run([], lambda *_: None))


class Cluster:
    """Tells versions as a client of a cluster does."""

    def __init__(self, python="3.11.7.final.0", dask="2026.8.0"):
        self.other = {"host": {"python": python}, "packages": {"distributed": dask}}

    def get_versions(self):
        own = {"host": {"python": "3.11.9.final.0"}, "packages": {"distributed": "2026.8.0"}}
        return {"client": own, "scheduler": own, "workers": {"tcp://w:1": self.other}}


@pytest.mark.parametrize(
    ("told", "theirs"), [({"python": "3.12.1.final.0"}, "Python 3.12"), ({"dask": "2025.1"}, "Dask 2025.1")]
)
def test_another_python_or_dask_on_a_worker_is_refused_by_name(told, theirs):
    _refuse_other_versions(Cluster())
    with pytest.raises(SurroundingsError, match=rf"Worker tcp://w:1 runs .*{theirs}"):
        _refuse_other_versions(Cluster(**told))


def test_a_worker_with_another_perfloop_or_without_the_folder_says_so(tmp_path):
    from diagnostics.run.keys import environment

    other = carry(Task(str(tmp_path), "2025-06"), "0" * 64, "stop")
    assert (other.status, "another perfloop" in other.error) == ("failed", True)
    unseen = carry(Task(str(tmp_path / "none"), "2025-06"), environment()["code of perfloop"], "stop")
    assert (unseen.status, "sees no such folder" in unseen.error) == ("failed", True)


def test_a_run_that_a_dead_worker_left_is_waited_for(monkeypatch):
    import threading

    from diagnostics.run.portfolio import on_worker

    held = Done("/a", 3, "failed", error="/a is in use by process 7 (perfloop run); wait until it has finished.")
    answers = [held, held, Done("/a", 0, "done")]
    monkeypatch.setattr(on_worker, "do", lambda task, stop: answers.pop(0))
    monkeypatch.setattr(on_worker, "_AGAIN_SECONDS", 0.0)
    assert on_worker._patiently(Task("/a", "2025-06"), threading.Event()).status == "done"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("daks",), "unknown executor 'daks'.*dask"),
        (("dask",), "--scheduler"),
        (("local", "tcp://x:1"), "goes with --executor dask"),
        (("dask", "tcp://x:1", 3), "--workers 3"),
    ],
)
def test_options_that_belong_to_the_other_executor_are_refused(given, told):
    with pytest.raises(InputError, match=f"(?i){told}"):
        executor_of(*given)
