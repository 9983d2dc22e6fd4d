"""Rows of a minutes sheet as entries of the ledger 「会议纪要转为台账记录」."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from diagnostics.dictionary.exchange.merge import same
from diagnostics.errors import InputError
from diagnostics.loop.intervene.minutes.fields import MERGED, STANDING
from diagnostics.loop.intervene.minutes.tables import decision_row
from diagnostics.model.canonical import canonical
from diagnostics.model.ledger_event import DECISION_KINDS, EventKind, LedgerEvent, command_id
from diagnostics.terms import Language

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.fields import Row
    from diagnostics.loop.intervene.minutes.read import ReturnedMinutes
    from diagnostics.model.decision import DecisionState

_FIELDS = ("text", "owner", "due", "meeting", "measure", "kpi", "entity")


class RowEvents:
    """Rows of a minutes sheet as entries of the ledger 「会议纪要转为台账记录」.

    Parameters
    ----------
    returned : ReturnedMinutes
        The sheet.
    by : (str, date, str)
        Who imports, the day of the entries, and why, for rows that don't say.
    language : {"zh", "en"}
        Language of the sheet.
    """

    def __init__(self, returned: ReturnedMinutes, by: tuple[str, date, str], language: Language) -> None:
        self._returned, self._language = returned, language
        self._actor, self._day, self._reason = by

    def recorded(self, key: str, row: Row, events: Collection[str]) -> bool:
        """Whether this row, as it is filled in, was imported before: then it says nothing new 「是否已导入」."""
        return any(command_id(kind, self._digest(key, row)) in events for kind in DECISION_KINDS)

    def events(self, key: str, row: Row, state: DecisionState | None) -> Iterator[LedgerEvent]:
        """Entries of a row: what is decided, what of it changes, where it stands 「决议记录」.

        Parameters
        ----------
        row : dict
            Its cells after the merge.
        state : DecisionState, optional
            The decision as the ledger holds it; None where it is new.

        Raises
        ------
        InputError
            When a row changes what is recorded and doesn't say why.
        """
        note = row["note"]
        if state is None:
            decision = {"id": key, **{name: row[name] for name in _FIELDS if row[name] is not None}}
            settled = row[STANDING] not in (None, "open")
            if row[STANDING] == "dropped" and not (note or self._reason):
                raise InputError(f"{self._returned.place(key, 'note')} is empty; {key!r} is dropped, so say why.")
            yield self._event("decided", key, self._day, decision=decision, note=None if settled else note)
            if settled:
                yield self._event("reviewed", key, self._day, standing=row[STANDING], note=note or self._reason)
            return
        day = max(self._day, state.last)
        before = decision_row(state, self._language)
        change = {name: row[name] for name in MERGED if name != STANDING and not same(row[name], before[name])}
        # An entity or a measure that goes is written as the empty text that stands for none.
        change = {name: to if to is not None or name == "kpi" else "" for name, to in change.items()}
        if change:
            if not (note or self._reason):
                where = self._returned.place(key, "note")
                raise InputError(f"{where} is empty; {key!r} changes ({', '.join(change)}), so say why.")
            yield self._event("revised", key, day, revision=change, reason=note or self._reason)
        standing = row[STANDING] or state.standing
        moved = standing != state.standing
        if moved or (note and not change):
            if standing != "done" and not (note or self._reason):
                where = self._returned.place(key, "note")
                raise InputError(f"{where} is empty; {key!r} is now {standing}, so say why.")
            yield self._event("reviewed", key, day, standing=standing, note=note or self._reason)

    def _digest(self, key: str, row: Row) -> str:
        told = {name: value for name, value in self._returned.rows.get(key, row).items() if value is not None}
        return sha256(canonical([self._returned.fingerprint, key, told]).encode()).hexdigest()[:16]

    def _event(self, kind: EventKind, key: str, at: date, **fields: Any) -> LedgerEvent:
        # The same row of the same sheet is the same entry, however often it is imported and by whom.
        content = {name: value for name, value in fields.items() if value not in (None, "")}
        event = command_id(kind, self._digest(key, {}))
        stated = {"event": event, "at": at, "actor": self._actor, "kind": kind, "id": key, **content}
        try:
            return LedgerEvent.model_validate(stated)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            # Of the words about an entry only those that speak of its row help whoever filled it in.
            why = problem["msg"].removeprefix("Value error, ").removeprefix(f"event {event!r} ")
            name = next((str(each) for each in reversed(problem["loc"]) if each in _FIELDS), "")
            raise InputError(f"{self._returned.place(key, name)}: {why}.") from error
