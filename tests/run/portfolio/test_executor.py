"""Tasks side by side on this machine."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from diagnostics.run.portfolio import executor
from diagnostics.run.portfolio.executor import LocalExecutor
from diagnostics.run.portfolio.task import Done, Task

TASKS = [Task(f"/c/{number}", "2025-06") for number in range(7)]


@pytest.fixture
def running(monkeypatch):
    """Clients that take a moment; who runs beside whom is counted."""
    seen = {"now": 0, "most": 0}
    lock = threading.Lock()

    def do(task, on_line, stop, at_once):
        with lock:
            seen["now"] += 1
            seen["most"] = max(seen["most"], seen["now"])
        on_line("align …")
        stopped = stop.wait(0.02)
        with lock:
            seen["now"] -= 1
        if task.client == "/c/3":
            raise ZeroDivisionError("a defect")
        return Done(task.client, None if stopped else 0, "interrupted" if stopped else "done")

    monkeypatch.setattr(executor, "do", do)
    return seen


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_so_many_at_a_time_and_one_failure_stops_no_other(running, workers):
    heard = []
    found = {each.client: each for each in LocalExecutor(workers).run(TASKS, lambda *line: heard.append(line))}
    assert running["most"] == workers
    assert found.keys() == {each.client for each in TASKS}
    assert found.pop("/c/3").error == "unexpected ZeroDivisionError: a defect"
    assert {each.status for each in found.values()} == {"done"}
    assert sorted(heard) == [(each.client, "align …") for each in TASKS]


def test_ctrl_c_ends_what_runs_and_answers_for_what_was_not_started(monkeypatch):
    begun = threading.Barrier(3)

    def do(task, on_line, stop, at_once):
        begun.wait(10)
        stop.wait(10)
        return Done(task.client, None, "interrupted", error="interrupted.")

    monkeypatch.setattr(executor, "do", do)

    def interrupt():
        begun.wait(10)
        time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    # Signals reach the main thread, which waits for answers.
    threading.Thread(target=interrupt, daemon=True).start()
    found = list(LocalExecutor(2).run(TASKS, lambda *_: None))
    assert {each.status for each in found} == {"interrupted"}
    assert sorted(each.error for each in found) == ["interrupted."] * 2 + ["not started."] * 5


def test_ctrl_c_twice_ends_at_once_what_takes_its_time_to_stop(monkeypatch):
    def do(task, on_line, stop, at_once):
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        stop.wait(10)
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        return Done(task.client, None, "interrupted", error="at once" if at_once.wait(10) else "late")

    monkeypatch.setattr(executor, "do", do)
    found = list(LocalExecutor(1).run(TASKS[:2], lambda *_: None))
    assert [each.error for each in found] == ["at once", "not started."]


def test_no_task_is_no_answer():
    assert not list(LocalExecutor(2).run([], lambda *_: None))


def test_nothing_runs_on_when_nobody_listens_any_more(running):
    answers = LocalExecutor(2).run(TASKS, lambda *_: None)
    next(answers)
    answers.close()
    assert running["now"] == 0
