"""One step as a notebook in a fresh kernel, by papermill 「执行步骤」."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from diagnostics import errors
from diagnostics.data.engine.limits import Limits
from diagnostics.errors import PerfloopError, StepFailedError, SurroundingsError
from diagnostics.run.assets import asset
from diagnostics.run.notebook_format import import_nbformat, import_papermill
from diagnostics.run.steps import Step

if TYPE_CHECKING:
    from papermill.exceptions import PapermillExecutionError

START_SECONDS = 300
_DISK_FULL = "[Errno 28]"
_LOGGERS = ("papermill", "traitlets", "py.warnings", "asyncio")

OnCell = Callable[[int, int], None]


def execute(
    step: Step,
    staging: Path,
    engagement: Path | None,
    parameters: Mapping[str, Any],
    on_cell: OnCell,
    *,
    run: Path | None = None,
) -> float:
    """Run a step's notebook; it leaves its results, the executed notebook and a log in the staged run 「执行步骤」.

    Parameters
    ----------
    staging : Path
        Folder of the staged run: executed notebook and log go there.
    engagement : Path or None
        Folder of the engagement; None for a notebook that is not told where the engagement lies.
    parameters : mapping
        Parameters of the notebook, checked, without the paths.
    on_cell : callable
        Told the number of the cell that starts, and how many there are.
    run : Path, optional
        Folder that the notebook is told as its run; the staged one by default.

    Returns
    -------
    float
        Seconds it took.

    Raises
    ------
    PerfloopError
        The error that a cell raised, where it is one of perfloop's, with notebook and cell.
    StepFailedError
        When a cell fails otherwise, the step takes longer than ``PERFLOOP_STEP_WALL`` seconds, or the kernel dies.
    SurroundingsError
        When no kernel starts, the disk is full, or the kernel uses more memory than ``PERFLOOP_STEP_MEMORY``.
    """
    began = time.monotonic()
    limits = Limits.of()
    places = {"run": str(run or staging)} | ({} if engagement is None else {"engagement": str(engagement)})
    with log_of(step, staging) as log:
        _run_notebook(step, staging, {**parameters, **places}, (log, limits), on_cell)
    return round(time.monotonic() - began, 3)


def _run_notebook(
    step: Step, staging: Path, parameters: Mapping[str, Any], kept: tuple[IO[str], Limits], on_cell: OnCell
) -> None:
    nbformat = import_nbformat()
    import_papermill()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    log, limits = kept
    total = 1 + sum(_runs(cell) for cell in nbformat.read(asset(step.notebook), as_version=4).cells)
    number = count(1)
    at = [0]

    def started(cell: Any, cell_index: int) -> None:  # noqa: ARG001 (nbclient calls it by these names)
        if _runs(cell):
            at[0] = next(number)
            on_cell(at[0], total)

    try:
        _in_kernel(step, staging, parameters, kept, started)
    except PapermillExecutionError as error:
        _explain(step, error, log, limits)
    except MemoryError as error:
        told = f"{step.file}, cell [{at[0]}]: the kernel used more than {limits.memory_told}."
        raise SurroundingsError(told) from error
    except CellTimeoutError as error:
        raise StepFailedError(f"{step.file}, cell [{at[0]}]: the step took longer than {limits.wall_told}.") from error
    except DeadKernelError as error:
        why = f"killed, or a crash in a library; it may use {limits.memory_told}"
        raise StepFailedError(f"{step.file}, cell [{at[0]}]: the kernel died ({why}).") from error
    except (RuntimeError, OSError) as error:
        raise SurroundingsError(f"{step.file}: no notebook could be run here: {_one_line(str(error))}") from error


def _in_kernel(
    step: Step, staging: Path, parameters: Mapping[str, Any], kept: tuple[IO[str], Limits], started: Callable[..., None]
) -> None:
    """Run a notebook in a kernel within limits; a kernel that was ended for its memory is a MemoryError."""
    from diagnostics.run.kernels import KERNEL_NAME, kernel_options, private_room, used_too_much
    from diagnostics.run.sparing_engine import NAME as SPARING

    (log, limits), target, source = kept, staging / "notebooks" / step.file, asset(step.notebook)
    with private_room(Path(parameters.get("engagement", staging))) as room:
        try:
            import_papermill().execute_notebook(
                _literal(source), _literal(target), dict(parameters), kernel_name=KERNEL_NAME,
                engine_name=SPARING, progress_bar=False, stdout_file=log, stderr_file=log, start_timeout=START_SECONDS,
                timeout_func=_left(limits), on_cell_start=started,
                **kernel_options(room, Path(log.name), limits.memory, own=b"diagnostics" in source.read_bytes()),
            )  # fmt: skip
        except Exception as error:
            if used_too_much(room):
                raise MemoryError from error
            raise


def _runs(cell: Any) -> bool:
    """Whether a cell gets a number when it is executed."""
    return cell.cell_type == "code" and bool(cell.source.strip())


def _literal(path: Path) -> str:
    """Path as papermill takes it: it fills in braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _left(limits: Limits) -> Callable[[Any], float]:
    """What is left of a step's time when a cell starts; the clock starts with the first cell."""
    until: list[float] = []

    def left(_: Any) -> float:
        until[:] = until or [time.monotonic() + limits.wall]
        # 0 would mean no limit.
        return max(until[0] - time.monotonic(), 1e-3)

    return left


def _explain(step: Step, error: PapermillExecutionError, log: IO[str], limits: Limits) -> NoReturn:
    """Name notebook and cell; the traceback goes to the log alone."""
    from papermill.exceptions import strip_color

    log.write(strip_color("\n".join(error.traceback)) + "\n")
    message, where = str(error.evalue).strip(), f"{step.file}, cell [{error.exec_count}]"
    known = getattr(errors, str(error.ename), None)
    if isinstance(known, type) and issubclass(known, PerfloopError):
        raise known(f"{message} ({where})") from None
    if error.ename == "OSError" and message.startswith(_DISK_FULL):
        raise SurroundingsError(f"{where}: {message}.") from None
    if str(error.ename).endswith("MemoryError"):
        raise SurroundingsError(f"{where}: the kernel needed more than {limits.memory_told}.") from None
    last = message.splitlines()[-1:] or [""]
    raise StepFailedError(f"{where}: {error.ename}: {last[0]}".rstrip(": ")) from None


def _one_line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def log_of(step: Step, staging: Path) -> Iterator[IO[str]]:
    """Log of a step: what its cells print, warnings, what papermill and the kernel say 「步骤日志」."""
    path = staging / "logs" / f"{step.name}.log"
    with path.open("a", encoding="utf-8", buffering=1) as log:
        handler = logging.StreamHandler(log)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        loggers = [logging.getLogger(name) for name in _LOGGERS]
        logging.captureWarnings(capture=True)
        before = [(each, each.propagate) for each in loggers]
        for each in loggers:
            each.addHandler(handler)
            each.propagate = False
        try:
            yield log
        finally:
            logging.captureWarnings(capture=False)
            for each, propagate in before:
                each.removeHandler(handler)
                each.propagate = propagate
                # What an event loop still says while it is cleared away belongs on no terminal.
                each.addHandler(logging.NullHandler())
