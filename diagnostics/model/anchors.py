"""What a target may be set from beside the KPI's own figures 「定标依据」."""

from __future__ import annotations

from pydantic import Field, FiniteFloat, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words

# How much of the distance to a benchmark a target closes where nobody says: from most of it to all of it.
CLOSING = (0.7, 1.0)


class Anchors(Noun):
    """What a target may be set from beside the KPI's own figures 「定标依据」.

    Parameters
    ----------
    growth : pair of float, optional
        Least and most improvement on the past that is expected, as shares: ``[0.2, 0.3]``. Always an improvement: where
        lower is better, figures fall by it.
    benchmark : float, optional
        What comparable companies reach, in the KPI's unit 「行业标杆」.
    benchmark_source : Text
        Whose figure it is.
    closing : pair of float
        How much of the distance from the past to the benchmark is to be closed, as shares.
    strategy : pair of float, optional
        What the strategy asks for: at least, and at best, in the KPI's unit 「战略要求」.
    """

    growth: tuple[FiniteFloat, FiniteFloat] | None = None
    benchmark: FiniteFloat | None = None
    benchmark_source: Words = Text()
    closing: tuple[FiniteFloat, FiniteFloat] = Field(default=CLOSING)
    strategy: tuple[FiniteFloat, FiniteFloat] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Anchors:
        for name in ("growth", "closing"):
            pair = getattr(self, name)
            if pair is not None and not (0 <= pair[0] <= pair[1] <= 10):
                raise ValueError(f"{name} == {list(pair)}, must be [least, most], both from 0 to 10")
        return self
