"""Where the tasks of a portfolio are run 「执行器」."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from diagnostics.run.portfolio.doing import do
from diagnostics.run.portfolio.task import Done, Task

_LOOK_SECONDS = 0.5
# Told of a client's folder, and the line that its process said.
OnProgress = Callable[[str, str], None]


class Executor(Protocol):
    """Runs tasks and gives what became of each as it ends 「执行器」."""

    def run(self, tasks: Sequence[Task], on_progress: OnProgress) -> Iterator[Done]:
        """Run tasks side by side 「并行运行」.

        Parameters
        ----------
        tasks : sequence of Task
            One a client; they are started in this order.
        on_progress : callable
            Told each line of each client.

        Yields
        ------
        Done
            One a task, in the order in which they end. Told to stop (KeyboardInterrupt), it ends what runs and gives
            every task that is left as interrupted.
        """
        ...


@dataclass(slots=True)
class LocalExecutor:
    """Runs tasks on this machine, so many at a time 「本机执行器」.

    Parameters
    ----------
    workers : int
        Clients at a time, from 1 on.
    """

    workers: int

    def run(self, tasks: Sequence[Task], on_progress: OnProgress) -> Iterator[Done]:
        """Run tasks side by side, each in a process of its own 「并行运行」."""
        waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
        ended: queue.SimpleQueue[Done] = queue.SimpleQueue()
        stop, at_once = threading.Event(), threading.Event()
        for task in tasks:
            waiting.put(task)

        def work() -> None:
            while True:
                try:
                    task = waiting.get_nowait()
                except queue.Empty:
                    return
                ended.put(unstarted(task) if stop.is_set() else _done(task, on_progress, (stop, at_once)))

        hands = [threading.Thread(target=work, daemon=True) for _ in range(min(self.workers, len(tasks)))]
        try:
            for hand in hands:
                hand.start()
            for _ in tasks:
                yield _next(ended, stop, at_once)
        except KeyboardInterrupt:
            at_once.set()
            raise
        finally:
            # Whoever listens no longer leaves nothing running.
            stop.set()
            for hand in hands:
                if hand.ident is not None:
                    hand.join()


def _next(ended: queue.SimpleQueue[Done], stop: threading.Event, at_once: threading.Event) -> Done:
    """What ended next; Ctrl-C has all that runs stop, twice ends it at once: either way each task has its answer."""
    while True:
        try:
            # Not for ever: a signal that another thread takes is noticed between two waits.
            return ended.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            continue
        except KeyboardInterrupt:
            (at_once if stop.is_set() else stop).set()


def _done(task: Task, on_progress: OnProgress, stops: tuple[threading.Event, threading.Event]) -> Done:
    try:
        return do(task, lambda line: on_progress(task.client, line), *stops)
    except Exception as error:  # noqa: BLE001 (a defect here is one client's failure, and stops no other)
        return Done(task.client, None, "failed", error=f"unexpected {type(error).__name__}: {error}")


def unstarted(task: Task) -> Done:
    """Answer for a task that was not started 「未启动」."""
    return Done(task.client, None, "interrupted", error="not started.")
