"""Days as a calendar file that every calendar program reads 「日历文件」.

References
----------
RFC 5545, Internet Calendaring and Scheduling Core Object Specification (iCalendar).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# A line holds 75 octets without its end; the next one begins with a blank, which is one of them.
_OCTETS = 75
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A whole day of a calendar file 「全天日程」.

    Parameters
    ----------
    uid : str
        Id that stays the same from file to file: programs then move the day in place of adding another.
    day : date
        The day.
    summary, description : str
        What readers see.
    stamp : date
        Day as of which it was written; never the clock, so that the same ledger gives the same file.
    sequence : int
        How often it was revised.
    category : str
        What kind of day it is.
    remind : int
        Days before it on which programs remind.
    """

    uid: str
    day: date
    summary: str
    description: str
    stamp: date
    sequence: int = 0
    category: str = ""
    remind: int = 1


def calendar_text(name: str, days: Iterable[CalendarDay]) -> str:
    r"""Calendar file of whole days 「日历文件文本」.

    Parameters
    ----------
    name : str
        What programs call the calendar.
    days : iterable of CalendarDay
        In the order in which they are written.

    Notes
    -----
    Lines end with CR LF and are folded at 75 octets, never within a character (RFC 5545, 3.1); texts are escaped
    (3.3.11) and lose control characters, so that no text can begin a line of its own.

    Examples
    --------
    >>> text = calendar_text("a", [CalendarDay("1@x", date(2025, 5, 1), "x;y\nBEGIN:VALARM", "", date(2025, 4, 1))])
    >>> [each for each in text.split("\r\n") if each.startswith(("SUMMARY", "DTSTART", "DTEND"))]
    ['DTSTART;VALUE=DATE:20250501', 'DTEND;VALUE=DATE:20250502', 'SUMMARY:x\\;y\\nBEGIN:VALARM']
    """
    return "".join(f"{folded}\r\n" for line in _lines(name, days) for folded in fold(line))


def _lines(name: str, days: Iterable[CalendarDay]) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//perfloop//ledger//EN", "CALSCALE:GREGORIAN")
    yield from ("METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}")
    for each in days:
        yield from _day(each)
    yield "END:VCALENDAR"


def _day(each: CalendarDay) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escape(each.uid)}", f"DTSTAMP:{each.stamp:%Y%m%d}T000000Z")
    yield f"SEQUENCE:{each.sequence}"
    yield f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{each.day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escape(each.summary)}"
    if each.description:
        yield f"DESCRIPTION:{escape(each.description)}"
    if each.category:
        yield f"CATEGORIES:{escape(each.category)}"
    yield from ("STATUS:CONFIRMED", "TRANSP:TRANSPARENT")
    if each.remind:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{each.remind}D")
        yield from (f"DESCRIPTION:{escape(each.summary)}", "END:VALARM")
    yield "END:VEVENT"


def escape(text: str) -> str:
    r"""Text as a value of a calendar file 「日历转义」.

    Examples
    --------
    >>> escape("a,b;c\\d\r\ne\x07"), escape("a\u2028b")
    ('a\\,b\\;c\\\\d\\ne', 'a\\nb')
    """
    # Programs that split lines by other signs than CR LF must not find one either.
    plain = "\n".join(text.splitlines())
    return "".join(_ESCAPED.get(sign, sign) for sign in plain if sign == "\n" or sign.isprintable() or sign == " ")


def fold(line: str) -> Iterator[str]:
    """Pieces of a line of at most 75 octets, each after the first with a blank before it 「折行」.

    Examples
    --------
    >>> [len(each.encode()) for each in fold("SUMMARY:" + "绩" * 40)]
    [74, 55]
    """
    piece, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _OCTETS:
            yield piece
            piece, octets = " ", 1
        piece, octets = piece + sign, octets + size
    yield piece


def refolded(text: str, change: Callable[[str], str]) -> str:
    r"""Calendar file with every line changed and folded anew: what a fold parts is seen whole 「重新折行」.

    Examples
    --------
    >>> refolded("SUMMARY:Ac\r\n me\r\n", lambda line: line.replace("Acme", "P7"))
    'SUMMARY:P7\r\n'
    """
    lines = text.replace("\r\n ", "").split("\r\n")
    return "\r\n".join(piece for line in lines for piece in fold(change(line)))
