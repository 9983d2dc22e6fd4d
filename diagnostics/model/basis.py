"""By which definition, and over how many months, a figure was counted 「口径标记」.

A basis is text: empty for the KPI as stated, the ``since`` of a later version, and ``+2m`` after either where the
figure covers two months 「1–2 月合并」.
"""

from __future__ import annotations

import re

_SPAN = re.compile(r"(?P<version>.*?)\+(?P<months>[2-9]|[1-9][0-9]+)m")


def version_of(basis: str) -> str:
    """Version of the KPI that a figure was counted by; empty for the KPI as stated 「所属版本」.

    Examples
    --------
    >>> version_of("2025-01+2m"), version_of("+2m"), version_of("2025-01")
    ('2025-01', '', '2025-01')
    """
    found = _SPAN.fullmatch(basis)
    return found["version"] if found else basis


def months_of(basis: str) -> int:
    """Months that a merged figure covers; 1 for every other 「覆盖月数」.

    Examples
    --------
    >>> months_of("2025-01+2m"), months_of("2025-01"), months_of("")
    (2, 1, 1)
    """
    found = _SPAN.fullmatch(basis)
    return int(found["months"]) if found else 1


def break_between(one: str, other: str) -> str:
    """Why two figures can't be set against each other: ``version``, ``months``, or empty where they can 「口径断点」.

    Examples
    --------
    >>> break_between("", "2025-01"), break_between("", "+2m"), break_between("2025-01", "2025-01")
    ('version', 'months', '')
    """
    if version_of(one) != version_of(other):
        return "version"
    return "months" if months_of(one) != months_of(other) else ""
