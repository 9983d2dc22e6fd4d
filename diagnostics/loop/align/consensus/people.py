"""Which rows of an answer sheet are of one person 「识别作答人」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diagnostics.loop.align.consensus.handed_in import handed_in
from diagnostics.loop.align.consensus.headings import Role

Row = tuple[int, list[str]]


def latest(rows: Sequence[Row], told: Mapping[int, Role]) -> tuple[list[Row], tuple[int, ...]]:
    """One row a person: the one handed in last; rows that name nobody are people of their own unless wholly alike.

    「每人一份」

    Parameters
    ----------
    rows : sequence
        Number of each row in its sheet, and its texts.
    told : mapping
        What each column is.

    Returns
    -------
    tuple
        Rows that count, and the numbers of those that do not.
    """
    person, record = _telling(rows, told, "person"), _telling(rows, told, "record")
    time = next((place for place, role in told.items() if role == "time"), None)
    order = handed_in([row[time] if time is not None else "" for _, row in rows])
    last: dict[tuple[str, ...], tuple[int, int]] = {}
    for at, (number, row) in enumerate(rows):
        named, numbered = _texts(row, person), _texts(row, record)
        # Without a name, a number or a time two people may well answer alike.
        untold = time is None and not any(numbered)
        row_key = ("number", str(number)) if untold else ("row", *numbered, *_alike(row, told))
        key = ("person", *named) if any(named) else row_key
        if key not in last or order[at] >= order[last[key][0]]:
            last[key] = (at, number)
    kept = sorted(at for at, _ in last.values())
    replaced = sorted(set(range(len(rows))) - set(kept))
    return [rows[at] for at in kept], tuple(rows[at][0] + 1 for at in replaced)


def apart(rows: Sequence[Row], told: Mapping[int, Role]) -> tuple[bool, ...]:
    """Whether each row is surely of another person than those before it 「是否确为不同的人」.

    Parameters
    ----------
    rows : sequence
        Number of each row in its sheet, and its texts.
    told : mapping
        What each column is.

    Returns
    -------
    tuple of bool
        By who is named, else by the number of the answers; else rows are of different people where they differ.
    """
    person, record = _telling(rows, told, "person"), _telling(rows, told, "record")
    seen: set[tuple[str, ...]] = set()
    found = []
    for _, row in rows:
        named, numbered = _texts(row, person), _texts(row, record)
        unnamed = ("record", *numbered) if any(numbered) else ("row", *_alike(row, told))
        key = ("person", *named) if any(named) else unnamed
        found.append(key not in seen)
        seen.add(key)
    return tuple(found)


def _telling(rows: Sequence[Row], told: Mapping[int, Role], wanted: Role) -> list[int]:
    """Columns of a kind that tell people apart: a department or a yes would make one person of many."""
    columns = {place: [row[place] for _, row in rows if row[place]] for place, role in told.items() if role == wanted}
    return [place for place, filled in columns.items() if len(set(filled)) * 2 > len(filled)]


def _texts(row: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(row[place] for place in places)


def _alike(row: Sequence[str], told: Mapping[int, Role]) -> tuple[str, ...]:
    """What a person answered, and when."""
    return tuple(text for place, text in enumerate(row) if told.get(place) not in {"site", "record"})
