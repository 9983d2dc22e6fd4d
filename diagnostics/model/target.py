"""What a KPI should reach 「目标值」."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from diagnostics.model.base import Noun

Number = float | int
Provenance = Literal["history", "benchmark", "strategy", "contract", "none"]
TIERS = ("base", "target", "stretch")


class DatedValue(Noun):
    """A value that holds from a period on 「分期目标」."""

    since: str = Field(alias="from")
    value: Number


class SourceTable(Noun):
    """Targets that the client keeps in a table of their own 「目标表」.

    Parameters
    ----------
    source : str
        Source named in engagement.yaml.
    entity, period, value : str
        Columns: an entity's id or name, a period in any form that facts may have, the target.
    where : str, optional
        Row filter.
    """

    source: str
    period: str
    value: str
    entity: str | None = None
    where: str | None = None


class SourceExpression(Noun):
    """A target computed from the KPI's own source, such as ``mean(planned)`` 「目标表达式」."""

    expression: str


# One tier: a number, a low-high pair for range KPIs, a dated list, an expression, or a table.
Tier = Number | tuple[Number, Number] | tuple[DatedValue, ...] | SourceExpression | SourceTable


class Targets(Noun):
    """Base, target and stretch of a KPI 「目标值」.

    Parameters
    ----------
    base, target, stretch : number, pair, dated list, expression or table
        ``base`` is what most reach, ``target`` what half reach, ``stretch`` what few reach.
    provenance : str
        Where the figures come from (``from:`` in yaml); ``none`` is a target out of thin air 「拍脑袋」.
    """

    base: Tier | None = None
    target: Tier | None = None
    stretch: Tier | None = None
    provenance: Provenance = Field(default="none", alias="from")

    @model_validator(mode="after")
    def _some(self) -> Targets:
        if self.base is None and self.target is None and self.stretch is None:
            raise ValueError("targets need at least one of base, target, stretch")
        return self
