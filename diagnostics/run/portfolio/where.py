"""Which executor the command asks for 「选择执行器」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    from diagnostics.run.portfolio.executor import Executor

NAMES = ("local", "dask")


def executor_of(name: str, scheduler: str = "", workers: int | None = None) -> Executor | None:
    """Executor that the command names; None for this machine 「选择执行器」.

    Parameters
    ----------
    name : str
        ``local`` or ``dask``.
    scheduler : str
        Address of the scheduler, for ``dask``.
    workers : int, optional
        Clients at a time, for ``local`` alone: a cluster has as many workers as were started.

    Raises
    ------
    InputError
        When no executor is called so, or an option belongs to the other.
    """
    if name not in NAMES:
        raise unknown("executor", name, NAMES, "--executor")
    if name == "local":
        if scheduler:
            raise InputError(f"--scheduler {scheduler!r} goes with --executor dask.")
        return None
    if not scheduler:
        raise InputError("--executor dask needs --scheduler ADDRESS, such as tcp://10.0.0.5:8786.")
    if workers is not None:
        raise InputError(f"--workers {workers} goes with --executor local; a cluster has the workers that it has.")
    from diagnostics.run.portfolio.dask_executor import DaskExecutor

    return DaskExecutor(scheduler)
