"""What cells of a minutes sheet have to keep, each told by its cell 「会议纪要单元格规则」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.merge import same
from diagnostics.errors import InputError
from diagnostics.loop.intervene.minutes.fields import MOST_LETTERS, NEEDED, RECORDED

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.fields import Row
    from diagnostics.loop.intervene.minutes.read import ReturnedMinutes


def broken_rules(returned: ReturnedMinutes) -> Iterator[InputError]:
    """Refusals of what a sheet changed, left out or contradicts; of cells that can't be read nothing more is said.

    「会议纪要规则」
    """
    yield from _recorded(returned)
    for key, row in returned.rows.items():
        if key in returned.base.free:
            yield from _new(key, row, returned)
        yield from _fits(key, row, returned)


def _lacks(key: str, name: str, returned: ReturnedMinutes) -> Iterator[InputError]:
    if returned.rows[key][name] is None and (key, name) not in returned.wrong:
        yield InputError(f"{returned.place(key, name)} is empty; every decision needs it.")


def _recorded(returned: ReturnedMinutes) -> Iterator[InputError]:
    """What is recorded and yet was changed, emptied or taken out."""
    for (key,), base in returned.base.recorded.items():
        row = returned.rows.get(key)
        if row is None:
            # Its row may be the one whose id can't be read.
            if ("", "id") not in returned.wrong:
                yield InputError(f"Decision {key!r} is gone from the minutes; drop it by its state, never by its row.")
            continue
        for name in RECORDED:
            if not same(row[name], base[name]) and (key, name) not in returned.wrong:
                yield InputError(
                    f"{returned.place(key, name)} is not as recorded ({base[name]!r}); what was decided stays: drop the"
                    " decision and decide anew."
                )
        for name in NEEDED:
            if name not in RECORDED:
                yield from _lacks(key, name, returned)


def _new(key: str, row: Row, returned: ReturnedMinutes) -> Iterator[InputError]:
    """What a new decision lacks or contradicts."""
    on = returned.base.on.isoformat()
    for name in NEEDED:
        yield from _lacks(key, name, returned)
    if row["meeting"] not in (None, on):
        place = returned.place(key, "meeting")
        yield InputError(f"{place} == {row['meeting']!r}, must be {on!r}, the day of this meeting.")
    row["meeting"] = on
    yield from _letters(key, "text", row, returned)


def _fits(key: str, row: Row, returned: ReturnedMinutes) -> Iterator[InputError]:
    if row["due"] is not None and row["meeting"] is not None and str(row["due"]) < str(row["meeting"]):
        place = returned.place(key, "due")
        yield InputError(f"{place} == {row['due']!r}, lies before the meeting on {row['meeting']}.")
    yield from _letters(key, "note", row, returned)


def _letters(key: str, name: str, row: Row, returned: ReturnedMinutes) -> Iterator[InputError]:
    count = len(str(row[name] or ""))
    if count > MOST_LETTERS:
        yield InputError(
            f"{returned.place(key, name)} has {count:,} characters, {MOST_LETTERS:,} is the most; say it in short"
            " and keep the rest elsewhere."
        )
