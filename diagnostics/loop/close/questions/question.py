"""One question that leadership is going to ask, with what the results can answer 「追问」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.wording import Wording


@dataclass(frozen=True, slots=True)
class Question:
    """One question that leadership is going to ask 「追问」.

    Parameters
    ----------
    kind : str
        What makes the spot weak, one of `weak_spots.KINDS`.
    ask, answer : str
        The question, and what the results can say to it; where they can't, by when or with what they could.
    row : str
        Hand-off and row that the answer rests on: ``conflicts.json · return_rate · south · 2025-06``.
    weight : float
        How grave it is among those of its kind; the largest first.
    """

    kind: str
    ask: str
    answer: str
    row: str
    weight: float = 0.0


def asked(kind: str, wording: Wording, row: str, weight: float = 0.0, **values: object) -> Question:
    """Question of a kind, in words of the page's language 「生成追问」."""
    ask, answer = (say(f"questions.{kind}.{part}", wording.language, **values) for part in ("ask", "answer"))
    return Question(kind, ask, answer, row, weight)
