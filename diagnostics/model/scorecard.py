"""Which KPIs a role or an entity answers for 「考核表」."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from diagnostics.model.anchors import Anchors
from diagnostics.model.base import Noun
from diagnostics.model.period import Cycle
from diagnostics.model.scoring import Scoring
from diagnostics.model.target import Targets
from diagnostics.model.text import Text, Words

Profile = Literal["role", "pay", "department", "company"]
Family = Literal["business", "support", "technical"]
Rank = Literal["junior", "middle", "senior"]


class WeightProposals(Noun):
    """What each side proposed as the weight of an item, before one was agreed 「权重提案」.

    Parameters
    ----------
    staff, manager : float, optional
        Shares of the scorecard, 0 to 1.
    """

    staff: float | None = Field(default=None, ge=0, le=1)
    manager: float | None = Field(default=None, ge=0, le=1)


class Rhythm(Noun):
    """How often a scorecard is looked at, scored and summed up 「考核节奏」.

    Parameters
    ----------
    track, assess, summarise : cycle, optional
        Cycle of tracking 「跟踪」, of scoring 「考核」 and of the summary 「总结」.
    """

    track: Cycle | None = None
    assess: Cycle | None = None
    summarise: Cycle | None = None


class Item(Noun):
    """A KPI on a scorecard 「考核项」.

    Parameters
    ----------
    weight : float
        Share of the scorecard, above 0 and at most 1.
    core : bool
        Whether the company counts it among its core KPIs.
    proposed : WeightProposals, optional
        Weights that both sides proposed; ``weight`` is what was agreed.
    anchors : Anchors, optional
        What its targets may be set from beside its own figures 「定标依据」.
    """

    kpi: str
    weight: float = Field(gt=0, le=1)
    core: bool = False
    targets: Targets | None = None
    scoring: Scoring = Scoring()
    proposed: WeightProposals | None = None
    anchors: Anchors | None = None


class Scorecard(Noun):
    """Role or entity with its weighted KPIs 「考核表」.

    Parameters
    ----------
    role : str, optional
        Role; the card holds for every entity of ``level`` (and ``peer_group``, where given).
    entity : str, optional
        One entity, in place of a role.
    level : str, optional
        Level whose entities hold the role.
    profile : {"role", "pay", "department", "company"}
        Which count rule applies: a role has 3 to 5 KPIs, a pay plan 6 to 8.
    since, until : str, optional
        First and last period in which it holds (``from:`` and ``to:`` in yaml).
    family : {"business", "support", "technical"}, optional
        Family of the role 「岗位序列」: 业务, 职能, 技术.
    rank : {"junior", "middle", "senior"}, optional
        Rank of those who hold the role 「职级」: 基层, 中层, 高层.
    rhythm : Rhythm, optional
        How often it is looked at 「考核节奏」.
    published : date, optional
        Day on which its rules were made known to those it is about 「规则公布日」.
    agreed_by : tuple of str
        Who agreed to it, as engagement.yaml names people; their signatures stand in signoffs.yaml.
    """

    role: str | None = None
    entity: str | None = None
    level: str | None = None
    peer_group: str | None = None
    name: Words = Text()
    profile: Profile = "role"
    since: str | None = Field(default=None, alias="from")
    until: str | None = Field(default=None, alias="to")
    family: Family | None = None
    rank: Rank | None = None
    rhythm: Rhythm | None = None
    published: date | None = None
    agreed_by: tuple[str, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whose(self) -> Scorecard:
        if (self.role is None) == (self.entity is None):
            raise ValueError("a scorecard names either a role or an entity")
        if self.role is not None and self.level is None:
            raise ValueError(f"the scorecard of role {self.role!r} needs the level whose entities hold it")
        return self

    @property
    def id(self) -> str:
        """What the card is called in findings and frames 「考核表编号」."""
        return self.role or self.entity or ""
