"""Progress of a run: a moving line on a terminal, plain lines elsewhere 「进度」."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.status import Status


class Progress:
    """Tells what a run does, on standard error 「进度」.

    Parameters
    ----------
    stream : text stream, optional
        Where the lines go; standard error by default, so that standard output holds results alone.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = sys.stderr if stream is None else stream
        self._status: Status | None = None

    def say(self, line: str) -> None:
        """Print a line that stays 「输出一行」."""
        print(line, file=self.stream, flush=True)

    @contextmanager
    def doing(self, name: str) -> Iterator[None]:
        """Show that something is under way, on a terminal only 「进行中」."""
        if not self.stream.isatty():
            yield
            return
        from rich.console import Console

        with Console(file=self.stream).status(name) as status:
            self._status = status
            try:
                yield
            finally:
                self._status = None

    def cell(self, name: str, number: int, total: int) -> None:
        """Show which cell of a notebook runs 「单元格进度」."""
        if self._status is not None:
            self._status.update(f"{name}: cell {number} of {total}")
