"""Findings gathered under what they come to 「发现归类」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# The six misconceptions about KPIs (六大误区) and the three difficulties of landing them (落地难点).
Misconception = Literal["too_many", "unrelated", "inconsistent", "not_motivating", "not_transparent", "not_tracked"]
Difficulty = Literal["drift", "break", "distortion"]
MISCONCEPTIONS: tuple[Misconception, ...] = get_args(Misconception)
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A misconception or a difficulty, with the findings that speak for it 「误区或难点」.

    Parameters
    ----------
    of : {"misconception", "difficulty"}
        Which list it stands on.
    id : str
        Which one it is.
    codes : tuple of str
        Codes found, in order.
    count : int
        How many findings there are.
    """

    of: Literal["misconception", "difficulty"]
    id: Misconception | Difficulty
    codes: tuple[str, ...]
    count: int
