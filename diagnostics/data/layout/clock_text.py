"""The time of day that a cell states behind its date 「时刻写法」."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

_HALF = "上午|下午|AM|PM|am|pm|A\\.M\\.|P\\.M\\."
_CLOCK = re.compile(
    rf"(?P<before>{_HALF})?\s*(?P<hour>[0-9]{{1,2}})(?::|时|点)(?:(?P<minute>[0-9]{{1,2}})(?:(?::|分)"
    rf"(?:(?P<second>[0-9]{{1,2}})(?:\.(?P<part>[0-9]{{1,9}}))?秒?)?)?)?\s*(?P<after>{_HALF})?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2}|\[?[A-Z][A-Za-z_]+/[A-Za-z_+\-0-9/]+\]?)?"
)


def read_clock(text: str) -> tuple[time, str] | None:
    """Read a time of day and the zone behind it 「读时刻」.

    Parameters
    ----------
    text : str
        What stands behind the date, in ASCII digits.

    Returns
    -------
    (time, str) or None
        The zone is an offset, an IANA name, or empty.

    Examples
    --------
    >>> read_clock("下午3:00")
    (datetime.time(15, 0), '')
    >>> read_clock("02:30:00 America/New_York")[1]
    'America/New_York'
    >>> read_clock("25:00") is None
    True
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None or (found["before"] and found["after"]):
        return None
    hour = _hour(int(found["hour"]), (found["before"] or found["after"] or "").replace(".", "").upper())
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    part = int((found["part"] or "0").ljust(6, "0")[:6])
    return time(hour, minute, second, part), (found["zone"] or "").strip("[]")


def _hour(hour: int, half: str) -> int | None:
    if half in ("上午", "AM"):
        return None if hour > 12 else hour % 12
    if half in ("下午", "PM"):
        return hour if hour > 12 else hour % 12 + 12
    return hour


def local(moment: datetime, zone: str, own: str) -> datetime | None:
    """Moment of a zone as the client's clock shows it 「换算为本地时间」.

    Parameters
    ----------
    moment : datetime
        Naive, as written.
    zone : str
        Offset such as ``+08:00``, ``Z``, or an IANA name.
    own : str
        IANA name of the client's zone.

    Returns
    -------
    datetime or None
        Naive; None where the zone is unknown, or its clock shows this time never or twice on that day.

    Examples
    --------
    >>> local(datetime(2025, 1, 5, 20, 0), "Z", "Asia/Shanghai")
    datetime.datetime(2025, 1, 6, 4, 0)
    >>> local(datetime(2024, 3, 10, 2, 30), "America/New_York", "Asia/Shanghai") is None
    True
    """
    try:
        if zone in ("Z", "UTC", "GMT"):
            aware = moment.replace(tzinfo=UTC)
        elif zone[0] in "+-":
            digits = zone[1:].replace(":", "").ljust(4, "0")
            aware = datetime.fromisoformat(f"{moment.isoformat()}{zone[0]}{digits[:2]}:{digits[2:]}")
        else:
            aware = moment.replace(tzinfo=ZoneInfo(zone))
            back = aware.astimezone(UTC).astimezone(ZoneInfo(zone))
            if back.replace(tzinfo=None) != moment or aware.utcoffset() != aware.replace(fold=1).utcoffset():
                return None
        return aware.astimezone(ZoneInfo(own)).replace(tzinfo=None)
    except (KeyError, ValueError, OSError, OverflowError):
        return None
