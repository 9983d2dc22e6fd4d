"""Tasks of a portfolio on a Dask cluster 「Dask 执行器」."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.keys import environment
from diagnostics.run.portfolio.executor import OnProgress
from diagnostics.run.portfolio.on_worker import carry
from diagnostics.run.portfolio.task import Done, Task

if TYPE_CHECKING:
    from distributed import Client, Event, Future

_CONNECT_SECONDS, _LOOK_SECONDS = 10.0, 0.1
# What a scheduler that went away has to come back, and what tasks that were told to stop have to tidy up.
_LOST_SECONDS, _STOP_SECONDS = 30.0, 40.0


@dataclass(slots=True)
class DaskExecutor:
    """Runs tasks on the workers of a Dask cluster, each as its own process there 「Dask 执行器」.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786`` or ``tls://…``; certificates come from Dask's configuration.

    Notes
    -----
    Only tasks and answers travel: folders, periods, steps, progress lines. Workers must see the same folders under the
    same paths and have the same perfloop. A task whose worker dies is run again on another: what it had finished is
    skipped, what it was killed in is redone whole.
    """

    address: str

    def run(self, tasks: Sequence[Task], on_progress: OnProgress) -> Iterator[Done]:
        """Run tasks on the cluster, answers in the order in which they end 「集群运行」.

        Raises
        ------
        SurroundingsError
            When Dask is not installed, the scheduler can't be reached, has no worker, or has another Python or Dask.
        InputError
            When the address is none.
        """
        with _connected(self.address) as client:
            from distributed import Event

            _refuse_other_versions(client)
            token = secrets.token_hex(8)
            stop = Event(f"perfloop-stop-{token}", client=client)
            code = environment()["code of perfloop"]
            # Keys are shown by schedulers and kept in their logs: numbers, not names of clients.
            sent = {
                client.submit(carry, task, code, stop.name, key=f"perfloop-{token}-{at}", pure=False): task
                for at, task in enumerate(tasks)
            }
            for task in tasks:
                on_progress(task.client, f"sent to {self.address}")
            yield from _ended(client, sent, stop)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise SurroundingsError(
            "--executor dask needs Dask, which is not installed: pip install 'perfloop[dask]'."
        ) from None
    _quiet()
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (ValueError, TypeError) as error:
        raise InputError(f"--scheduler {address!r} is no address such as tcp://10.0.0.5:8786: {error}.") from error
    except OSError as error:
        raise SurroundingsError(f"No Dask scheduler answers at {address} within {_CONNECT_SECONDS:g} s.") from error
    try:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            raise SurroundingsError(f"The Dask scheduler at {address} has no worker; start one first.") from error
        yield client
    finally:
        # Where the scheduler is gone, there is nobody to say goodbye to.
        with suppress(OSError, RuntimeError):
            client.close(timeout=_CONNECT_SECONDS)


def _quiet() -> None:
    """Have Dask's own loggers say nothing: what goes wrong is told as each client's answer, never as a traceback."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _refuse_other_versions(client: Client) -> None:
    """Refuse a cluster whose Python or Dask is another: what one writes the other might not read."""
    told: dict[str, Any] = client.get_versions()
    own = _versions(told["client"])
    others = {"the scheduler": told["scheduler"], **{f"worker {name}": each for name, each in told["workers"].items()}}
    for name, each in others.items():
        if each and _versions(each) != own:
            theirs = " and ".join(f"{what} {number}" for what, number in _versions(each).items())
            ours = " and ".join(f"{what} {number}" for what, number in own.items())
            raise SurroundingsError(f"{name.capitalize()} runs {theirs}, this machine {ours}; they must be the same.")


def _versions(about: dict[str, Any]) -> dict[str, str]:
    """Version of Dask, and of Python without its last number."""
    python = ".".join(str(about["host"]["python"]).split(".")[:2])
    return {"Python": python, "Dask": str(about["packages"].get("distributed"))}


def _ended(client: Client, sent: dict[Future, Task], stop: Event) -> Iterator[Done]:
    """Answers as they come; told to stop once, the workers are told, and each task has its answer all the same."""
    left, lost, until = dict(sent), 0.0, float("inf")
    while left:
        try:
            over = [each for each in left if each.done()]
            for future in over:
                yield _answer(future, left.pop(future))
            now = time.monotonic()
            lost = 0.0 if client.status == "running" else lost or now
            if left and ((lost and now - lost > _LOST_SECONDS) or now > until):
                yield from (_unanswered(task, stopped=now > until) for task in left.values())
                return
            if not over:
                time.sleep(_LOOK_SECONDS)
        except KeyboardInterrupt:
            if until < float("inf"):
                raise
            until = time.monotonic() + _STOP_SECONDS
            with suppress(OSError, RuntimeError):
                stop.set()


def _answer(future: Future, task: Task) -> Done:
    if future.status == "finished":
        done = future.result()
        return done if isinstance(done, Done) else _unanswered(task)
    if future.status != "error":
        return _unanswered(task)
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        return Done(task.client, None, "killed", error="several workers died while they ran it.")
    return Done(task.client, None, "failed", error=f"on its worker: {type(error).__name__}: {error}")


def _unanswered(task: Task, *, stopped: bool = False) -> Done:
    if stopped:
        return Done(task.client, None, "interrupted", error="told to stop; its worker did not answer.")
    return Done(task.client, None, "failed", error="the Dask scheduler went away before its answer came.")
