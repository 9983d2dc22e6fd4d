"""Telephone numbers: mobile and fixed lines of China, international ones 「电话号码」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.data.personal.digits import digits_of, is_figure

_CALLED = r"(?:tel|phone|mobile|cell|mob|fax|whatsapp|wechat|vx|电话|手机|座机|传真|联系方式|号码|微信)"
_FRONT = r"(?<![\dA-Za-z])(?<!\d\.)|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=fax)"
# A list parts by commas, and so does a figure: but that by three digits.
_BACK = r"(?!\d|\.\d|,\d{3}(?![\d-]))"
_PART = r"[ .\-]"
_MOBILE = re.compile(
    rf"(?:{_FRONT})(?:\(?(?:\+|00)?\s?86\)?{_PART}?)?"
    rf"(?:1[3-9]\d{{9}}|1[3-9]\d(?P<a>{_PART})\d{{4}}(?P=a)?\d{{4}}|1[3-9]\d{{2}}{_PART}\d{{3}}{_PART}?\d{{4}}"
    rf"|1[3-9]\d{{2}}{_PART}\d{{4}}{_PART}\d{{3}}|1[3-9]\d{_PART}\d{{8}}|1[3-9]\d{{5}}{_PART}\d{{4}}"
    rf"|1[3-9]\d{_PART}\d{{3}}{_PART}\d{{5}}|1(?P<b>[ .\-_·])[3-9](?:(?P=b)\d){{9}}){_BACK}",
    re.IGNORECASE,
)
_FIXED = re.compile(
    rf"(?<![\dA-Za-z-])(?<!\d\.)(?:(?:\(?(?:\+|00)?86\)?{_PART}?)?\(?0(?:10|2\d|[3-9]\d{{2}})(?:\)\s?|{_PART})"
    rf"[2-8]\d{{2,3}}{_PART}?\d{{4}}|\(?(?:\+|00)86\)?{_PART}?(?:10|2\d|[3-9]\d{{2}}){_PART}[2-8]\d{{2,3}}{_PART}?\d{{4}}"
    rf"|[48]00-\d{{3}}-?\d{{4}}|[48]00-\d{{4}}-?\d{{3}})(?:{_PART}?(?:转|ext\.?|x|-)\s?\d{{1,5}})?{_BACK}",
    re.IGNORECASE,
)
# Without a sign between area and number only a word before it tells a telephone from a number of anything.
_LABELLED = re.compile(rf"{_CALLED}[^\d+]{{0,6}}(?P<number>[+(]?\d[\d ().\-]{{5,18}}\d){_BACK}", re.IGNORECASE)
_ABROAD = re.compile(
    rf"(?<![\w+])(?<!\d\.)(?:\+[1-9]\d{{0,2}}{_PART}?\(?\d{{1,4}}\)?(?:{_PART}?\d{{2,4}}){{2,4}}"
    rf"|00[1-9]\d{{0,2}}{_PART}\d{{1,4}}(?:{_PART}\d{{2,4}}){{2,4}}"
    rf"|\(\d{{3}}\) ?\d{{3}}-\d{{4}}|[2-9]\d{{2}}-[2-9]\d{{2}}-\d{{4}}){_BACK}"
)


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Spans of telephone numbers 「电话号码」.

    Examples
    --------
    >>> told = "138 0013 8000,010-65521234,+44 20 7946 0958,电话 65521234"
    >>> [told[start:end] for start, end in phones(told)]
    ['138 0013 8000', '010-65521234', '+44 20 7946 0958', '65521234']
    >>> list(phones("13,800,138,000 元,订单 20250613800138000,2025-06-30,+123 456 元"))
    []
    """
    for pattern in (_MOBILE, _FIXED, _ABROAD):
        for found in pattern.finditer(text):
            if not is_figure(text, *found.span()) and _long_enough(found[0], pattern is _ABROAD):
                yield found.span()
    for found in _LABELLED.finditer(text):
        if 7 <= len(digits_of(found["number"])) <= 15 and not is_figure(text, *found.span("number")):
            yield found.span("number")


def _long_enough(number: str, abroad: bool) -> bool:
    count = len(digits_of(number))
    return not abroad or 9 <= count <= 15 or (count >= 8 and any(each in number for each in " -("))
