"""Progress of a portfolio: a live table on a terminal, lines elsewhere 「组合进度」."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from diagnostics.look.on_terminal import plain

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

    from diagnostics.run.portfolio.task import Done

_MARKS = {"done": "✓", "failed": "✗", "refused": "✗", "killed": "✗", "interrupted": "–"}


class Showing:
    """Tells on standard error how far each client is 「组合进度」.

    Parameters
    ----------
    names : mapping of str
        Name of each client by its folder.
    stream : text stream, optional
        Standard error by default.
    """

    def __init__(self, names: dict[str, str], stream: TextIO | None = None) -> None:
        self.stream = sys.stderr if stream is None else stream
        self._names = names
        self._states = dict.fromkeys(names, ("", "waiting"))
        self._began: dict[str, float] = {}
        self._lock = threading.Lock()
        self._live: Live | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the table while tasks run, on a terminal only 「显示进度」."""
        if not self.stream.isatty():
            yield
            return
        from rich.console import Console
        from rich.live import Live

        with Live(console=Console(file=self.stream), get_renderable=self._table, refresh_per_second=4) as live:
            self._live = live
            try:
                yield
            finally:
                self._live = None

    def line(self, client: str, line: str) -> None:
        """Take a line that a client's process said 「一行进度」."""
        with self._lock:
            self._began.setdefault(client, time.monotonic())
            self._states[client] = ("", line)
            self._say(client, line)

    def ended(self, done: Done) -> None:
        """Take what became of a client 「客户结束」."""
        told = done.status if not done.error else f"{done.status}: {done.error}"
        with self._lock:
            self._began.pop(done.client, None)
            self._states[done.client] = (_MARKS[done.status], told)
            self._say(done.client, f"{told} ({done.seconds:.1f} s)" if done.seconds else told)

    def say(self, line: str) -> None:
        """Print a line that stays 「输出一行」."""
        with self._lock:
            print(plain(line), file=self.stream, flush=True)

    def _say(self, client: str, line: str) -> None:
        if self._live is None:
            print(plain(f"{self._names.get(client, client)}: {line}"), file=self.stream, flush=True)

    def _table(self) -> Table:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, show_header=False, pad_edge=False)
        for _ in range(3):
            table.add_column(no_wrap=True, overflow="ellipsis")
        with self._lock:
            for client, (mark, told) in self._states.items():
                spent = f" {time.monotonic() - self._began[client]:.0f} s" if client in self._began else ""
                # Text, not markup: a client's words can't steer the terminal.
                table.add_row(mark or "·", Text(plain(self._names[client])), Text(plain(told) + spent))
        return table


def names_of(folders: Sequence[str]) -> dict[str, str]:
    """Shortest name that tells each folder from the others 「客户简称」.

    Examples
    --------
    >>> names_of(["/x/a", "/y/a", "/y/b"])
    {'/x/a': 'x/a', '/y/a': 'y/a', '/y/b': 'b'}
    """
    parts = {each: [part for part in each.replace("\\", "/").split("/") if part] for each in folders}

    def short(folder: str, length: int) -> str:
        return "/".join(parts[folder][-length:])

    names = {}
    for each in folders:
        length = 1
        while length < len(parts[each]) and sum(short(other, length) == short(each, length) for other in folders) > 1:
            length += 1
        names[each] = short(each, length) or each
    return names
