"""What the lint rules look at 「检查对象」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.dictionary.targets import TargetBook
from diagnostics.dictionary.tree import KpiTree, build_tree
from diagnostics.errors import Place
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.entity import Entities
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_review import KpiReview
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Item, Profile, Scorecard
from diagnostics.model.signoff import SignOff
from diagnostics.model.source import Source
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.dictionary.cascade.coverage import Cascade
    from diagnostics.dictionary.signing.status import Signature
    from diagnostics.dictionary.tiers.reach import ItemReach
    from diagnostics.model.coverage import CoverageRow


@dataclass(frozen=True, eq=False)
class Catalogue:
    """What the lint rules look at; None where a part is not known 「检查对象」.

    Parameters
    ----------
    kpis : dict
        KPIs by id.
    scorecards, goals, entities, charter : optional
        The other parts; rules that need an unknown part find nothing.
    places : mapping
        Where nouns stand in the files.
    profile : str, optional
        Profile to hold every scorecard to, in place of its own.
    changes : tuple of ChangeRequest
        Targets that were changed.
    calendar : Calendar
        How the client counts time.
    people : mapping
        Display names of those who act.
    sources : mapping
        Sources by name, none where they are not known.
    currency : str
        ISO code of the engagement's money.
    min_group : int
        Fewest people behind what everyone may read.
    signoffs : tuple of SignOff
        Who signed what.
    observations : DataFrame, optional
        Table of Observations without dimensions; rules that need figures find nothing without it.
    reviews : tuple of KpiReview
        What was decided when KPIs were reviewed.
    published : tuple of str
        Periods whose page is out.
    """

    kpis: dict[str, Kpi]
    scorecards: tuple[Scorecard, ...] | None = None
    goals: tuple[Goal, ...] | None = None
    entities: Entities | None = None
    places: Mapping[tuple[str, ...], Place] = field(default_factory=dict)
    profile: Profile | None = None
    charter: Charter | None = None
    changes: tuple[ChangeRequest, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    people: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    currency: str = "CNY"
    min_group: int = 5
    signoffs: tuple[SignOff, ...] = ()
    observations: pd.DataFrame | None = None
    reviews: tuple[KpiReview, ...] = ()
    published: tuple[str, ...] = ()

    @cached_property
    def tree(self) -> KpiTree:
        """Tree of the KPIs 「指标树」."""
        return build_tree(self.kpis)

    @cached_property
    def held(self) -> dict[str, tuple[tuple[Scorecard, Item], ...]]:
        """Scorecards that each KPI stands on, with its item 「指标所在考核表」."""
        found: dict[str, list[tuple[Scorecard, Item]]] = {}
        for card in self.cards:
            for item in card.items:
                found.setdefault(item.kpi, []).append((card, item))
        return {kpi: tuple(items) for kpi, items in found.items()}

    @cached_property
    def cascade(self) -> Cascade | None:
        """Targets held against each other; None where entities or scorecards are not known 「目标分解」."""
        if self.entities is None or self.scorecards is None:
            return None
        from diagnostics.dictionary.cascade.coverage import Cascade

        return Cascade(self.kpis, TargetBook(self.scorecards, self.entities, self.calendar, self.changes))

    @cached_property
    def coverage(self) -> tuple[CoverageRow, ...]:
        """Every target that is made of others; none where entities or scorecards are not known 「目标覆盖」."""
        return self.cascade.rows() if self.cascade is not None else ()

    @cached_property
    def reached(self) -> tuple[ItemReach, ...]:
        """How often targets were reached; none where figures or entities are not known 「目标达成情况」."""
        if self.observations is None or self.entities is None:
            return ()
        from diagnostics.dictionary.tiers.reach import items_reached

        return items_reached(self.observations, self.cards, self.kpis, self.entities, self.calendar)

    @cached_property
    def as_of(self) -> date | None:
        """Last day of the last period with a figure; None where figures are not known 「数据截止日」."""
        if self.observations is None:
            return None
        from diagnostics.dictionary.tiers.reach import as_of

        return as_of(self.observations, self.calendar)

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """State of every signature that was given or is asked for 「签字状态」."""
        from diagnostics.dictionary.signing.fingerprint import Signed
        from diagnostics.dictionary.signing.status import signatures

        told = (self.charter, self.kpis, self.cards, self.goals or (), self.changes, self.sources, self.currency)
        return signatures(Signed(*told, self.calendar), self.signoffs)

    @property
    def cards(self) -> tuple[Scorecard, ...]:
        """Scorecards, none where they are not known 「考核表」."""
        return self.scorecards or ()

    def place(self, *key: str) -> str:
        """Place of a noun: file and line, else what it is 「位置」."""
        found = self.places.get(key)
        if found is None and len(key) > 2:
            # Bare nouns have no dates in their key, and files name the first card of an id by the short one.
            found = self.places.get(key[:-1])
        return str(found) if found is not None else " ".join(each for each in key if each)

    def card_place(self, card: Scorecard) -> str:
        """Place of a scorecard 「考核表位置」."""
        return self.place("scorecard", card.id, card.since or "")

    def item_place(self, card: Scorecard, kpi: str) -> str:
        """Place of an item of a scorecard 「考核项位置」."""
        return self.place("item", card.id, kpi, card.since or "")

    def kpi_name(self, key: str) -> Text:
        """Name of a KPI as readers see it 「指标名称」."""
        return named(self.kpis[key].name, key) if key in self.kpis else named(Text(), key)


def named(text: Text, key: str) -> Text:
    """Words of a noun, its id where it has none 「名称或编号」."""
    return Text(zh=text.say("zh") or key, en=text.say("en") or key)


def card_name(card: Scorecard) -> Text:
    """Name of a scorecard as readers see it 「考核表名称」."""
    return named(card.name, card.id)
