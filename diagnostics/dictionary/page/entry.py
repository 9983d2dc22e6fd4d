"""All that the page tells of one KPI 「指标条目」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnostics.dictionary.life.target_changes import in_order
from diagnostics.dictionary.page.measure_words import measure_words
from diagnostics.dictionary.page.points_words import points_words
from diagnostics.dictionary.rules.catalogue import card_name
from diagnostics.look.numbers import show
from diagnostics.look.page import Fact, Facts
from diagnostics.look.periods import show_period
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import VERSIONED, Kpi, KpiVersion
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.target import TIERS, DatedValue, Tier
from diagnostics.terms import Language, say


@dataclass(frozen=True, eq=False)
class Entries:
    """Words of an engagement's KPIs 「指标条目」.

    Parameters
    ----------
    engagement : Engagement
        With its dictionary.
    """

    engagement: Engagement

    @property
    def language(self) -> Language:
        """Language of the page 「页面语言」."""
        return self.engagement.language

    def say(self, term: str, **values: object) -> str:
        """Term of the page 「取文案」."""
        return say(f"dictionary.page.{term}", self.language, **values)

    def name(self, key: str) -> str:
        """Name of a KPI 「指标名」."""
        return self.engagement.kpis[key].name.say(self.language) or key

    @cached_property
    def labels(self) -> dict[str, str]:
        """What readers call columns, values and KPIs 「显示名」."""
        told = {key: each.say(self.language) for key, each in self.engagement.settings.labels.items()}
        return {**told, **{key: self.name(key) for key in self.engagement.kpis}}

    @cached_property
    def columns(self) -> dict[str, str]:
        """What readers call columns and values: a measure names no KPI 「字段显示名」."""
        return {key: each.say(self.language) for key, each in self.engagement.settings.labels.items()}

    @cached_property
    def cards(self) -> tuple[Scorecard, ...]:
        """Scorecards that are not about one person 「可公开的考核表」."""
        people = {each.id for each in self.engagement.entities if each.person}
        return tuple(each for each in self.engagement.scorecards if each.entity not in people)

    def now(self, key: str) -> Kpi:
        """KPI as its last version counts it 「现行口径」."""
        kpi = self.engagement.kpis[key]
        return kpi.counted(kpi.versions[-1].since) if kpi.versions else kpi

    def counted(self, kpi: Kpi) -> str:
        """How a KPI is counted, in words 「算法」."""
        if kpi.measure is not None:
            return measure_words(kpi.measure, self.language, self.columns)
        return measure_words(kpi.formula or "", self.language, self.labels)

    def unit(self, kpi: Kpi) -> str:
        """Unit in words 「单位」."""
        return say(f"exchange.choice.unit.{kpi.unit}", self.language)

    def facts(self, key: str) -> Facts:
        """All that is known of a KPI 「指标详情」."""
        told = [(name, words) for name, words in self._told(self.now(key)) if words]
        rows = tuple(Fact(label=self.say(f"fact.{name}"), value=words) for name, words in told)
        return Facts(title=self.name(key), rows=rows)

    def _told(self, kpi: Kpi) -> Iterator[tuple[str, str]]:
        settings, language = self.engagement.settings, self.language
        separator = self.say("separator")
        yield "id", kpi.id
        yield "definition", kpi.definition.say(language)
        yield "measure", measure_words(kpi.measure, language, self.columns) if kpi.measure else ""
        yield "formula", measure_words(kpi.formula, language, self.labels) if kpi.formula else ""
        yield "where", measure_words(kpi.where, language, self.columns) if kpi.where else ""
        yield "expression", kpi.measure or kpi.formula or ""
        source = settings.sources.get(kpi.source)
        owner = self.engagement.person(source.owner) if source is not None and source.owner else ""
        yield "source", self.say("source_owner", source=kpi.source, owner=owner) if owner else kpi.source
        yield "owner", self.engagement.person(kpi.owner)
        yield "unit", self.unit(kpi)
        yield "direction", self.say(f"direction.{kpi.direction}")
        yield "cycle", self.say(f"cycle.{kpi.cycle}")
        yield "kind", self.say(f"kind.{kpi.kind}")
        yield "dimensions", separator.join(self.columns.get(each, each) for each in kpi.dimensions)
        yield "parent", self.name(kpi.parent) if kpi.parent else ""
        yield "versions", "\n".join(self._versions(self.engagement.kpis[kpi.id]))
        yield "cards", separator.join(self._cards(kpi))
        yield "targets", "\n".join(self._targets(kpi))
        yield "points", "\n".join(self._points(kpi))
        yield "changes", "\n".join(self._changes(kpi))

    def _versions(self, stated: Kpi) -> Iterator[str]:
        """What a KPI meant at first, and each change since."""
        if stated.versions:
            yield self.say("first", what=stated.definition.say(self.language) or self.counted(stated))
        yield from (self._version(each) for each in stated.versions)

    def _version(self, version: KpiVersion) -> str:
        told = version.definition.say(self.language)
        parts = [
            self.say("part", name=self.say(f"fact.{name}"), value=getattr(version, name))
            for name in VERSIONED
            if name != "definition" and getattr(version, name)
        ]
        what = told or self.say("separator").join(parts)
        why = version.why.say(self.language)
        since = show_period(version.since, self.language)
        return self.say("version_why" if why else "version", since=since, what=what, why=why)

    def _cards(self, kpi: Kpi) -> Iterator[str]:
        for card in self.cards:
            for item in card.items:
                if item.kpi == kpi.id:
                    weight = show(item.weight, "share", self.language, decimals=0)
                    yield self.say("card", card=self._card(card), weight=weight)

    def _card(self, card: Scorecard) -> str:
        known = self.engagement.entities
        own = known[card.entity].label if card.entity is not None and card.entity in known else ""
        return card.name.say(self.language) or own or card_name(card).say(self.language)

    def _targets(self, kpi: Kpi) -> Iterator[str]:
        for card in self.cards:
            for item in card.items:
                if item.kpi == kpi.id and item.targets is not None:
                    tiers = [
                        self.say(
                            "tier", tier=say(f"close.changes.tier.{name}", self.language), value=self.tier(kpi, tier)
                        )
                        for name in TIERS
                        if (tier := getattr(item.targets, name)) is not None
                    ]
                    yield self.say("target", card=self._card(card), tiers=self.say("separator").join(tiers))

    def _points(self, kpi: Kpi) -> Iterator[str]:
        """What each card that has the KPI gives for it; cards that give the same are told apart by name."""
        for card in self.cards:
            for item in card.items:
                if item.kpi == kpi.id and (words := points_words(self, kpi, item, self._card(card))):
                    yield words

    def _changes(self, kpi: Kpi) -> Iterator[str]:
        public = {each.id for each in self.cards}
        for each in in_order(self.engagement.changes, self.engagement.calendar):
            change = each.change
            if change.kpi == kpi.id and change.scorecard in public:
                names = self.say("separator").join(self.engagement.person(one) for one in change.agreed_by)
                yield self.say(
                    "change" if names else "change_pending",
                    since=show_period(change.since, self.language),
                    tier=say(f"close.changes.tier.{change.tier}", self.language),
                    old=self.tier(kpi, change.old),
                    new=self.tier(kpi, change.new),
                    reason=change.reason.say(self.language),
                    who=names,
                )

    def tier(self, kpi: Kpi, tier: Tier | None) -> str:
        """One tier of a target as readers see it 「目标值」."""
        spec = {"currency": self.engagement.settings.currency, "decimals": kpi.decimals}
        if isinstance(tier, int | float):
            return show(tier, kpi.unit, self.language, **spec)  # type: ignore[arg-type]  # the same two as everywhere
        if isinstance(tier, tuple):
            parts = [
                self.say("step", since=show_period(each.since, self.language), value=self.tier(kpi, each.value))
                if isinstance(each, DatedValue)
                else self.tier(kpi, each)
                for each in tier
            ]
            dated = bool(tier) and isinstance(tier[0], DatedValue)
            return (self.say("separator") if dated else self.say("range")).join(parts)
        return self.say("nothing") if tier is None else self.say("computed")
