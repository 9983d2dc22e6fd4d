"""What a KPI sheet alone tells: drafts, what is wrong, what could not be read 「KPI 体检」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.text import Text
from diagnostics.terms import Language

# What goes wrong, the gravest first: points are wrong or can't be computed, nothing is measured, behaviour goes
# astray, somebody will ask.
Harm = Literal["scores", "measured", "behaviour", "missing"]
HARMS: tuple[Harm, ...] = ("scores", "measured", "behaviour", "missing")
MOST = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that could not be read, or was read in a way somebody has to confirm 「没读懂的单元格」.

    Parameters
    ----------
    place : str
        Sheet and cell.
    part : str
        What the cell should hold: weight, target, scoring, direction, sheet.
    written : str
        What stands there.
    why : str
        Key of the reason; the words are ``checkup.doubt.<why>``.
    values : tuple of (str, str)
        What those words quote.
    """

    place: str
    part: str
    written: str
    why: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A KPI of a sheet as far as it could be read 「指标草稿」.

    Parameters
    ----------
    kpi : Kpi
        Draft; its measure is a stand-in, since a sheet names no columns.
    item : Item
        Draft; where no weight was read it bears an equal share, and ``weighted`` is false.
    place : str
        Cell of the name.
    texts, places : mapping
        What stands in the sheet for weight, target, scoring …, and where.
    weighted : bool
        Whether the weight is the sheet's own.
    rule : str
        What kind of rule was read; the words are ``checkup.rule.<rule>``.
    stated : bool
        Whether the sheet says the unit of the target.
    more : tuple of (str, str)
        What the rule says beside its kind, and how much: cap, bonus, start, veto, full.
    rest : str
        Part of the rule that could not be read.
    step : str
        What a step of a deduction is counted in, where that is not the KPI's unit.
    currency : str
        Currency of its amounts as the sheet writes it, where that is not the yuan.
    """

    kpi: Kpi
    item: Item
    place: str
    texts: Mapping[str, str]
    places: Mapping[str, str]
    weighted: bool
    rule: str = "blank"
    stated: bool = True
    more: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    step: str = ""
    currency: str = ""

    @property
    def name(self) -> str:
        """Name as the sheet writes it 「指标名称」."""
        return self.kpi.name.zh


@dataclass(frozen=True, slots=True)
class DraftCard:
    """KPIs of one role, person or department of a sheet 「考核表草稿」.

    Parameters
    ----------
    card : Scorecard
        Draft.
    items : tuple of DraftItem
        Its KPIs, in order.
    place : str
        Where its table begins.
    """

    card: Scorecard
    items: tuple[DraftItem, ...]
    place: str

    @property
    def name(self) -> str:
        """Whose it is, or what the sheet is called 「考核表名称」."""
        return self.card.name.zh

    @property
    def weighted(self) -> bool:
        """Whether every item has a weight of its own 「权重是否齐全」."""
        return all(each.weighted for each in self.items)


@dataclass(frozen=True, slots=True)
class Example:
    """Where a problem shows 「问题示例」.

    Parameters
    ----------
    name : str
        KPI or scorecard.
    place : str
        Sheet and cell.
    detail : Text
        What stands there, or what the rule says.
    """

    name: str
    place: str
    detail: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Problem:
    """The same thing wrong at one or more places 「问题」.

    Parameters
    ----------
    key : str
        Code of the rule (PD118), or a key of the checkup's own; the words are ``checkup.problem.<key>``.
    harm : str
        What goes wrong by it.
    share : float
        Share of all weight that it touches, 0 to 1.
    examples : tuple of Example
        Everywhere it shows.
    """

    key: str
    harm: Harm
    share: float
    examples: tuple[Example, ...]

    @property
    def count(self) -> int:
        """Places where it shows 「处数」."""
        return len(self.examples)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A wording of the sheet and what to write in its place 「改写」.

    Parameters
    ----------
    place, before : str
        Cell and what stands there.
    after : Text
        Proposal; blanks stand where only the client can decide.
    """

    place: str
    before: str
    after: Text


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a KPI sheet alone tells 「KPI 体检」.

    Parameters
    ----------
    file : str
        Name of the file.
    language : {"zh", "en"}
        Language that most of it is written in.
    cards : tuple of DraftCard
        Drafts of what was read.
    problems : tuple of Problem
        Gravest first: by what goes wrong, then by the share of weight, then by the number of places.
    rewritten : tuple of Rewritten
        Wordings and proposals, those of the largest weight first.
    doubts : tuple of Doubt
        What could not be read, in order of the sheet.
    """

    file: str
    language: Language
    cards: tuple[DraftCard, ...]
    problems: tuple[Problem, ...]
    rewritten: tuple[Rewritten, ...]
    doubts: tuple[Doubt, ...]

    @property
    def worst(self) -> tuple[Problem, ...]:
        """The five worst problems, fewer where there are fewer 「最严重的五个问题」."""
        return self.problems[:MOST]

    @property
    def kpis(self) -> int:
        """KPIs that were read 「指标数」."""
        return sum(len(each.items) for each in self.cards)
