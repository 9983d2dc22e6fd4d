"""How long work may take and how much memory it may use 「运行限制」."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError

# Generous: a hundred million facts take minutes, and DuckDB keeps within 3 GB of them (PERFLOOP_MEMORY).
WALL, MEMORY = ("PERFLOOP_STEP_WALL", "3600"), ("PERFLOOP_STEP_MEMORY", "8GB")
QUERY = ("PERFLOOP_QUERY_WALL", "1800")
_SIZE = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*(B|[KMGT]I?B)\s*$", re.IGNORECASE)
_UNITS = {"B": 1} | {f"{unit}{middle}B": 1 << shift for unit, shift in zip("KMGT", (10, 20, 30, 40), strict=True)
                     for middle in ("", "I")}  # fmt: skip
_LEAST = 256 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one step, or of one command's work 「运行限制」.

    Parameters
    ----------
    wall : float
        Seconds it may take.
    memory : int
        Bytes it may use.
    """

    wall: float
    memory: int

    @classmethod
    def of(cls, wall: float | None = None, memory: int | None = None) -> Limits:
        """Limits given, else those of the environment, else the defaults 「取限制」.

        Raises
        ------
        InputError
            When a variable holds no number of seconds, or no size.
        """
        return cls(seconds(*WALL) if wall is None else wall, size(*MEMORY) if memory is None else memory)

    @property
    def memory_told(self) -> str:
        """Memory limit and how to raise it 「内存限制说明」."""
        return f"{shown(self.memory)} of memory; raise {MEMORY[0]}, or ask for less data at once"

    @property
    def wall_told(self) -> str:
        """Time limit and how to raise it 「时间限制说明」."""
        return f"{self.wall:g} s; raise {WALL[0]}, or ask for less data at once"


def seconds(variable: str, default: str) -> float:
    """Seconds that an environment variable allows 「秒数」.

    Raises
    ------
    InputError
        When it holds anything but a number above 0.
    """
    written = os.environ.get(variable) or default
    try:
        found = float(written)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise InputError(f"{variable} == {written!r}, must be a number of seconds above 0.")
    return found


def size(variable: str, default: str) -> int:
    """Bytes that an environment variable allows 「字节数」.

    Raises
    ------
    InputError
        When it holds no size such as ``8GB``, or less than a process needs to start.
    """
    written = os.environ.get(variable) or default
    found = _SIZE.match(written)
    count = int(float(found[1]) * _UNITS[found[2].upper()]) if found else 0
    if count < _LEAST:
        raise InputError(f"{variable} == {written!r}, must be a size from {shown(_LEAST)} on, such as 8GB.")
    return count


def shown(count: int) -> str:
    """Bytes as a person reads them 「字节数文本」.

    Examples
    --------
    >>> shown(8 << 30), shown(300 << 20)
    ('8 GB', '300 MB')
    """
    unit, name = (1 << 30, "GB") if count >= 1 << 30 else (1 << 20, "MB")
    return f"{count / unit:.3g} {name}"


def threads_wanted(threads: int | None) -> int | None:
    """Threads to compute with, by the argument, else by PERFLOOP_THREADS; None for as many as there are 「线程数」.

    Raises
    ------
    InputError
        When either is no number from 1 on.
    """
    wanted: Any = threads if threads is not None else os.environ.get("PERFLOOP_THREADS") or None
    if wanted is None:
        return None
    try:
        count = int(wanted)
    except ValueError:
        count = 0
    if count < 1:
        raise InputError(f"threads == {wanted!r} (PERFLOOP_THREADS or the argument), must be a number from 1 on.")
    return count
