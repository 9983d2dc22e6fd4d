"""Numbers of bank cards 「银行卡号」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.data.personal.digits import digits_of, is_figure

_NUMBER = re.compile(r"(?<![\dA-Za-z])(?<!\d[.,])\d(?:[ .\-_]?\d){13,18}(?!\d|\.\d|,\d{3}(?!\d))")
# How the numbers of a card's maker begin, and how long they are: most long numbers are no card's.
_MAKERS = (
    ("62", range(16, 20)), ("60", range(16, 20)), ("4", (16, 19)), ("34", (15,)), ("37", (15,)), ("35", (16,)),
    ("65", (16, 19)), ("955", (16, 19)), ("900", (16, 19)), ("940", (16, 19)), ("81", range(16, 20)),
    *((str(each), (16,)) for each in range(51, 56)), *((str(each), (14, 16)) for each in (36, 38)),
)  # fmt: skip
_GROUPED = re.compile(r"2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)([ -])\d{4}\1\d{4}\1\d{4}")
_SHAPES = re.compile(r"\d{4}([ .\-_])\d{4}\1\d{4}\1\d{2,4}(?:\1\d{1,4})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{6}([ -])\d{8,13}")


def bank_cards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of bank card numbers: maker, length and check digit are right 「银行卡号」.

    References
    ----------
    ISO/IEC 7812-1, annex B: the check digit of Luhn.

    Examples
    --------
    >>> told = "6222 0212 3456 7890 129, 4111111111111111, 4111111111111112, 2025062512345678"
    >>> [told[start:end] for start, end in bank_cards(told)]
    ['4111111111111111']
    """
    for found in _NUMBER.finditer(text):
        number = digits_of(found[0])
        made = any(number.startswith(begin) and len(number) in lengths for begin, lengths in _MAKERS)
        likely = (made or _GROUPED.fullmatch(found[0])) and _shaped(found[0]) and luhn(number)
        if likely and not is_figure(text, *found.span()):
            yield found.span()


def _shaped(number: str) -> bool:
    """Whether it stands in one piece, or parted as cards are; single digits with the same sign between them too."""
    return (
        number.isdigit() or bool(_SHAPES.fullmatch(number)) or bool(re.fullmatch(r"\d(?:([ .\-_])\d)(?:\1\d)+", number))
    )


def luhn(number: str) -> bool:
    """Whether the check digit of a number is right 「校验位」.

    Examples
    --------
    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for at, each in enumerate(reversed(number)):
        twice = int(each) * (1 + at % 2)
        total += twice - 9 if twice > 9 else twice
    return total % 10 == 0
