"""A target that was changed, and who agreed to it 「目标变更申请」."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.target import Tier
from diagnostics.model.text import Words


class ChangeRequest(Noun):
    """A target that was changed, and who agreed to it 「目标变更申请」.

    Parameters
    ----------
    id : str
        Its key in the file.
    kpi : str
        KPI whose target changes.
    scorecard : str
        Role or entity of the scorecard that holds the target.
    tier : {"base", "target", "stretch"}
        Which of the three.
    old, new : tier
        The value until then, and from then on; ``old`` must be what the scorecard says.
    since : str
        First period in which it holds (``from:`` in yaml).
    kind : {"major", "minor"}
        A major change follows the strategy or the market, a minor one corrects.
    reason : Text
        Why.
    requested : date
        Day of the request.
    agreed_by : tuple of str
        Who agreed; a request that nobody agreed to does not hold.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
    kpi: str
    scorecard: str
    tier: Literal["base", "target", "stretch"] = "target"
    old: Tier | None = None
    new: Tier
    since: str = Field(alias="from")
    kind: Literal["major", "minor"]
    reason: Words
    requested: date
    agreed_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_reason(self) -> ChangeRequest:
        if not self.reason:
            raise ValueError(f"change request {self.id!r} has no reason; every change needs one")
        return self
