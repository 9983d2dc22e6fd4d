"""Addresses of machines 「网络地址」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

_FOUR = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)(?![\w%])")
_SIX = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:%\w+)?(?![\w:])")
_CARD = re.compile(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])")
_NUMBERED = re.compile(r"(?:\bv|version|版本|第|§|章|节)\s?$", re.IGNORECASE)


def network_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of IPv4, IPv6 and hardware addresses 「IP 与网卡地址」.

    Examples
    --------
    >>> told = "10.12.0.7, fe80::1ff:fe23, version 2.0.0.1, 12:30:45, 2025.06.30"
    >>> [told[start:end] for start, end in network_addresses(told)]
    ['10.12.0.7', 'fe80::1ff:fe23']
    """
    for found in _FOUR.finditer(text):
        if _is_four(found[0]) and not _NUMBERED.search(text[: found.start()]):
            yield found.span()
    for found in _SIX.finditer(text):
        if _is_six(found[0]):
            yield found.span()
    for found in _CARD.finditer(text):
        if any(each.isalpha() for each in found[0]):
            yield found.span()


def _is_four(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return not text.startswith("0.")


def _is_six(text: str) -> bool:
    if ("::" not in text and text.count(":") < 7) or not any(len(each) > 1 for each in text.split(":")):
        return False
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
