"""Keys and tokens, told by how they are made up 「密钥与令牌」."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log2

_KNOWN = re.compile(
    r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|\bLTAI[A-Za-z0-9]{12,26}\b|\bAKID[A-Za-z0-9]{13,40}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[baprs]-[\w-]{10,}|\bsk-[\w-]{16,}"
    r"|\bAIza[\w-]{30,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|-----BEGIN [A-Z ]+-----"
)
_HEX = re.compile(r"(?<![A-Za-z0-9])(?:0x)?[0-9A-Fa-f]{20,}(?![A-Za-z0-9])")
_TOKEN = re.compile(r"[A-Za-z0-9+/_=\-]{20,}")
_RUN = re.compile(r"[A-Za-z0-9]+")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
# Codes of goods, orders and files: letters and then digits, or digits and then letters; words in capitals and small.
_PLAIN = re.compile(
    r"(?:[A-Z]?[a-z]+|[A-Z]+)?[0-9]*[A-Za-z]{0,2}|[0-9]+(?:[A-Z]?[a-z]+|[A-Z]+)|(?:[A-Z]?[a-z]{2,}|[A-Z]+)+[0-9]*|\d{8}T\d{6}Z?"
)
_LEAST_BITS, _LEAST_TURNS, _LONGEST_PIECE, _LEAST_ODD = 2.5, 3, 3.6, 10


def secrets_in(text: str) -> Iterator[tuple[int, int]]:
    """Spans of keys and tokens of 20 characters and more that look drawn by chance 「高熵字符串」.

    Notes
    -----
    Of hexadecimal ones Shannon's entropy is at least 2.5 bits a character and letters and digits take turns; of others
    the runs of one kind of character (words, numbers) are short. Words, dates and codes are made otherwise.

    Examples
    --------
    >>> told = "9f86d081884c7d659a2feaa0c55ad015; store_turnaround_north_2025; q8Zt3vLmW0xY7bKc9RdF"
    >>> [told[start:end] for start, end in secrets_in(told)]
    ['9f86d081884c7d659a2feaa0c55ad015', 'q8Zt3vLmW0xY7bKc9RdF']
    """
    done = 0
    for found in sorted([*_KNOWN.finditer(text), *_HEX.finditer(text), *_TOKEN.finditer(text)], key=re.Match.start):
        if found.start() < done:
            continue
        known = found.re is _KNOWN or (found.re is _HEX and _drawn(found[0]))
        if known or (found.re is _TOKEN and _odd(found[0])):
            done = found.end()
            yield found.span()


def _drawn(token: str) -> bool:
    turns = sum(one.isdigit() != two.isdigit() for one, two in pairwise(token))
    return turns >= _LEAST_TURNS and entropy(token.lower()) >= _LEAST_BITS


def _odd(token: str) -> bool:
    runs = [each for each in _RUN.findall(token) if len(each) > 3 and not _PLAIN.fullmatch(each)]
    total = sum(map(len, runs))
    pieces = sum(len(_PIECE.findall(each)) for each in runs)
    return total >= _LEAST_ODD and total / pieces < _LONGEST_PIECE and entropy(token) >= _LEAST_BITS


def entropy(text: str) -> float:
    """Shannon's entropy of a text in bits a character 「香农熵」.

    Examples
    --------
    >>> entropy("aaaa"), entropy("abcd")
    (0.0, 2.0)
    """
    shares = [each / len(text) for each in Counter(text).values()]
    return -sum(each * log2(each) for each in shares) + 0.0
