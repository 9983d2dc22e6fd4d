"""When a figure gives an early warning 「预警规则」."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from diagnostics.model.base import Noun

RuleName = Literal["signal", "misses", "forecast", "counter", "check_in"]
RULE_NAMES: tuple[RuleName, ...] = get_args(RuleName)
# What belongs to one rule alone.
_OWN: dict[str, tuple[RuleName, ...]] = {
    "n": ("misses",),
    "tier": ("misses",),
    "probability": ("forecast",),
    "most": ("signal", "misses"),
}


class WarningRule(Noun):
    """When a figure gives an early warning, where it differs from what holds by default 「预警规则」.

    Parameters
    ----------
    rule : {"signal", "misses", "forecast", "counter", "check_in"}
        ``signal``: outside its usual range, or long on one side of its usual level. ``misses``: so many periods in a
        row worse than its base. ``forecast``: the base is unlikely to be reached. ``counter``: the KPI is reached while
        a counter-metric of it turns worse. ``check_in``: a report on a measure is overdue, by the
        rhythm that the measure or ``ledger`` of engagement.yaml states.
    kpi : str
        KPI it is about; all, where empty.
    on : bool
        Whether it warns at all.
    n : int, optional
        Periods in a row, 1 to 60 (``misses``); 2, or more where quiet figures alone would warn too often, by default.
    tier : {"base", "target"}
        What is missed (``misses``).
    most : float, optional
        Alerts per entity and year that are bearable on quiet figures (``signal``, ``misses``).
    probability : float, optional
        Warn below this probability of reaching the base, above 0 and below 1 (``forecast``); 0.2 by default.
    """

    rule: RuleName
    kpi: str = ""
    on: bool = True
    n: int | None = Field(default=None, ge=1, le=60)
    tier: Literal["base", "target"] = "base"
    most: float | None = Field(default=None, gt=0, le=60, allow_inf_nan=False)
    probability: float | None = Field(default=None, gt=0, lt=1, allow_inf_nan=False)

    @model_validator(mode="after")
    def _of_its_rule(self) -> WarningRule:
        for name, rules in _OWN.items():
            if name in self.model_fields_set and self.rule not in rules:
                raise ValueError(f"{name!r} belongs to the rule {' or '.join(rules)}, not to {self.rule!r}")
        if self.rule == "check_in" and self.kpi:
            raise ValueError("the rule 'check_in' is about measures, so it names no KPI")
        return self
