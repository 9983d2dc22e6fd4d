"""What importing the ledger's workbook would record, or which conflicts stand in its way 「台账导入方案」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, TYPE_CHECKING, Any, cast

from diagnostics.dictionary.exchange.fields import Cell, Row, Table, TableName
from diagnostics.dictionary.exchange.merge import Conflict, merge_table
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.today import today_of
from diagnostics.loop.intervene.ledger.transitions import advance
from diagnostics.loop.intervene.workbook.entries import EntryMaker
from diagnostics.loop.intervene.workbook.fields import SHEETS, SHOWN, LedgerTables, SheetName
from diagnostics.loop.intervene.workbook.names import unknown_names
from diagnostics.loop.intervene.workbook.read_book import ReturnedLedger, read_book
from diagnostics.loop.intervene.workbook.tables import ledger_tables, shown_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.ledger_event import LedgerEvent

_SHOWN = {each.name for each in SHOWN}
_WIDTH = 100


@dataclass(frozen=True, eq=False)
class LedgerImport:
    """What importing a workbook would record 「台账导入方案」.

    Parameters
    ----------
    events : tuple of LedgerEvent
        What is recorded, in order; none where there are conflicts.
    versions : dict
        Version of each measure that they are put on: another one in the ledger by then refuses all of them.
    conflicts : tuple of str
        A line each: cell, what both started from, what the ledger holds, what the workbook says.
    lines : tuple of str
        What changes, a line each.
    """

    events: tuple[LedgerEvent, ...]
    versions: dict[str, int]
    conflicts: tuple[str, ...]
    lines: tuple[str, ...]


def plan_import(
    engagement: Engagement,
    stream: IO[bytes],
    states: Mapping[str, InterventionState],
    known: Collection[str],
    by: tuple[str, date, str],
) -> LedgerImport:
    """Merge a workbook with the ledger as it is; nothing is written 「台账导入方案」.

    Parameters
    ----------
    stream : binary file
        The workbook.
    states : mapping
        Measures by id, as the ledger holds them.
    known : collection of str
        Ids of the entries that are recorded: a row that was imported before is not recorded twice.
    by : (str, date, str)
        Who imports, on which day, and why, for rows that don't say.

    Raises
    ------
    InputError
        When the workbook can't be read, or a row can't be recorded; each cell is named, and nothing is recorded then.
    """
    language = engagement.language
    problems = Problems()
    returned = read_book(stream, engagement.settings.id, language, problems)
    # Values and names together: whoever filled it in learns of all cells at once.
    for error in unknown_names(engagement, returned):
        problems.add(error)
    problems.raise_any()
    theirs = ledger_tables(states, language)
    merged, conflicts = _merged(returned, theirs)
    if conflicts:
        return LedgerImport((), {}, tuple(_conflict(each, returned, states) for each in conflicts), ())
    today = today_of(engagement)
    maker = EntryMaker(engagement, returned, merged, by)
    events: list[LedgerEvent] = []
    lines: list[str] = []
    for (key,) in merged["measures"]:
        state = states.get(key)
        try:
            for event, place in maker.entries(key, state, problems):
                if event.event in known:
                    continue
                state = _advanced(state, event, place, states, today)
                events.append(event)
                lines.append(_told(event, place))
        except InputError as error:
            problems.add(error)
    problems.raise_any()
    versions = {each.about: states[each.about].version if each.about in states else 0 for each in events}
    moved = [_moved(key, returned, states) for key in versions if _seen(key, returned) not in (None, versions[key])]
    return LedgerImport(tuple(events), versions, (), (*lines, *moved))


def _merged(returned: ReturnedLedger, theirs: LedgerTables) -> tuple[LedgerTables, list[Conflict]]:
    """Measures and tasks merged three ways; check-ins are only ever added."""
    merged: LedgerTables = {"measures": {}, "tasks": {}, "check_ins": returned.tables["check_ins"]}
    conflicts: list[Conflict] = []
    wanted: tuple[SheetName, ...] = ("measures", "tasks")
    for sheet in wanted:
        sides = [_bare(each[sheet]) for each in (returned.base, returned.tables, theirs)]
        merged[sheet], found = merge_table(cast("TableName", sheet), *sides)
        conflicts += found
    return merged, conflicts


def _bare(table: Table) -> Table:
    """Rows without what the ledger derives: it moves by itself."""
    return {key: {name: cell for name, cell in row.items() if name not in _SHOWN} for key, row in table.items()}


def _advanced(
    state: InterventionState | None,
    event: LedgerEvent,
    place: str,
    states: Mapping[str, InterventionState],
    today: date,
) -> InterventionState:
    """State after an entry; what can't follow is told by its cell."""
    try:
        return advance(state, event, states, today)
    except InputError as error:
        raise type(error)(f"{place}: {error}") from error


def _seen(key: str, returned: ReturnedLedger) -> Cell:
    row: Row = returned.base["measures"].get((key,), {})
    return row.get("version")


def _moved(key: str, returned: ReturnedLedger, states: Mapping[str, InterventionState]) -> str:
    seen, state = _seen(key, returned), states[key]
    return f"{key}: exported at version {seen}, the ledger holds {state.version}; what is here is put on top of it"


def _told(event: LedgerEvent, place: str) -> str:
    if event.intervention is not None:
        return f"{place}: {event.about!r} is planned"
    if event.kind == "check_in":
        progress = "" if event.progress is None else f", {event.progress:.0%} done"
        return f"{place}: check-in of {event.about!r} on {event.at} by {event.actor}{progress}"
    named = "; ".join(f"{name} -> {_short(value)}" for name, value in event.change.items())
    return f"{place}: {event.about!r} changes: {named}"


def _conflict(each: Conflict, returned: ReturnedLedger, states: Mapping[str, InterventionState]) -> str:
    sheet, measure = cast("SheetName", each.table), each.key[0]
    assert sheet in SHEETS
    held = f" (version {states[measure].version})" if measure in states else ""
    exported = f" (version {_seen(measure, returned)})" if _seen(measure, returned) is not None else ""
    theirs = "removed" if each.theirs_removed else _short(each.theirs)
    yours = "removed" if each.yours_removed else _short(each.yours)
    return (
        f"conflict: {returned.place(sheet, each.key, each.field)}: {shown_key(each.key)!r}, {each.field}:"
        f" exported {_short(each.base)}{exported}, the ledger holds {theirs}{held}, the workbook says {yours}"
    )


def _short(value: Any) -> str:
    text = "nothing" if value is None else repr(list(value)) if isinstance(value, tuple) else repr(value)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
