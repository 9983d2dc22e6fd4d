"""Which answer was handed in later, by the times that survey tools write 「提交先后」."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AFTERNOON = re.compile(r"下午|晚上|\bpm\b|p\.m", re.IGNORECASE)
_MORNING = re.compile(r"上午|凌晨|早上|\bam\b|a\.m", re.IGNORECASE)


def handed_in(times: Sequence[str]) -> list[tuple[int, ...]]:
    """Order of answers by their times; where those don't tell, the order in which they stand 「提交先后」.

    Parameters
    ----------
    times : sequence of str
        As written: year first, or day and month before the year; with 上午, 下午, AM or PM.

    Notes
    -----
    Whether the day or the month stands first is told by a figure above 12 somewhere in the column; where none is, later
    rows are later.

    Examples
    --------
    >>> handed_in(["2025/3/1 10:00", "2025/3/1 9:30"])
    [(2025, 3, 1, 10, 0, 0, 0), (2025, 3, 1, 9, 30, 0, 1)]
    >>> handed_in(["3/14/2025 1:00 PM", "3/2/2025 11:00 AM"])[0]
    (2025, 3, 14, 13, 0, 0, 0)
    """
    read = [_figures(each) for each in times]
    late = [each for each in read if each and each[0] < 1000]
    day_first = any(each[0] > 12 for each in late)
    month_first = any(each[1] > 12 for each in late)
    if not all(read) or (late and (day_first == month_first or len(late) < len(read))):
        return [(at,) for at in range(len(times))]
    keys: list[tuple[int, ...]] = []
    for at, each in enumerate(read):
        year, month, day, *rest = (
            (each[2], each[1], each[0], *each[3:])
            if day_first
            else ((each[2], each[0], each[1], *each[3:]) if month_first else each)
        )
        hour, minute, second = (*rest, 0, 0, 0)[:3]
        if _AFTERNOON.search(times[at]) and hour < 12:
            hour += 12
        elif _MORNING.search(times[at]) and hour == 12:
            hour = 0
        keys.append((year, month, day, hour, minute, second, at))
    return keys


def _figures(text: str) -> tuple[int, ...]:
    """Figures of a time; none where it has fewer than a day needs."""
    found = tuple(int(each) for each in re.findall(r"\d+", text))
    return found if len(found) >= 3 and (found[0] >= 1000 or found[2] >= 1000) else ()
