"""Which series are drawn, how often, and what is asked of them 「模拟情形」."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Literal

from diagnostics.errors import InputError
from tests.calibration.series import Design

MEMORIES = (0.0, 0.3, 0.6)
SINGLE = ("before_after", "year_on_year", "hac", "glsar")
WEIGHTED = ("synthetic_control", "synthetic_did")
Kind = Literal["holds", "broken"]


@dataclass(frozen=True)
class Cell:
    """A design, the effects planted in it, and the methods asked 「模拟情形」.

    Parameters
    ----------
    situation : str
        What a row of the table tells of; cells that differ in memory alone share it.
    design : Design
        What is drawn.
    effects : tuple of float
        In standard deviations of a month.
    methods : tuple of str
        Of ``estimate_effect``, or of what practice does.
    kind : {"holds", "broken"}
        Whether the designs' assumptions hold, so that the goals are due.
    part : float
        Share of the draws asked for; the sensitivity table needs no half points.
    """

    situation: str
    design: Design
    effects: tuple[float, ...]
    methods: tuple[str, ...]
    kind: Kind = "holds"
    part: float = 1.0

    @property
    def key(self) -> str:
        """Name of its shards: another design, effect or method is another cell."""
        words = "-".join("".join(each if each.isalnum() else " " for each in self.situation).split())
        return f"{words}-ar{self.design.memory:g}-{hashlib.sha256(repr(self).encode()).hexdigest()[:8]}"

    def draws(self, asked: int) -> int:
        """Draws of it when so many are asked for."""
        return max(1, round(asked * self.part))


def cells(pattern: str = "*") -> list[Cell]:
    """Cells whose name the pattern names 「全部情形」.

    Raises
    ------
    InputError
        When there is none.
    """
    every = [*_alone(), *_one_among_many(), *_few(), *_several(), *_counts(), *_staggered(), *_broken()]
    found = [each for each in every if fnmatchcase(each.key, f"*{pattern.strip('*')}*" if pattern != "*" else "*")]
    if not found:
        names = ", ".join(dict.fromkeys(each.situation for each in every))
        raise InputError(f"--cells {pattern!r} names no cell; there are: {names}.")
    return found


def _each(
    situation: str,
    design: Design,
    effects: Sequence[float],
    methods: Sequence[str],
    memories: Sequence[float] = MEMORIES,
) -> Iterator[Cell]:
    for memory in memories:
        yield Cell(situation, replace(design, memory=memory), tuple(effects), tuple(methods))


def _others(count: int) -> str:
    return "1 other" if count == 1 else f"{count} others"


def _alone() -> Iterator[Cell]:
    for months in (24, 36, 48):
        alone = Design(months=months, others=0)
        methods = ("auto", *SINGLE) if months == 24 else ("its", *SINGLE)
        yield from _each(f"{months} months, alone", alone, (0, 1), methods)
    yield from _each("48 months, alone, 2 SD", Design(months=48, others=0), (2,), ("its",))
    yield from _each("36 months, alone, by default", Design(others=0), (0, 1), ("auto",), (0.3,))
    yield from _each(
        "48 months, alone, 1 in 10 missing", Design(months=48, others=0, missing=0.1), (0, 1), ("its",), (0.3,)
    )
    yield from _each("42 months, alone, 6 after", Design(months=42, others=0, after=6), (0, 1), ("its",), (0.3,))


def _one_among_many() -> Iterator[Cell]:
    for months in (24, 36, 48):
        yield from _each(f"{months} months, 20 others", Design(months=months), (0, 1), ("did", "auto", "two_way"))
        yield from _each(
            f"{months} months, 20 others, weighted", Design(months=months), (0, 1), WEIGHTED,
            MEMORIES if months == 36 else (0.3,),
        )  # fmt: skip
    yield from _each("36 months, 40 others", Design(others=40), (0, 1), ("did", "synthetic_control"), (0.3,))
    yield from _each("36 months, 20 others, 2 SD", Design(), (2,), ("did", "synthetic_control"), (0.3,))
    yield from _each("36 months, 20 others, 1 in 10 missing", Design(missing=0.1), (0, 1), ("did", "auto"), (0.3,))
    yield from _each("30 months, 20 others, 6 after", Design(months=30, after=6), (0, 1), ("did", "auto"))


def _few() -> Iterator[Cell]:
    for others in (1, 2, 4):
        yield from _each(f"36 months, {_others(others)}", Design(others=others), (0, 1), ("controlled_its",))
    yield from _each("24 months, 4 others", Design(months=24, others=4), (0, 1), ("controlled_its",))
    yield from _each(
        "36 months, 4 others, 1 in 10 missing", Design(others=4, missing=0.1), (0, 1), ("controlled_its",), (0.3,)
    )
    yield from _each(
        "30 months, 4 others, 6 after", Design(months=30, others=4, after=6), (0, 1), ("controlled_its",), (0.3,)
    )
    yield from _each("36 months, 6 others", Design(others=6), (0, 1), ("did",))
    yield from _each("36 months, 10 others", Design(others=10), (0, 1), ("did",))
    # The same by default where it takes the same: once is enough to see that it does.
    for others in (1, 4, 10):
        yield from _each(f"36 months, {_others(others)}, by default", Design(others=others), (0, 1), ("auto",), (0.3,))


def _several() -> Iterator[Cell]:
    yield from _each("36 months, 3 treated, 20 others", Design(treated=3), (0, 1), ("did", "synthetic_did"), (0.3,))
    yield from _each("36 months, 12 treated, 15 others", Design(treated=12, others=15), (0, 0.5), ("auto", "two_way"))


def _counts() -> Iterator[Cell]:
    for count in (6, 60):
        named = f"{count} a month, days open"
        yield from _each(f"36 months, alone, {named}", Design(others=0, count=count), (0, 1), ("poisson_its",))
    yield from _each(
        "48 months, alone, 60 a month, days open", Design(months=48, others=0, count=60), (0, 1),
        ("poisson_its", "its", *SINGLE), (0.3,),
    )  # fmt: skip
    yield from _each(
        "48 months, alone, 6 a month, chance alone", Design(months=48, others=0, count=6, spread=0), (0, 1),
        ("poisson_its",), (0,),
    )  # fmt: skip
    yield from _each("36 months, alone, 60 a month, by default", Design(others=0, count=60), (0, 1), ("auto",), (0.3,))
    yield from _each("36 months, 20 others, 60 a month, days open", Design(count=60), (0, 1), ("auto",), (0.3,))


def _staggered() -> Iterator[Cell]:
    three = (18, 22, 26)
    for treated, others in ((18, 20), (24, 40)):
        design = Design(treated=treated, others=others, cohorts=three)
        named = f"36 months, 3 starts of {treated // 3}, {others} others"
        yield from _each(named, design, (0, 0.5), ("callaway_santanna", "two_way"))
    growing = Design(treated=18, cohorts=three, growing=True)
    yield from _each("36 months, 3 starts of 6, effect grows", growing, (1,), ("callaway_santanna", "two_way"), (0.3,))
    yield from _each(
        "36 months, 3 starts of 6, by default", Design(treated=18, cohorts=three), (0, 0.5), ("auto",), (0.3,)
    )
    yield from _each(
        "36 months, 3 starts of 2, 20 others",
        Design(treated=6, cohorts=three),
        (0,),
        ("callaway_santanna", "auto"),
        (0.3,),
    )


def _broken() -> Iterator[Cell]:
    few, many = ("controlled_its", "auto"), ("did", *WEIGHTED, "auto", "two_way")
    planted: tuple[tuple[str, Design, tuple[float, ...]], ...] = (
        ("others climb otherwise", Design(slopes=0.05), (0,)),
        ("others climb far otherwise", Design(slopes=0.1), (0,)),
        ("half of it reaches every second other", Design(spill=0.5), (1,)),
        ("treated twice as noisy", Design(louder=2.0), (0,)),
        ("others of uneven noise", Design(uneven=0.6), (0,)),
        ("shocks hit the treated twice", Design(loading=2.0), (0,)),
        ("effect begins 3 months early", Design(early=3), (1,)),
    )
    for said, design, effects in planted:
        yield Cell(f"20 others, {said}", design, effects, many, "broken", 0.25)
        yield Cell(f"4 others, {said}", replace(design, others=4), effects, few, "broken", 0.25)
    alone = Design(months=48, others=0)
    yield Cell("alone, memory of 0.85", replace(alone, memory=0.85), (0,), ("its",), "broken", 0.25)
    yield Cell("alone, effect begins 3 months early", replace(alone, early=3), (1,), ("its",), "broken", 0.25)
