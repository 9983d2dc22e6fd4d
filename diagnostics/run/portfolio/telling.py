"""What a client's process tells the one that started it: steps begun and ended, and what came of them 「进程汇报」.

Lines of JSON in a file that the starting process made, in the client's private folder. A file, rather than a pipe: it
never fills up, whoever was stopped can still be read, and it reaches processes that were forked elsewhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diagnostics.run.progress import Progress

VARIABLE = "PERFLOOP_TELLS"


class TellingProgress(Progress):
    """Progress that is also told to whoever started this process 「汇报进度」.

    Parameters
    ----------
    place : Path
        File that takes the lines.
    """

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place

    def tell(self, **event: Any) -> None:
        """Append one event 「写入事件」."""
        line = json.dumps(event, ensure_ascii=False) + "\n"
        # One write, appended: a reader sees whole lines.
        handle = os.open(self._place, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(handle, line.encode("utf-8", "replace"))
        finally:
            os.close(handle)

    def say(self, line: str) -> None:
        """Tell a line that stays 「输出一行」."""
        self.tell(said=line)
        super().say(line)

    @contextmanager
    def doing(self, name: str) -> Iterator[None]:
        """Tell that a step begins, and that it has ended 「进行中」."""
        self.tell(began=name)
        try:
            with super().doing(name):
                yield
        finally:
            self.tell(ended=name)

    def cell(self, name: str, number: int, total: int) -> None:
        """Tell which cell of a notebook runs 「单元格进度」."""
        self.tell(cell=number, of=total, step=name)
        super().cell(name, number, total)


def asked_to_tell() -> TellingProgress | None:
    """Progress that is told, where this process was started to tell it; None elsewhere 「是否需要汇报」."""
    named = os.environ.get(VARIABLE, "")
    if not named or not Path(named).is_file():
        return None
    return TellingProgress(Path(named))
