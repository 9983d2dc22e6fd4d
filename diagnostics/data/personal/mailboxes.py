"""Addresses of mailboxes 「邮箱」."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AT = r"(?:@|\s?[\[({]\s?(?:at|@)\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?)"
_MAIL = re.compile(rf"[A-Za-z0-9._%+\-]{{1,64}}{_AT}(?:[A-Za-z0-9\-]{{1,63}}{_DOT})+[A-Za-z]{{2,24}}", re.IGNORECASE)


def mailboxes(text: str) -> Iterator[tuple[int, int]]:
    """Spans of e-mail addresses, also written as ``li [at] a.cn`` 「邮箱」.

    Examples
    --------
    >>> [*mailboxes("li.wang@acme.com.cn")], [*mailboxes("@张三 说")], [*mailboxes("li (at) acme (dot) cn")]
    ([(0, 19)], [], [(0, 21)])
    """
    for found in _MAIL.finditer(text):
        yield found.span()
