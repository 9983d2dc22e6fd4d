"""What a run that failed or was interrupted leaves: logs for readers, finished steps for the next run 「停下之后」.

Of a period one such folder stays at most, inside the engagement and hidden; it holds what the finished steps of a
complete run would hold. The next run takes its steps over or, where it can use none, removes it.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from diagnostics.run.plan import Plan
from diagnostics.run.progress import Progress
from diagnostics.run.resuming.finished import FOLDER, finished_files, left_by_stopped, unmark
from diagnostics.run.steps import NAMES
from diagnostics.run.workspace import Workspace

_OF_THE_DISK = {"ENOSPC", "EDQUOT", "EROFS", "EIO"}


@contextmanager
def swept(workspace: Workspace, progress: Progress) -> Iterator[None]:
    """Have what stopped runs left removed, what steps are taken over from at the end alone 「清理残留」."""
    kept = [each.folder for each in left_by_stopped(workspace)]
    if workspace.sweep(kept):
        progress.say("removed what a killed run left")
    try:
        yield
    except BaseException as error:
        # Refused before anything ran, what another run had finished still waits.
        whole = [] if _is_of_the_disk(error) else [each.folder for each in left_by_stopped(workspace) if each.steps]
        _sweep(workspace, *whole[:1])
        raise
    _sweep(workspace)


def sweep_useless(workspace: Workspace, plan: Plan) -> None:
    """Remove what stopped runs left and a plan takes no step over from 「清理无用残留」."""
    _sweep(workspace, *{each.left.folder for each in plan.steps if each.left is not None})


def keep(workspace: Workspace, staging: Path, error: BaseException, progress: Progress) -> str:
    """Keep of a run what its end leaves 「保留现场」.

    Parameters
    ----------
    error : BaseException
        What ended it. Where that was the disk only logs and notebooks stay.

    Returns
    -------
    str
        Where the logs are, or why there are none; what can't be kept even so is swept by the next run.
    """
    finished = frozenset() if _is_of_the_disk(error) else finished_files(staging)
    try:
        kept = _with_finished(workspace, staging, finished) if finished else None
        if kept is None:
            return f"{workspace.fail(staging) / 'logs'}"
    except OSError as failure:
        return f"none, they could not be kept ({failure.strerror})"
    _sweep(workspace, staging)
    with suppress(OSError):
        steps = ", ".join(each for each in NAMES if f"{FOLDER}/{each}.json" in finished)
        progress.say(f"kept for the next run: {steps} (finished)")
    return f"{kept / 'logs'}"


def _with_finished(workspace: Workspace, staging: Path, finished: frozenset[str]) -> Path | None:
    """Where logs and notebooks are kept beside finished steps, None where there is no room for both."""
    try:
        return workspace.fail(staging, finished)
    except OSError:
        unmark(staging)
        return None


def _sweep(workspace: Workspace, *but: Path) -> None:
    """What can't be removed now is removed by the next run; it hides no other error."""
    with suppress(OSError):
        workspace.sweep(but)


def _is_of_the_disk(error: BaseException | None) -> bool:
    """Whether a disk that is full or fails is behind an error: nothing written since can be relied on."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, OSError) and errno.errorcode.get(error.errno or 0) in _OF_THE_DISK:
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False
