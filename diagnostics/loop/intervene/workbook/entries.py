"""Rows of a merged workbook as entries of the ledger 「工作簿行转为台账记录」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from diagnostics.dictionary.exchange.fields import Key, Row
from diagnostics.dictionary.exchange.merge import same
from diagnostics.dictionary.noun_errors import explain, faults
from diagnostics.errors import InputError, Place, unknown
from diagnostics.loop.intervene.ledger.seed import check_names
from diagnostics.loop.intervene.workbook.fields import FIELDS, LEDGER_NAMES, LedgerTables, SheetName, ledger_name
from diagnostics.loop.intervene.workbook.tables import is_words, measure_row, named_tasks, words_of
from diagnostics.model.canonical import canonical
from diagnostics.model.intervention import Intervention
from diagnostics.model.ledger_event import LedgerEvent, command_id
from diagnostics.model.measure_terms import Task
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.dictionary.problems import Problems
    from diagnostics.loop.intervene.workbook.read_book import ReturnedLedger
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState

Placed = tuple[LedgerEvent, str]
_CELLS: Mapping[str, str] = {each: name for name, each in LEDGER_NAMES.items()}


class EntryMaker:
    """Rows of a merged workbook as entries of the ledger 「工作簿行转为台账记录」.

    Parameters
    ----------
    engagement : Engagement
        KPIs, entities and people that rows may name.
    returned : ReturnedLedger
        The workbook, with its cells and reasons.
    merged : dict
        Its tables after the merge.
    by : (str, date, str)
        Who imports, on which day, and why, for rows that don't say.
    """

    def __init__(
        self, engagement: Engagement, returned: ReturnedLedger, merged: LedgerTables, by: tuple[str, date, str]
    ) -> None:
        self._engagement, self._returned, self._merged = engagement, returned, merged
        self._actor, self._day, self._reason = by
        self._language = engagement.language
        self._met: Counter[str] = Counter()

    def entries(self, key: str, state: InterventionState | None, problems: Problems) -> Iterator[Placed]:
        """Entries about one measure, each with its cell: its plan, its check-ins by day, its changes 「措施记录」.

        Parameters
        ----------
        state : InterventionState, optional
            The measure as the ledger holds it; None where it is new.
        problems : Problems
            Takes what is wrong with single rows.
        """
        if state is None:
            yield self._planned(key)
        reports = [each for each in self._merged["check_ins"] if each[0] == key]
        made: list[Placed] = []
        for each in reports:
            try:
                made.append(self._report(each))
            except InputError as error:
                problems.add(error)
        yield from sorted(made, key=lambda one: one[0].at)
        if state is not None and (change := self._change(key, state.intervention)):
            yield self._changed(key, change, state)

    def _planned(self, key: str) -> Placed:
        row, place = self._merged["measures"][key,], self._place("measures", (key,))
        content: dict[str, Any] = {ledger_name(name): value for name, value in row.items() if value is not None}
        content |= {"id": key, "tasks": [each.model_dump(mode="json") for each in self._tasks(key, None)]}
        measure = self._noun(Intervention, content, ("measures", (key,)))
        self._check(key, measure.model_dump())
        fields = {"intervention": measure, "reason": self._returned.reasons.get(key, self._reason)}
        return self._event("planned", key, self._day, fields), place

    def _report(self, key: Key) -> Placed:
        row, place = self._merged["check_ins"][key], self._place("check_ins", key)
        if row["at"] is None:
            raise InputError(f"{self._place('check_ins', key, 'at')} is empty; a check-in has its day.")
        at = date.fromisoformat(str(row["at"]))
        if at > self._day:
            where = self._place("check_ins", key, "at")
            raise InputError(f"{where} == {at.isoformat()!r}, is after the import's day, {self._day}.")
        actor = str(row["actor"] or self._actor)
        people = self._engagement.settings.people
        if people and actor not in people:
            raise unknown("person", actor, people, self._place("check_ins", key, "actor"))
        # Not whoever imports it: a row that names nobody is the same report when somebody else brings it once more.
        fields = {name: row[name] for name in ("progress", "note", "next", "actor")}
        return self._event("check_in", key[0], at, fields, ("check_ins", key)), place

    def _changed(self, key: str, change: dict[str, Any], state: InterventionState) -> Placed:
        place = self._place("measures", (key,))
        self._check(key, change)
        reason = self._returned.reasons.get(key) or self._reason
        if not reason and set(change) == {"tasks"} and self._only_done(key, state):
            reason = say("ledger.workbook.reported", self._language)
        if not reason:
            where = self._place("measures", (key,), "reason")
            raise InputError(f"{where} is empty; {key!r} changes ({', '.join(change)}), so say why.")
        content = {**state.intervention.model_dump(mode="json", by_alias=True), **change}
        self._noun(Intervention, content, ("measures", (key,)))
        return self._event("changed", key, self._day, {"change": change, "reason": reason}), place

    def _change(self, key: str, measure: Intervention) -> dict[str, Any]:
        """Fields of a measure that the workbook changes, with their new values."""
        before, after = measure_row(measure, self._language), self._merged["measures"][key,]
        change: dict[str, Any] = {}
        for field in FIELDS["measures"]:
            told = after.get(field.name)
            if same(told, before[field.name]):
                continue
            name = ledger_name(field.name)
            if is_words(name):
                change[name] = words_of(getattr(measure, name), None if told is None else str(told), self._language)
            else:
                change[name] = list(told) if isinstance(told, tuple) else told
        tasks = self._tasks(key, measure)
        if tasks != list(measure.tasks):
            change["tasks"] = [each.model_dump(mode="json") for each in tasks]
        return change

    def _tasks(self, key: str, measure: Intervention | None) -> list[Task]:
        """Tasks of a measure after the merge; those that it has keep their words in both languages."""
        there = named_tasks(measure.tasks, self._language) if measure is not None else {}
        found = []
        for at, row in self._merged["tasks"].items():
            if at[0] != key:
                continue
            old = there.get((at[1], at[2]))
            content = {"name": old.name.model_dump() if old is not None else at[1], **_filled(row)}
            found.append(self._noun(Task, content, ("tasks", at)))
        return found

    def _only_done(self, key: str, state: InterventionState) -> bool:
        """Whether tasks were only reported done: that is a report, and its reason is plain."""
        tasks, before = self._tasks(key, state.intervention), state.intervention.tasks
        return [each.model_copy(update={"done": None}) for each in tasks] == [
            each.model_copy(update={"done": None}) for each in before
        ]

    def _check(self, key: str, named: Mapping[str, Any]) -> None:
        """Refuse names that nobody knows, by the cell that holds them."""
        for field in ("kpi", "entities"):
            if field in named:
                place = Place(self._place("measures", (key,), _CELLS.get(field, field)))
                check_names(self._engagement, {field: named[field]}, place)

    def _event(
        self, kind: str, key: str, at: date, fields: dict[str, Any], row: tuple[SheetName, Key] | None = None
    ) -> LedgerEvent:
        content = {name: value for name, value in fields.items() if value not in (None, "")}
        # The same row of the same workbook is the same entry, however often it is imported.
        own = canonical([self._returned.fingerprint, kind, key, at, content])
        self._met[own] += 1
        digest = sha256(f"{own}{self._met[own]}".encode()).hexdigest()[:16]
        stated = {"event": command_id(kind, digest), "at": at, "actor": self._actor, "kind": kind, **content}
        if kind != "planned":
            stated["id"] = key
        made: LedgerEvent = self._noun(LedgerEvent, stated, row or ("measures", (key,)))
        return made

    def _noun(self, model: type[Any], content: dict[str, Any], row: tuple[SheetName, Key]) -> Any:
        """Noun of plain values; what is wrong with it is told by cells, the first one first."""
        try:
            return model.model_validate(content)
        except ValidationError as error:
            details: Any = error.errors(include_url=False)
            told = [self._fault(each, model, row) for each in faults(details, content)]
            raise InputError("\n".join(dict.fromkeys(told))) from error

    def _fault(self, fault: Any, model: type[BaseModel], row: tuple[SheetName, Key]) -> str:
        missing = fault.details["loc"][-1] if fault.details["type"] == "missing" else ""
        name = str(fault.path[0]) if fault.path else str(missing or (fault.details["loc"] or ("",))[0])
        place = self._place(*row, _CELLS.get(name, name))
        return str(explain(fault, model, repr(row[1][0]), place))

    def _place(self, sheet: SheetName, key: Key, name: str = "") -> str:
        return self._returned.place(sheet, key, name)


def _filled(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}
