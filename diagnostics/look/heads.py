"""Heads of columns in cards, said once by the style sheet 「卡片列名」.

A phone shows a row of many columns as a card, each figure under the head of its column. Said in every cell, the heads
of a page's tables cost 15 KB; said by a class of the table, 2 KB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.look.tables import Table

PHONE = "max-width:37.5rem"


class Heads:
    """Classes of tables by their heads, in the order in which a page shows them 「列名样式」.

    Examples
    --------
    >>> Heads().sheet()
    ''
    """

    def __init__(self) -> None:
        self._classes: dict[tuple[str, ...], str] = {}

    def __call__(self, table: Table) -> str:
        """Give the class of a table; none where no phone shows it as cards."""
        if not table.cards:
            return ""
        labels = tuple(each.label for each in table.columns)
        return self._classes.setdefault(labels, f"h{len(self._classes)}")

    def sheet(self) -> str:
        """Style rules: what each class calls its columns, and where a card says it."""
        if not self._classes:
            return ""
        named = "".join(
            f".{name}{{{';'.join(f'--{at}:{quoted(each)}' for at, each in enumerate(labels[1:], 2))}}}"
            for labels, name in self._classes.items()
        )
        most = max(len(labels) for labels in self._classes)
        said = "".join(f".cards td:nth-child({at})::before{{content:var(--{at})}}" for at in range(2, most + 1))
        # Cards are what `parts.css` makes of rows on a phone alone.
        return f"{named}@media screen and ({PHONE}){{{said}}}"


def quoted(text: str) -> str:
    r"""Text as a string of a style sheet: whatever is no letter, figure or space is told by its number 「样式字符串」.

    Examples
    --------
    >>> quoted("目标差"), quoted('"} </style>')
    ('"目标差"', '"\\22 \\7d  \\3c \\2f style\\3e "')
    """
    told = "".join(each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in text)
    return f'"{told}"'
