"""Numbers of identity cards 「身份证号」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from diagnostics.data.personal.digits import digits_of

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST = "10X98765432"
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            *range(81, 84),
        ),
    )
)
_NUMBER = re.compile(r"(?<![\dA-Za-z])[1-8](?:[ .\-_]?\d){16}[ .\-_]?[\dXx](?![\dA-Za-z])")
_JOINED = re.compile(r"(?<!\d)[1-8]\d{16}[\dXx](?!\d)")
# A hash as manifests bear them: one in some hundred thousand holds the digits of a card by chance.
_HASH = re.compile(r"(?<![0-9A-Za-z])(?=(?:\d*[a-f]){8})[0-9a-f]{64}(?![0-9A-Za-z])")
_OLD = re.compile(r"(?:身份证|证件|\bID\b|identity)[^\d]{0,8}(?P<number>[1-8]\d{14})(?!\d)", re.IGNORECASE)


def identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Spans of identity card numbers: place, day of birth and check digit are right 「身份证号」.

    References
    ----------
    GB 11643-1999: the check digit is that of ISO 7064, MOD 11-2.

    Examples
    --------
    >>> told = "11010519491231002X, 110105 19491231 002X, 110105194912310021, 202506250001234567"
    >>> [told[start:end] for start, end in identity_numbers(told)]
    ['11010519491231002X', '110105 19491231 002X']
    """
    hashes = [each.span() for each in _HASH.finditer(text)]
    seen = set()
    for pattern in (_NUMBER, _JOINED):
        for found in pattern.finditer(text):
            inside = any(start <= found.start() and found.end() <= end for start, end in hashes)
            if found.span() not in seen and not inside and _holds(digits_of(found[0])):
                seen.add(found.span())
                yield found.span()
    for found in _OLD.finditer(text):
        number = found["number"]
        if number[:2] in _PROVINCES and _day("19" + number[6:12]):
            yield found.span("number")


def _holds(number: str) -> bool:
    if len(number) != 18 or number[:2] not in _PROVINCES or not _day(number[6:14]):
        return False
    total = sum(weight * int(each) for weight, each in zip(_WEIGHTS, number, strict=False))
    return number[17] == _LAST[total % 11]


def _day(text: str) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1850 <= born.year <= 2100
