"""Open decisions and free rows of a meeting as tables 「会议纪要表」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diagnostics.dictionary.exchange.fields import Key, Row, Table
from diagnostics.loop.intervene.minutes.fields import STANDING
from diagnostics.model.decision import DecisionState
from diagnostics.terms import Language

SPARE = 20


@dataclass(frozen=True, eq=False)
class MinutesTables:
    """What a minutes sheet is made from 「会议纪要基准」.

    Parameters
    ----------
    on : date
        Day of the meeting.
    recorded : dict
        Rows of decisions that the ledger holds, by id.
    free : tuple of str
        Ids that are waiting for what this meeting decides.
    """

    on: date
    recorded: Table
    free: tuple[str, ...]

    def record(self) -> dict[str, dict[Key, Row]]:
        """Tables as the hidden sheet carries them 「基准内容」."""
        return {
            "meeting": {(self.on.isoformat(),): {}},
            "recorded": self.recorded,
            "free": {(each,): {} for each in self.free},
        }

    @classmethod
    def of(cls, record: Mapping[str, Table]) -> MinutesTables:
        """Tables that a workbook carried 「读取基准」."""
        (day,) = next(iter(record["meeting"]))
        return cls(date.fromisoformat(day), record["recorded"], tuple(key for (key,) in record["free"]))


def minutes_tables(
    states: Mapping[str, DecisionState], on: date, language: Language, spare: int = SPARE
) -> MinutesTables:
    """Open decisions, those due first, and ids for new ones 「会议纪要表」.

    Parameters
    ----------
    states : mapping
        Decisions by id, as the ledger holds them.
    on : date
        Day of the meeting; ids of its decisions begin with it.
    spare : int
        How many new decisions the sheet has room for.
    """
    open_ones = sorted(
        (each for each in states.values() if each.standing == "open"),
        key=lambda each: (each.decision.due, each.decision.id),
    )
    return MinutesTables(
        on,
        {(each.decision.id,): decision_row(each, language) for each in open_ones},
        tuple(_free_ids(states, on, spare)),
    )


def _free_ids(taken: Iterable[str], on: date, spare: int) -> Iterable[str]:
    """Ids after the last one that a meeting of this day has used: none is ever given twice."""
    start = f"D{on:%Y%m%d}-"
    used = [each.removeprefix(start) for each in taken if each.startswith(start)]
    last = max((int(each) for each in used if each.isdecimal()), default=0)
    return (f"{start}{number:02d}" for number in range(last + 1, last + 1 + spare))


def decision_row(state: DecisionState, language: Language) -> Row:
    """Cells of a decision as the ledger holds it 「决议单元格」."""
    decision = state.decision
    row: dict[str, Any] = {
        "meeting": decision.meeting.isoformat(),
        "text": decision.text.say(language).strip(),
        "owner": decision.owner,
        "due": decision.due.isoformat(),
        STANDING: state.standing,
        "note": None,
        "measure": decision.measure or None,
        "kpi": decision.kpi,
        "entity": decision.entity or None,
    }
    return row
