"""What was decided when a KPI was last reviewed 「指标有效性评审」."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from diagnostics.model.base import Noun
from diagnostics.model.text import Text, Words

Question = Literal["strategy", "ability", "industry"]
QUESTIONS: tuple[Question, ...] = get_args(Question)
Decision = Literal["keep", "adjust", "drop"]


class KpiReview(Noun):
    """What was decided when a KPI was last reviewed, and on what evidence 「指标有效性评审」.

    Parameters
    ----------
    kpi : str
        KPI that was reviewed.
    on : date
        Day of the review.
    by : str
        Who answers for it, as ``people`` names them.
    strategy, ability, industry : int, optional
        Whether it serves the strategy of today, fits what people can do, fits where the industry goes: 0 no, 1 partly,
        2 yes. One that is left out is answered from the figures where they can.
    evidence : Text
        What the answers rest on.
    decision : {"keep", "adjust", "drop"}, optional
        What was decided; none while it is open.
    """

    kpi: str
    on: date
    by: str = ""
    strategy: int | None = Field(default=None, ge=0, le=2)
    ability: int | None = Field(default=None, ge=0, le=2)
    industry: int | None = Field(default=None, ge=0, le=2)
    evidence: Words = Text()
    decision: Decision | None = None
