"""KPIs of a common role, ready to be taken over and adapted 「岗位模板」."""

from __future__ import annotations

import math

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import NAME, Kpi
from diagnostics.model.scorecard import Family, Item, Rank, Rhythm, Scorecard
from diagnostics.model.text import Text, Words

# Level of the entities that hold a role.
POST = "post"


class ArticleRow(Noun):
    """KPI of a role as its article words it 「原文条目」.

    Parameters
    ----------
    weight : float
        Per cent of the scorecard.
    target, rule : str
        The article's words.
    kpis : tuple of str
        KPIs of the template that it became.
    """

    name: Words
    weight: float = Field(gt=0, le=100)
    target: str
    rule: str
    kpis: tuple[str, ...] = Field(min_length=1)


class Slip(Noun):
    """What was wrong or unsaid in an article, and what stands in its place 「勘误」.

    Parameters
    ----------
    about : str
        KPI of the template.
    what, article_says, why : Text
        What the template says, what the article says, and why it was changed.
    """

    about: str
    what: Words
    article_says: Words
    why: Words


class ExampleColumn(Noun):
    """Column of a role's example data 「示例列」.

    Parameters
    ----------
    like : float
        What a month of one post looks like; with ``of`` how much for each unit of that column.
    spread : float
        Standard deviation as a share of it.
    of : str, optional
        Column that it is made of; a share of it never exceeds it.
    """

    name: str = Field(pattern=f"^{NAME}$")
    like: float = Field(gt=0)
    spread: float = Field(default=0.1, ge=0, le=1)
    of: str | None = None


class ExampleSource(Noun):
    """Example data of a role: one row a post and month 「示例数据」."""

    id: str = Field(pattern=f"^{NAME}$")
    columns: tuple[ExampleColumn, ...] = Field(min_length=1)


class Noted(Noun):
    """Finding that a template is known to have, and why it stays 「已知发现」."""

    code: str = Field(pattern=r"^PD[0-9]{3}$")
    about: str = ""
    why: Words


class RoleTemplate(Noun):
    """KPIs of a common role, ready to be taken over and adapted 「岗位模板」.

    Parameters
    ----------
    id, name, aliases
        What the role is called.
    family, rank, rhythm
        As in a scorecard.
    department : str
        Who answers for its figures.
    goal : Goal
        What the role is there for; its KPIs serve it.
    article : tuple of ArticleRow
        The role as its article gives it.
    corrected : tuple of Slip
        What was changed, and why.
    source : ExampleSource
        Columns of the example data.
    kpis : tuple of Kpi
        What its numbers mean, over these columns.
    items : tuple of Item
        Its scorecard.
    lint : tuple of Noted
        Findings that it is known to have.
    """

    id: str = Field(pattern=f"^{NAME}$")
    name: Words
    aliases: tuple[str, ...] = ()
    family: Family
    rank: Rank
    rhythm: Rhythm
    department: str = Field(min_length=1)
    goal: Goal
    article: tuple[ArticleRow, ...] = Field(min_length=1)
    corrected: tuple[Slip, ...] = ()
    source: ExampleSource
    kpis: tuple[Kpi, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    lint: tuple[Noted, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> RoleTemplate:
        weights = {each.kpi: each.weight for each in self.items}
        if set(weights) != {each.id for each in self.kpis}:
            raise ValueError(f"role {self.id!r}: kpis and items must name the same KPIs")
        named = [kpi for row in self.article for kpi in row.kpis]
        if sorted(named) != sorted(weights):
            raise ValueError(f"role {self.id!r}: every KPI must come from one row of the article")
        for row in self.article:
            if not math.isclose(100 * sum(weights[kpi] for kpi in row.kpis), row.weight):
                raise ValueError(f"role {self.id!r}: the KPIs of {row.name.zh!r} must weigh {row.weight:g} % together")
        for slip in self.corrected:
            if slip.about not in weights:
                raise ValueError(f"role {self.id!r}: {slip.about!r} was corrected but is no KPI of it")
        columns: set[str] = set()
        for column in self.source.columns:
            if column.of is not None and column.of not in columns:
                raise ValueError(
                    f"role {self.id!r}: column {column.name!r} is of {column.of!r}, which comes later or never"
                )
            columns.add(column.name)
        return self

    @property
    def scorecard(self) -> Scorecard:
        """Scorecard of every post that holds the role 「岗位考核表」."""
        return Scorecard(
            role=self.id,
            level=POST,
            peer_group=self.id,
            name=Text(zh=self.name.zh, en=self.name.en),
            family=self.family,
            rank=self.rank,
            rhythm=self.rhythm,
            items=self.items,
        )

    @property
    def served(self) -> Goal:
        """Goal of the role, with the KPIs that serve it 「承接的目标」."""
        return self.goal.model_copy(update={"kpis": tuple(each.kpi for each in self.items)})
