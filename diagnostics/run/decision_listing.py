"""Decisions of meetings as lines for a terminal 「决议清单」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from diagnostics.model.decision import DecisionState
    from diagnostics.terms import Language


def decision_lines(states: Iterable[DecisionState], day: date, language: Language) -> Iterator[str]:
    """A line a decision, those that are open first, by their due date 「决议清单」.

    Parameters
    ----------
    day : date
        As-of date: what was due before it and is open is overdue.
    language : {"zh", "en"}
        Language of the words.
    """
    for each in sorted(states, key=lambda one: (one.standing != "open", one.decision.due, one.decision.id)):
        decision = each.decision
        late = f" {(day - decision.due).days} days overdue" if each.overdue(day) else ""
        about = ", ".join(one for one in (decision.measure, decision.kpi or "", decision.entity) if one)
        text = " ".join(decision.text.say(language).split())
        yield (
            f"{decision.id}  {each.standing}{late}  {decision.owner}  due {decision.due}  v{each.version}"
            f"{f'  [{about}]' if about else ''}  {text}"
        )
