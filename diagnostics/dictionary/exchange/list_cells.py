"""Lists in one cell, with semicolons between 「列表单元格」."""

from __future__ import annotations

import re

from diagnostics.errors import InputError

_BETWEEN = re.compile("[;\uff1b]")


def joined(values: tuple[str, ...], about: str) -> str:
    """Values in one cell 「合并列表」.

    Raises
    ------
    InputError
        When a value holds a semicolon, or blanks at an edge: it would come back as another list.
    """
    text = "; ".join(values)
    if parted(text) != values:
        raise InputError(f"{about} holds a list whose parts have semicolons or blanks at an edge: {values!r}.")
    return text


def parted(text: str) -> tuple[str, ...]:
    """Values of a cell 「拆分列表」.

    Examples
    --------
    >>> parted("a; b； c")
    ('a', 'b', 'c')
    """
    return tuple(each.strip() for each in _BETWEEN.split(text) if each.strip())
