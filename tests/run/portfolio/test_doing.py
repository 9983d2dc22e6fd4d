"""One client's process, held to its limits from outside."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from diagnostics.run.portfolio import doing, listening
from diagnostics.run.portfolio.doing import do
from diagnostics.run.portfolio.surroundings import environment_of
from diagnostics.run.portfolio.task import Task

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
TASK = Task("/nowhere/client", "2025-06")
HANGS = "tell(began='track'); time.sleep(60)"


@pytest.fixture
def passes(monkeypatch):
    """Have time pass for the supervisor, without waiting for it."""
    ahead = [0.0]
    monkeypatch.setattr(listening, "clock", lambda: time.monotonic() + ahead[0])
    monkeypatch.setattr(doing, "_TIDY_SECONDS", 0.2)

    def passes(seconds):
        ahead[0] += seconds

    return passes


@pytest.fixture
def long(passes):
    """Listener for whom a step `track` takes more time than it has as soon as it begins."""
    return lambda line: passes(4000) if line == "track …" else None


def test_a_client_that_ends_well_is_done_with_its_page_and_what_it_told(client_does):
    room = client_does(
        "tell(began='align'); tell(said='align: ran'); tell(ended='align')\n"
        "tell(told={'id': 'a', 'headline': 'Fine.', 'alerts': 2}, page='/c/page.html')\n"
        "print(*sys.argv[1:], file=open(os.path.join(os.environ['TMPDIR'], 'mine'), 'w'))"
    )
    heard = []
    done = do(TASK, heard.append)
    assert (done.status, done.code, done.page, done.error, done.step) == ("done", 0, "/c/page.html", "", "")
    assert (done.told.id, done.told.headline, done.told.alerts) == ("a", "Fine.", 2)
    assert heard == list(done.lines) == ["align …", "align: ran"]
    assert not list(room.iterdir())


@pytest.mark.parametrize(
    ("body", "status", "code", "told"),
    [
        ("print('perfloop: kpis.yaml:3: no such KPI.', file=sys.stderr); sys.exit(2)", "refused", 2, "kpis.yaml:3: no such KPI."),
        ("print('perfloop: 4_track.ipynb failed.\\n  Logs: x', file=sys.stderr); sys.exit(1)", "failed", 1,
         "4_track.ipynb failed. Logs: x"),
        ("tell(began='track'); tell(ended='track'); sys.exit(2)", "failed", 2, "it said nothing"),
        ("sys.exit(3)", "failed", 3, "it said nothing"),
        ("tell(began='track'); os.kill(os.getpid(), 9)", "killed", None, "track: its process was ended by signal 9."),
        ("raise SystemExit(130)", "interrupted", 130, "interrupted; what was there before is untouched."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_and_not_raised(client_does, body, status, code, told):
    room = client_does(body)
    done = do(TASK)
    assert (done.status, done.code, done.error) == (status, code, told)
    assert not list(room.iterdir())


@pytest.mark.parametrize(
    "hang",
    [
        HANGS,
        "tell(began='track'); os.kill(os.getpid(), signal.SIGSTOP)",
        "tell(began='track'); signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
        "tell(began='close'); tell(ended='close'); tell(began='track'); time.sleep(60)",
    ],
    ids=["sleeps", "is stopped", "ignores signals", "in its second step"],
)
def test_a_step_that_hangs_is_killed_with_its_run_and_named(client_does, long, hang):
    room = client_does(hang)
    done = do(TASK, long)
    assert (done.status, done.code, done.step) == ("killed", None, "track")
    assert done.error.startswith("track: killed from outside after 3660 s; a step has 3600 s; raise PERFLOOP_STEP_WALL")
    assert not list(room.iterdir())


def test_a_run_that_hangs_before_any_step_is_killed_too(client_does, passes, monkeypatch):
    client_does("time.sleep(60)")
    start = doing.start
    monkeypatch.setattr(doing, "start", lambda *given: (start(*given), passes(4000))[0])
    assert do(TASK).error.startswith("between steps: killed from outside")


def test_a_step_within_its_limit_may_follow_another_however_long_both_take(client_does, passes):
    client_does("\n".join(f"tell(began='{name}'); time.sleep(0.1); tell(ended='{name}')" for name in "abc"))
    assert do(TASK, lambda _: passes(3000)).status == "done"


def test_what_the_run_started_is_ended_with_it_also_in_a_session_of_its_own(client_does, long, tmp_path):
    client_does(
        "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'], start_new_session=True)\n"
        f"open({str(tmp_path / 'child')!r}, 'w').write(str(child.pid)); {HANGS}"
    )
    assert do(TASK, long).status == "killed"
    child = int((tmp_path / "child").read_text())
    until = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and _runs(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_processes_that_use_too_much_memory_together_are_killed(client_does, monkeypatch):
    monkeypatch.setattr(doing, "memory", lambda _: 20 << 30)
    monkeypatch.setattr(doing, "_MEMORY_SECONDS", 0.0)
    client_does(HANGS)
    done = do(TASK)
    assert (done.status, done.peak_memory) == ("killed", 20 << 30)
    assert "killed from outside, its processes used 20 GB together; a step has 8 GB of memory" in done.error


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told on Linux")
def test_memory_of_the_whole_tree_is_seen(client_does, monkeypatch):
    monkeypatch.setattr(doing, "_MEMORY_SECONDS", 0.05)
    child = "import time; kept = b'x' * (64 << 20); time.sleep(1.0)"
    client_does(f"subprocess.run([sys.executable, '-S', '-c', {child!r}])")
    assert do(TASK).peak_memory > 64 << 20


def test_told_to_stop_a_run_tidies_up_and_is_interrupted(client_does, tmp_path):
    client_does(
        f"signal.signal(signal.SIGTERM, lambda *_: (open({str(tmp_path / 'tidy')!r}, 'w'), sys.exit(130)))\n{HANGS}"
    )
    stop = threading.Event()
    done = do(TASK, lambda _: stop.set(), stop)
    assert (done.status, done.error) == ("interrupted", "interrupted; what was there before is untouched.")
    assert (tmp_path / "tidy").exists()


def test_told_to_stop_at_once_a_run_is_ended_though_it_would_not_stop(client_does):
    client_does(f"signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{HANGS}")
    stop, at_once = threading.Event(), threading.Event()
    began = time.monotonic()
    done = do(TASK, lambda line: (at_once if line.startswith("stopping") else stop).set(), stop, at_once)
    assert done.status == "interrupted"
    assert time.monotonic() - began < doing._TIDY_SECONDS


def test_a_run_that_ends_well_while_it_is_told_to_stop_is_done(client_does):
    client_does(
        "signal.signal(signal.SIGTERM, lambda *_: (tell(told={'id': 'a'}, page='/c/p.html'), os._exit(0)))\n" + HANGS
    )
    stop = threading.Event()
    done = do(TASK, lambda _: stop.set(), stop)
    assert (done.status, done.code, done.page) == ("done", 0, "/c/p.html")


@pytest.mark.parametrize("variable", ["PERFLOOP_STEP_WALL", "PERFLOOP_STEP_GRACE"])
def test_limits_that_are_none_are_told_and_start_nothing(client_does, monkeypatch, variable):
    client_does("sys.exit(0)")
    monkeypatch.setenv(variable, "soon")
    done = do(TASK)
    assert done.status == "failed"
    assert f"{variable} == 'soon'" in done.error


def test_a_client_has_the_variables_it_names_and_none_of_others(client_does, monkeypatch, clients, tmp_path):
    monkeypatch.setenv("ALPHA_URL", "canary of alpha")
    monkeypatch.setenv("BETA_URL", "canary of beta")
    monkeypatch.setenv("SOME_TOKEN", "canary of the shell")
    client_does(f"json.dump(dict(os.environ), open({str(tmp_path / 'seen')!r}, 'w'))")
    assert do(Task(str(clients[0]), "2025-06", withheld=("BETA_URL",))).status == "done"
    seen = (tmp_path / "seen").read_text()
    assert "canary of alpha" in seen
    assert "canary of beta" not in seen
    assert "canary of the shell" not in seen


def test_the_traceback_of_an_unexpected_error_is_kept_where_the_run_says(client_does):
    room = client_does(
        "log = os.path.join(os.environ['TMPDIR'], 'perfloop-x.log'); open(log, 'w').write('Traceback of this client')\n"
        "print(f'perfloop: unexpected KeyError; the traceback is in {log}.', file=sys.stderr); sys.exit(1)"
    )
    told = do(TASK).error
    (kept,) = room.iterdir()
    assert told == f"unexpected KeyError; the traceback is in {kept}."
    assert kept.read_text() == "Traceback of this client"
    assert kept.stat().st_mode & 0o077 == 0


def test_folders_of_the_firm_are_named_whole_as_the_run_has_another_working_folder(tmp_path):
    outer = {"PERFLOOP_PLAYBOOKS": "firm/playbooks", "PATH": "/bin", "PERFLOOP_PRACTICES": ""}
    given = environment_of(tmp_path, ["PATH"], tmp_path, outer)
    assert given["PERFLOOP_PLAYBOOKS"] == str(Path("firm/playbooks").absolute())
    assert (given["PATH"], given["PERFLOOP_PRACTICES"]) == ("/bin", "")
