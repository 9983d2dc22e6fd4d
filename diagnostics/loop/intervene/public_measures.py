"""Measures of the ledger as papers that leave may bear them 「可公开的措施」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from diagnostics.model.private_pay import text_without_amounts, without_amounts

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.fields import Cell, Row
    from diagnostics.loop.intervene.workbook.fields import LedgerTables
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.terms import Language


def public_states(states: Mapping[str, InterventionState], private: Iterable[str]) -> dict[str, InterventionState]:
    """Measures whose title, tasks and milestones tell nobody what few are paid 「隐去金额的措施」.

    Parameters
    ----------
    states : mapping
        Measures by id, as they stand.
    private : iterable of str
        Those about the pay of few.
    """
    few = frozenset(private)
    return {key: _public(each) if key in few else each for key, each in states.items()}


def public_tables(tables: LedgerTables, private: Iterable[str], language: Language) -> LedgerTables:
    """Tables of the ledger without what few people are paid, in figures or words 「隐去金额的台账表」.

    Parameters
    ----------
    tables : dict
        As `ledger_tables` makes them; they stay as they are.
    private : iterable of str
        Measures about the pay of few.
    language : {"zh", "en"}
        Language of the words.
    """
    few = frozenset(private)
    found: LedgerTables = {"measures": {}, "tasks": {}, "check_ins": {}}
    for sheet, rows in tables.items():
        for key, row in rows.items():
            if key[0] not in few:
                found[sheet][key] = row
                continue
            own = (key[0], without_amounts(key[1], language), *key[2:]) if sheet == "tasks" else key
            # Tasks that differed by their amount alone are told apart by their number.
            while own in found[sheet]:
                own = (*own[:2], str(int(own[2]) + 1))
            found[sheet][own] = _without(row, language)
    return found


def _without(row: Row, language: Language) -> Row:
    return {name: None if name == "cost" else _words(name, each, language) for name, each in row.items()}


def _words(name: str, cell: Cell, language: Language) -> Cell:
    # Only words: a fingerprint of what was signed and a day hold digits that are no amount.
    told = name in ("title", "cause", "measure", "stop_rule", "note", "next")
    return without_amounts(cell, language) if told and isinstance(cell, str) else cell


def _public(state: InterventionState) -> InterventionState:
    measure = state.intervention
    update = {
        name: tuple(
            each.model_copy(update={"name": text_without_amounts(each.name)}) for each in getattr(measure, name)
        )
        for name in ("tasks", "milestones")
    }
    told = measure.model_copy(update={"title": text_without_amounts(measure.title), **update})
    return state.model_copy(update={"intervention": told})
