"""The ledger's measures, tasks and check-ins as tables 「台账表」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.fields import Key, Row
from diagnostics.loop.intervene.workbook.fields import FIELDS, WORDS, LedgerTables, ledger_name
from diagnostics.model.contract import short_hash
from diagnostics.model.text import Text
from diagnostics.terms import Language

if TYPE_CHECKING:
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.measure_terms import Task


def ledger_tables(states: Mapping[str, InterventionState], language: Language) -> LedgerTables:
    """Tables of the ledger as it is 「台账表」.

    Parameters
    ----------
    states : mapping
        Measures by id, as they stand.
    language : {"zh", "en"}
        Language whose words are shown.
    """
    tables: LedgerTables = {"measures": {}, "tasks": {}, "check_ins": {}}
    for key, state in states.items():
        tables["measures"][(key,)] = _shown(state) | measure_row(state.intervention, language)
        for (name, number), task in named_tasks(state.intervention.tasks, language).items():
            tables["tasks"][key, name, number] = {
                "owner": task.owner or None, "due": _iso(task.due), "done": _iso(task.done)
            }  # fmt: skip
        for at, each in enumerate(state.check_ins, start=1):
            tables["check_ins"][key, str(at)] = {
                "at": each.at.isoformat(), "actor": each.actor, "progress": each.progress,
                "note": _cell(each.note, language), "next": _cell(each.next_step, language),
            }  # fmt: skip
    return tables


def measure_row(measure: Intervention, language: Language) -> Row:
    """Cells of what one may change of a measure 「措施单元格」."""
    row: Row = {}
    for field in FIELDS["measures"]:
        value: Any = getattr(measure, ledger_name(field.name))
        row[field.name] = _cell(value, language)
    return row


def named_tasks(tasks: Iterable[Task], language: Language) -> dict[tuple[str, str], Task]:
    """Tasks by name, and which of those that are called so 「任务按名称」."""
    seen: Counter[str] = Counter()
    found = {}
    for each in tasks:
        name = each.name.say(language).strip()
        seen[name] += 1
        found[name, str(seen[name])] = each
    return found


def shown_key(key: Key) -> str:
    """Key as people read it 「行名」."""
    return " / ".join(key[:2])


def words_of(before: Text, told: str | None, language: Language) -> Any:
    """Words that were changed in one language: those of the other said something else, and go 「改写文本」."""
    return before.model_dump() if _cell(before, language) == told else told or ""


def is_words(field: str) -> bool:
    """Whether a field of a measure holds words in two languages 「是否双语文本」."""
    return field in WORDS


def _shown(state: InterventionState) -> Row:
    parties = state.intervention.parties
    signed = f"{len(parties) - len(state.unsigned)}/{len(parties)} {short_hash(state.contract)}" if parties else None
    return {
        "version": state.version, "measure_phase": state.phase, "progress": state.progress, "signed": signed
    }  # fmt: skip


def _cell(value: Any, language: Language) -> Any:
    if isinstance(value, Text):
        value = value.say(language)
    if isinstance(value, str):
        # A block of yaml ends with a line break that no cell shows.
        return value.strip() or None
    if isinstance(value, date):
        return value.isoformat()
    return None if value == () else value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
