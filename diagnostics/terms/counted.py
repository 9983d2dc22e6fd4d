"""A number with the word that goes with it, for lines in English 「数词」."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Count with its noun, and its verb where that follows 「计数短语」.

    Parameters
    ----------
    number : int
        How many.
    one, many : str
        Words for one, and for any other number; ``many`` is ``one`` with an s where it is not given.

    Examples
    --------
    >>> counted(1, "fact"), counted(1200, "fact"), counted(0, "entity", "entities"), counted(1, "row is", "rows are")
    ('1 fact', '1,200 facts', '0 entities', '1 row is')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
