"""Each method on a drawn panel, as the public call answers 「逐法估计」."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.track.effect import estimate_effect
from tests.calibration import usual

if TYPE_CHECKING:
    import pandas as pd

    from tests.calibration.series import Drawn

OURS = (
    "auto", "its", "poisson_its", "controlled_its", "did", "synthetic_control", "synthetic_did", "callaway_santanna",
)  # fmt: skip
# What practice knows besides; none of them is evidence here.
USUAL: Mapping[str, Callable[[Drawn], tuple[float, float, float]]] = {
    "before_after": usual.before_after,
    "year_on_year": usual.year_on_year,
    "hac": usual.hac,
    "glsar": usual.glsar,
    "two_way": usual.two_way,
}
LETTERS = {"worked": "w", "worse": "x", "no_evidence": "n", "insufficient": "i"}


@dataclass(frozen=True)
class Outcome:
    """What a method said of one panel, in standard deviations of a month 「单次结果」.

    Parameters
    ----------
    effect, low, high : float
        NaN where it gave none.
    verdict : {"w", "x", "n", "i"}
        Worked, worse, no evidence, insufficient; of a method without verdicts, what its interval would say.
    reasons : tuple of str
        Why there is none, and what stands beside it.
    milliseconds : float
        Processor time.
    """

    effect: float
    low: float
    high: float
    verdict: str
    reasons: tuple[str, ...]
    milliseconds: float


def answer(method: str, drawn: Drawn, frame: pd.DataFrame, clock: Callable[[], float] = time.process_time) -> Outcome:
    """What a method says of a panel; a refusal is an answer too."""
    began = clock()
    if method in USUAL:
        effect, low, high = USUAL[method](drawn)
        verdict, reasons = _by_interval(low, high), ()
    else:
        effect, low, high, verdict, reasons = _ours(method, drawn, frame)
    unit = drawn.design.unit
    return Outcome(effect / unit, low / unit, high / unit, verdict, reasons, 1000 * (clock() - began))


def frame_of(drawn: Drawn) -> pd.DataFrame:
    """A row an entity and month, as the public call takes it; missing months have no row."""
    import numpy as np
    import pandas as pd

    entity, month = np.nonzero(~np.isnan(drawn.values))
    columns = {"entity": entity, "month": month, "value": drawn.values[entity, month]}
    if drawn.exposure is not None:
        columns |= {"value": columns["value"].astype(int), "days": drawn.exposure[entity, month]}
    return pd.DataFrame(columns)


def _ours(method: str, drawn: Drawn, frame: pd.DataFrame) -> tuple[float, float, float, str, tuple[str, ...]]:
    starts = drawn.design.starts
    try:
        found = estimate_effect(
            frame, entity="entity", time="month", value="value", treated=list(starts), method=method,
            start=starts if drawn.design.cohorts else starts[0], exposure=None if drawn.exposure is None else "days",
        )  # fmt: skip
    except InputError as error:
        return math.nan, math.nan, math.nan, "i", (_refusal(error),)
    except Exception as error:  # noqa: BLE001 (hours of draws must not be lost to one; the table counts it)
        return math.nan, math.nan, math.nan, "i", (f"crash: {type(error).__name__}",)
    reasons = (*found.reasons, f"by {found.method}") if method == "auto" else found.reasons
    effect, low, high = (_figure(found, name, drawn.exposure is not None) for name in ("effect", "low", "high"))
    return effect, low, high, LETTERS[found.verdict], reasons


def _figure(found: Any, name: str, rates: bool) -> float:
    """Figure on the scale of the noise: that of a rate is a ratio."""
    value = getattr(found, {"effect": "relative"}.get(name, f"relative_{name}") if rates else name)
    if value is None:
        return math.nan
    return (math.log1p(value) if value > -1 else -math.inf) if rates else value


def _by_interval(low: float, high: float) -> str:
    return "i" if math.isnan(low) else "w" if low > 0 else "x" if high < 0 else "n"


def _refusal(error: InputError) -> str:
    """Message without the numbers and names that change from draw to draw."""
    return "refused: " + re.sub(r"\d+", "N", str(error).partition(";")[0])[:70]
