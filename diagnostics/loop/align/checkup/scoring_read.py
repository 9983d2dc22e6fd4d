"""What was read of a scoring rule 「读出的计分规则」."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from diagnostics.model.kpi import Direction, Unit
from diagnostics.model.scoring import Scoring

Kind = Literal[
    "blank",
    "deduction",
    "ratio",
    "inverse",
    "threshold",
    "bands",
    "anchors",
    "linear",
    "judged",
    "open",
    "words",
    "reward",
    "trend",
]


@dataclass(frozen=True, slots=True)
class ScoringRead:
    """A scoring rule as read 「读出的计分规则」.

    Parameters
    ----------
    kind : str
        What it says; ``open`` where points are gained or lost without saying how many, ``judged`` where somebody rates
        without described levels, ``words`` where it could not be read.
    scoring : Scoring, optional
        Draft, where it says enough.
    direction : str, optional
        Which way is better by its words.
    unit : str, optional
        What a step of a deduction counts; events count, whatever the KPI is measured in.
    rewards : bool
        Whether points can also be gained.
    more : tuple of (str, str)
        What it says besides: cap, start, full, veto, bonus, levels.
    rest : str
        What of it could not be read.
    spans : tuple of (int, int)
        Where its kind was read.
    """

    kind: Kind
    scoring: Scoring | None = None
    direction: Direction | None = None
    unit: Unit | None = None
    rewards: bool = False
    more: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)
