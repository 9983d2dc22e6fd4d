"""What a data test of a cause shows 「数据检验结果」."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from diagnostics.model.canonical import plain
from diagnostics.model.cause_test import TestKind

Outcome = Literal["supports", "contradicts", "unclear", "impossible"]
# What a test may claim: moving together, moving ahead, weights rather than rates, a change beside others, a step alone.
Design = Literal["association", "ahead", "mix", "comparison", "before_after"]
# A test by itself is called rare below this.
ALONE = 0.05


@dataclass(frozen=True, slots=True)
class CauseTestResult:
    """What a data test of a cause shows 「数据检验结果」.

    Parameters
    ----------
    cause, number, kind : str, int, str
        Whose test, its place in the list, and its kind.
    kpi, driver, level, cycle : str
        Result and driver, whose figures, and how long a period is.
    outcome : {"supports", "contradicts", "unclear", "impossible"}
        "supports": hardly chance, all tests of the register looked at together, and in the direction claimed.
        "contradicts": hardly chance in the other direction, or it explains at most a tenth of the gap.
    reason : str
        Why nothing could be computed, or what an outcome rests on.
    design : str
        What the test may claim at best.
    effect, low, high : float
        Result units per driver unit with the 95 % interval; for events and weights in the result's unit.
    probability : float
        Of at least so large an effect where there is none.
    held : bool
        Whether it holds after control of false ones across the register.
    entities, periods, n : int
        What it rests on.
    gap, move : float
        Difference of the result that is to be explained, and of the driver, to the same reference.
    reference : {"peers", "before"}
        What both are held against.
    within : tuple of (dimension, value)
        Slice whose gap it is; empty where it is the whole's.
    share, share_low, share_high : float
        Share of the gap that goes with the driver's difference.
    steps : tuple of float
        Mean result in groups of rising driver, each without what is common, in the result's unit.
    reversed : bool
        Whether every group moves one way and the whole the other (Simpson).
    part : bool
        Whether the driver is a part of the result's own formula: it tells where the gap is, not why.
    """

    __test__ = False

    cause: str
    number: int
    kind: TestKind
    kpi: str
    driver: str = ""
    level: str = ""
    cycle: str = ""
    outcome: Outcome = "impossible"
    reason: str = ""
    design: Design = "association"
    direction: str = ""
    effect: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    probability: float = float("nan")
    held: bool = False
    entities: int = 0
    periods: int = 0
    n: int = 0
    gap: float = float("nan")
    move: float = float("nan")
    reference: str = ""
    within: tuple[tuple[str, str], ...] = ()
    share: float = float("nan")
    share_low: float = float("nan")
    share_high: float = float("nan")
    steps: tuple[float, ...] = ()
    spots: tuple[float, ...] = ()
    reversed: bool = False
    part: bool = False

    @property
    def alone(self) -> bool:
        """Whether it looks like no chance by itself, and not among all that were tested 「单看显著」."""
        return self.outcome == "unclear" and not self.held and not self.part and self.probability < ALONE

    def record(self) -> dict[str, Any]:
        """Test as a row of the hand-off 「记录」."""
        found: dict[str, Any] = plain(asdict(self))
        return found
