"""What a plain word in a yaml file means: text, number, truth or nothing 「YAML 标量」.

Stricter than YAML itself: what programs read in different ways is refused, so a value never changes on its way in.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_NOTHING = {"", "~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
# Each of these is a number to one program and text to the next, or no number at all to a third.
_AMBIGUOUS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[-+]?0[0-9][0-9.]*|[-+]?0[xXoObB][0-9a-fA-F_]+"), "an octal or hexadecimal number to some programs"),
    (re.compile(r"[-+]?[0-9][0-9_.]*_[0-9_.]*"), "a number with underscores to some programs"),
    (re.compile(r"[-+]?[0-9]+(:[0-9]{1,2})+(\.[0-9]*)?"), "a number to base 60 to some programs"),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "no finite number"),
    (re.compile(r"-0(\.0*)?([eE][-+]?[0-9]+)?"), "a negative zero"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST_NUMBER = 40


def plain_scalar(text: str) -> Scalar:
    """Value of an unquoted word 「未加引号的值」.

    Dates stay text (their field decides what they are), and so do ``yes`` and ``no``.

    Raises
    ------
    ValueError
        When programs read the word in different ways.

    Examples
    --------
    >>> plain_scalar("0.25"), plain_scalar("no"), plain_scalar("~"), plain_scalar("2025-03-09")
    (0.25, 'no', None, '2025-03-09')
    """
    if text in _NOTHING:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    for pattern, reading in _AMBIGUOUS:
        if pattern.fullmatch(text):
            raise ValueError(f"{text[:_LONGEST_NUMBER]!r} is {reading}; put text in quotes, write a number plainly")
    return _number(text) if _DECIMAL.fullmatch(text) else checked_text(text)


def text_scalar(text: str) -> str:
    """Name as a file may bear it: in quotes where it would be read as a number, a truth value or nothing 「文本标量」.

    Parameters
    ----------
    text : str
        Letters, digits, underscores and hyphens.

    Examples
    --------
    >>> text_scalar("acme-2025"), text_scalar("2025"), text_scalar("0012")
    ('acme-2025', "'2025'", "'0012'")
    """
    try:
        return text if isinstance(plain_scalar(text), str) else f"'{text}'"
    except ValueError:
        return f"'{text}'"


def _number(text: str) -> int | float:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters is too long, at most {_LONGEST_NUMBER} are read")
    if _INTEGER.fullmatch(text):
        return int(text)
    if not math.isfinite(float(text)):
        raise ValueError(f"{text!r} is too large for a number")
    return float(text)


def checked_text(text: str) -> str:
    r"""Text without control characters 「文本」.

    Raises
    ------
    ValueError
        When it holds one: escapes such as ``"\0"`` can smuggle them in.
    """
    found = _CONTROL.search(text)
    if found:
        raise ValueError(f"text holds the control character U+{ord(found.group()):04X}, which no reader can see")
    return text
