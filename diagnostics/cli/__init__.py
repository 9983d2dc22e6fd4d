"""The perfloop command: one line of error, an exit code, never a traceback 「命令行」."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from diagnostics.cli.app import app
from diagnostics.cli.terminal import plain
from diagnostics.errors import PerfloopError

if TYPE_CHECKING:
    from collections.abc import Callable

# typer's usage errors have no public name of their own; those it exports inherit from it.
_UsageError = typer.BadParameter.__mro__[1]
_USAGE, _SURROUNDINGS, _INTERRUPTED = 2, 3, 130
# Logs of unexpected errors stay a month for whoever was told their name.
_KEPT_SECONDS = 30 * 86400
# A command lives for seconds and drops little: looking for garbage at every 700 objects is a tenth of its time.
_GARBAGE = 100_000
_STOPPED = "interrupted; what was there before is untouched."


def main() -> NoReturn:
    """Run the command: errors are one line, never a traceback 「命令入口」."""
    gc.set_threshold(_GARBAGE, *gc.get_threshold()[1:])
    try:
        code = _command()(prog_name="perfloop", standalone_mode=False) or 0
        if code == _INTERRUPTED:  # typer swallows Ctrl-C and says nothing
            code = _fail(_STOPPED, _INTERRUPTED)
    except PerfloopError as error:
        code = _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = _fail(_STOPPED, _INTERRUPTED)
    except OSError as error:
        named = f" ({error.filename})" if error.filename else ""
        code = _fail(f"{error.strerror or error}{named}.", _SURROUNDINGS)
    except Exception as error:  # noqa: BLE001 (the terminal shows one line; the rest is in the log it names)
        if isinstance(error, _UsageError):
            told = getattr(error, "format_message", error.__str__)()
            code = _fail(f"{told} See perfloop --help.", _USAGE)
        else:
            code = _fail(f"unexpected {type(error).__name__}; the traceback is in {_log(error)}.", 1)
    sys.exit(code)


@cache
def _command() -> Callable[..., Any]:
    # Building the tree of commands takes longer than most commands: whoever calls several in one process pays once.
    return typer.main.get_command(app)


def _fail(message: str, code: int) -> int:
    from diagnostics.data.personal import without_personal

    # An error shows the cell that it is about; whose number stands there is nobody's business.
    message = without_personal(message)
    first, *more = [plain(line.strip()) for line in message.splitlines() if line.strip()] or ["failed."]
    typer.echo("\n".join([f"perfloop: {first}", *(f"  {line}" for line in more)]), err=True)
    return code


def _log(error: Exception) -> str:
    _drop_old_logs()
    handle, name = tempfile.mkstemp(prefix="perfloop-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.writelines(traceback.format_exception(error))
    return name


def _drop_old_logs() -> None:
    """Remove tracebacks that nobody has asked for in a month."""
    for log in Path(tempfile.gettempdir()).glob("perfloop-*.log"):
        with suppress(OSError):
            if time.time() - log.lstat().st_mtime > _KEPT_SECONDS:
                log.unlink()
