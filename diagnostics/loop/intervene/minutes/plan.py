"""What importing a minutes sheet would record, or which conflicts stand in its way 「会议纪要导入方案」."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, TYPE_CHECKING, Any, cast

from diagnostics.dictionary.exchange.merge import merge_table, same
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.items import advance_item
from diagnostics.loop.intervene.minutes.events import RowEvents
from diagnostics.loop.intervene.minutes.fields import MERGED
from diagnostics.loop.intervene.minutes.names import meant_names
from diagnostics.loop.intervene.minutes.read import ReturnedMinutes, read_minutes
from diagnostics.loop.intervene.minutes.tables import decision_row
from diagnostics.loop.intervene.workbook.plan import LedgerImport
from diagnostics.model.decision import DecisionState, key_of

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.fields import Row, TableName
    from diagnostics.dictionary.exchange.merge import Conflict
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.ledger_event import LedgerEvent

_WIDTH = 100


@dataclass(frozen=True, eq=False)
class Held:
    """What the ledger holds while minutes are imported 「台账现状」.

    Parameters
    ----------
    decisions : mapping
        Decisions by id.
    measures : collection of str
        Ids of the measures.
    events : collection of str
        Ids of the entries: a row that was imported before is not recorded twice.
    """

    decisions: Mapping[str, DecisionState]
    measures: Collection[str]
    events: Collection[str]


def plan_minutes(
    engagement: Engagement, stream: IO[bytes], held: Held, by: tuple[str, date | None, str], today: date
) -> LedgerImport:
    """Merge a minutes sheet with the ledger as it is; nothing is written 「会议纪要导入方案」.

    Parameters
    ----------
    stream : binary file
        The workbook.
    held : Held
        What the ledger holds.
    by : (str, date or None, str)
        Who imports, on which day (that of the meeting where None), and why, for rows that don't say.
    today : date
        The last day that an entry may bear.

    Raises
    ------
    InputError
        When the workbook can't be read, or a row can't be recorded; each cell is named, and nothing is recorded then.
    """
    returned = read_minutes(
        stream,
        engagement.settings.id,
        engagement.language,
        lambda sheet: meant_names(engagement, sheet, held.measures),
    )
    problems = Problems()
    day = by[1] or returned.base.on
    if day > today:
        raise InputError(
            f"The minutes are of the meeting on {day}, which is yet to come (today is {today}); import them after it."
        )
    maker = RowEvents(returned, (by[0], day, by[2]), returned.language)
    fresh = {key: row for key, row in returned.rows.items() if not maker.recorded(key, row, held.events)}
    merged, conflicts = _merged(returned, fresh, held)
    if conflicts:
        return LedgerImport((), {}, tuple(conflicts), ())
    events: list[LedgerEvent] = []
    lines: list[str] = []
    for key, row in fresh.items():
        try:
            for event in maker.events(key, {**row, **merged.get(key, {})}, held.decisions.get(key)):
                events.append(event)
                lines.append(f"{returned.place(key)}: {_told(event)}")
            _follow(events, key, held, today, (engagement, returned))
        except InputError as error:
            problems.add(error)
    problems.raise_any()
    versions = {key_of(key): held.decisions[key].version if key in held.decisions else 0 for key in fresh}
    touched = {each.about for each in events}
    return LedgerImport(
        tuple(events), {about: version for about, version in versions.items() if about in touched}, (), tuple(lines)
    )


def _merged(returned: ReturnedMinutes, fresh: Mapping[str, Row], held: Held) -> tuple[dict[str, Row], list[str]]:
    """Rows of recorded decisions merged three ways; a new one must not be recorded otherwise meanwhile."""
    base = returned.base.recorded
    sides: list[dict[tuple[str, ...], Row]] = [{}, {}, {}]
    conflicts = []
    for key, row in fresh.items():
        state = held.decisions.get(key)
        if (key,) in base and state is None:
            raise InputError(f"{returned.place(key)}: decision {key!r} is not in the ledger that it is imported into.")
        theirs = decision_row(state, returned.language) if state is not None else None
        if theirs is not None and (key,) not in base:
            conflicts += _taken(key, row, theirs, returned)
        if theirs is not None and (key,) in base:
            for side, each in zip(sides, (base[key,], row, theirs), strict=True):
                side[key,] = {name: each[name] for name in MERGED}
    table, found = merge_table(cast("TableName", "decisions"), *sides)
    conflicts += [_conflict(each, returned) for each in found]
    return {key: row for (key,), row in table.items()}, conflicts


def _taken(key: str, row: Row, theirs: Row, returned: ReturnedMinutes) -> list[str]:
    """Conflicts of a new decision whose id another copy of these minutes has filled."""
    return [
        f"conflict: {returned.place(key, name)}: {key!r}, {name}: was free, the ledger holds {_short(theirs[name])},"
        f" the minutes say {_short(row[name])}"
        for name in ("text", *MERGED)
        if not same(row[name], theirs[name]) and not (name == "decision_standing" and row[name] is None)
    ]


def _conflict(each: Conflict, returned: ReturnedMinutes) -> str:
    key = each.key[0]
    return (
        f"conflict: {returned.place(key, each.field)}: {key!r}, {each.field}: the sheet was made with"
        f" {_short(each.base)}, the ledger holds {_short(each.theirs)}, the minutes say {_short(each.yours)}"
    )


def _follow(
    events: list[LedgerEvent], key: str, held: Held, today: date, about: tuple[Engagement, ReturnedMinutes]
) -> None:
    """Hold the entries of a row against the ledger; what can't follow is told by its row."""
    engagement, returned = about
    state: Any = held.decisions.get(key)
    for event in events:
        if event.about == key_of(key):
            try:
                state = advance_item(state, event, held.measures, today, tuple(engagement.settings.people))
            except InputError as error:
                raise type(error)(f"{returned.place(key)}: {error}") from error


def _told(event: LedgerEvent) -> str:
    if event.decision is not None:
        return f"{event.decision.id!r} is decided, {event.decision.owner} by {event.decision.due}"
    if event.revision:
        return f"{event.id!r} changes: {'; '.join(f'{name} -> {_short(to)}' for name, to in event.revision.items())}"
    return f"{event.id!r} is {event.standing}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
