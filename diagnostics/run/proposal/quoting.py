"""How an expression names a column of the client's table 「引用列名」."""

from __future__ import annotations

import re

from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.errors import InputError


def quoted(name: str) -> str:
    """Column as an expression names it 「引用列名」.

    Examples
    --------
    >>> quoted("THEN")
    '"THEN"'
    >>> quoted("sales"), quoted("营收(元)")
    ('sales', '"营收(元)"')
    """
    return name if _bare(name) else '"' + name.replace('"', '""') + '"'


def _bare(name: str) -> bool:
    """Whether the language reads a name as this column: its own words, such as THEN, need quotes."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return False
    try:
        read = (parse_measure(f"sum({name})").columns, parse_filter(f"{name} is not null").columns)
    except InputError:
        return False
    return read == ((name,), (name,))
