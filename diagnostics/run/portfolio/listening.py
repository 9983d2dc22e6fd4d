"""What a client's process has told so far, read by the one that started it 「收听汇报」."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from diagnostics.run.portfolio.task import Told

OnLine = Callable[[str], None]
# What a process may tell in all: one that writes without end is not read without end.
_MOST_BYTES = 4 << 20
_LONGEST, _MOST_LINES, _MOST_POINTS, _MOST_COUNTED = 2000, 400, 8, 999_999


def clock() -> float:
    """Seconds by which steps are timed 「计时」."""
    return time.monotonic()


class Listener:
    """Reads a client's lines as they come 「收听者」.

    Parameters
    ----------
    place : Path
        File that its process appends to.
    on_line : callable, optional
        Told each line for people.

    Notes
    -----
    The step that is under way and since when go by when its line was read, on this process's clock alone.
    """

    def __init__(self, place: Path, on_line: OnLine | None = None) -> None:
        self.lines: list[str] = []
        self.step, self.since, self.begun = "", clock(), False
        self.page, self.told = "", Told()
        self._place, self._on_line = place, on_line
        self._read, self._rest = 0, b""

    def listen(self) -> None:
        """Take what has come since 「读取新事件」."""
        try:
            with self._place.open("rb") as handle:
                handle.seek(self._read)
                fresh = handle.read(max(0, _MOST_BYTES - self._read))
        except OSError:
            return
        self._read += len(fresh)
        *whole, self._rest = (self._rest + fresh).split(b"\n")
        for line in whole:
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(event, Mapping):
                self._hear(event)

    def _hear(self, event: Mapping[str, Any]) -> None:
        if "began" in event:
            self.step, self.since, self.begun = str(event["began"])[:64], clock(), True
            self.say(f"{self.step} …")
        elif "ended" in event:
            self.step, self.since = "", clock()
        elif "said" in event:
            self.say(str(event["said"]))
        elif "told" in event:
            self.page, self.told = str(event.get("page") or ""), told_of(event["told"])

    def say(self, line: str) -> None:
        """Take a line for people 「一行话」."""
        line = " ".join(line.split())[:_LONGEST]
        if len(self.lines) < _MOST_LINES:
            self.lines.append(line)
        if self._on_line is not None:
            self._on_line(line)


def told_of(record: Any) -> Told:
    """What a process told, as far as it has the form; nothing else of it is kept 「解析自述」.

    Examples
    --------
    >>> told_of({"id": "a", "alerts": "many", "verdicts": {"worked": 2, "other": "x"}})
    Told(id='a', client='', headline='', verdicts={'worked': 2}, alerts=0, errors=0, warnings=0, points=())
    """
    if not isinstance(record, Mapping):
        return Told()
    verdicts, points = record.get("verdicts"), record.get("points")
    return Told(
        id=_text(record.get("id")),
        client=_text(record.get("client")),
        headline=_text(record.get("headline")),
        verdicts={
            str(name)[:32]: count
            for name, count in (verdicts.items() if isinstance(verdicts, Mapping) else ())
            if _count(count)
        },
        alerts=_count(record.get("alerts")),
        errors=_count(record.get("errors")),
        warnings=_count(record.get("warnings")),
        points=tuple(
            {str(name)[:8]: _text(words) for name, words in each.items()}
            for each in (points if isinstance(points, list) else ())[:_MOST_POINTS]
            if isinstance(each, Mapping)
        ),
    )


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_COUNTED else 0


def last_error(said: bytes) -> str:
    r"""Last complaint of the command in what it printed, in one line 「最后的错误」.

    Examples
    --------
    >>> last_error(b"align: ran\nperfloop: kpis.yaml:3: wrong.\n  nearest: right\n")
    'kpis.yaml:3: wrong. nearest: right'
    """
    text = said.decode("utf-8", "replace")
    at = text.rfind("\nperfloop: ")
    found = text[at + 1 :] if at >= 0 else text if text.startswith("perfloop: ") else ""
    return " ".join(found.removeprefix("perfloop: ").split())[:_LONGEST]
